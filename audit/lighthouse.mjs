// Lighthouse, as on a phone of somebody who reads a language, several times for each address of the command line: one
// line of JSON for each run.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [runs, language, ...urls] = process.argv.slice(2);
const chrome = await launch({
  chromePath: process.env.CHROMIUM || undefined,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update", `--accept-lang=${language}`],
});
for (const url of urls) {
  for (let run = 0; run < Number(runs); run += 1) {
    let lhr;
    // A browser on a busy machine may lose its trace: what it then says of the page means nothing.
    for (let attempt = 0; attempt < 3 && (!lhr || lhr.runtimeError); attempt += 1) {
      ({ lhr } = await lighthouse(url, { port: chrome.port, output: "json", logLevel: "silent" }));
    }
    const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, score]));
    const weighed = new Set(Object.values(lhr.categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight).map(({ id }) => id)));
    const failed = Object.values(lhr.audits).filter(({ id, score }) => weighed.has(id) && score !== null && score < 0.9);
    const value = (id) => lhr.audits[id]?.numericValue ?? null;
    console.log(JSON.stringify({
      url,
      error: lhr.runtimeError?.message ?? null,
      scores,
      lcp: value("largest-contentful-paint"),
      tbt: value("total-blocking-time"),
      cls: value("cumulative-layout-shift"),
      failed: failed.map(({ id, title, displayValue }) => [id, title, displayValue].filter(Boolean).join(": ")),
    }));
  }
}
await chrome.kill();
