// Prefetching: what a link leads to is fetched when somebody seems about to follow it, each page once.
//
// Only where the browser knows speculation rules: those browsers let a page fetch ahead what any part of its content
// security policy allows (CSP 3). Others may go by `default-src 'none'` alone, refuse, and say so on the console.

const DELAY = 65; // milliseconds: shorter is passing over a link, not pointing at it
const pageOf = ({ origin, pathname, search }) => origin + pathname + search;
const savesData = navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;

if (HTMLScriptElement.supports?.("speculationrules") && !savesData) {
  const fetched = new Set([pageOf(location)]);
  let waiting;

  const isWorthIt = (link) =>
    link.origin === location.origin &&
    // A page; a file may be large, and is no next step of a visit.
    /\/$|\.html$/.test(link.pathname) &&
    !link.hasAttribute("download") &&
    !link.relList.contains("external") &&
    !fetched.has(pageOf(link));

  // A host that sends `Speculation-Rules` lets the browser do the same by itself, and better.
  const isRuled = () =>
    performance.getEntriesByType("resource").some(({ name }) => /\/speculation\.\w+\.json$/.test(name));

  const fetchAhead = (link) => {
    if (isRuled()) return;
    fetched.add(pageOf(link));
    const hint = document.createElement("link");
    hint.rel = "prefetch";
    hint.href = pageOf(link);
    document.head.append(hint);
  };

  const consider = ({ target }) => {
    const link = target.closest?.("a[href]");
    clearTimeout(waiting);
    if (link && isWorthIt(link)) waiting = setTimeout(fetchAhead, DELAY, link);
  };

  for (const sign of ["pointerover", "touchstart", "focusin"]) addEventListener(sign, consider, { passive: true });
}
