// The search page: asks Pagefind's index while one types, and shows what is found by kind, in the order of relevance.
// Nothing is loaded before the field is used. Every word comes from the page; no HTML is made of any text.
{
  const page = document.querySelector(".search[data-index]");

  if (page) {
    const pause = 80; // milliseconds without a key before we search
    const first = 5; // results of a kind shown at once
    const further = 20; // and at each request for more
    const longest = 200; // characters of a question: a page pasted into the address is none
    // By which names a page is called counts more than what it says (fields of src/immunopole/search.py).
    const ranking = { metaWeights: { called: 40, names: 10, title: 8, spelled: 1, description: 1, lang: 0 } };

    const find = (name, within = page) => within.querySelector(name);
    const all = (name, within = page) => [...within.querySelectorAll(name)];
    const form = find("form");
    const field = find("[name=q]");
    const status = find(".search__status");
    const advice = find(".search__advice");
    const groups = all(".found");
    const elsewhere = all(".search__elsewhere");
    const ways = find(".search__ways");
    const title = document.title;
    const language = document.documentElement.lang;
    const folder = new URL(page.dataset.index, document.baseURI).href;
    const baseUrl = new URL("..", folder).pathname;
    const number = new Intl.NumberFormat(language);
    const rules = new Intl.PluralRules(language);

    const asked = () => field.value.trim().slice(0, longest);
    const wordsIn = (place) => Object.fromEntries(all("[data-word]", place).map((w) => [w.dataset.word, w.textContent]));
    const words = wordsIn(find(".search__words"));
    const filled = (text, values) => text.replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);
    const counted = (forms, prefix, count, values) =>
      filled(forms[prefix + rules.select(count)] ?? forms[`${prefix}other`], { count: number.format(count), ...values });

    // Every language has a finder of its own, which knows how its words end. One that could not load something keeps
    // failing, as does the import of a module that did not come: each attempt has a finder by another name.
    const finders = new Map();
    let attempt = 0;
    let since = 0;
    const startAgain = () => {
      finders.clear();
      attempt += 1;
      since = performance.now();
    };
    const load = (locale) => {
      if (!finders.has(locale)) {
        const loading = import(`${folder}${locale}/pagefind.js${attempt ? `?${attempt}` : ""}`).then(async (finder) => {
          // No worker: it would be asked under the policy of every page, and only this one lets WebAssembly run.
          await finder.options({ baseUrl, noWorker: true, excerptLength: 26, ranking });
          return finder;
        });
        loading.catch(() => {
          if (finders.get(locale) === loading) startAgain();
        });
        finders.set(locale, loading);
      }
      return finders.get(locale);
    };

    // Of every page by its id: the kind, and what it is called.
    let listing;
    const list = () => {
      listing ??= fetch(`${folder}${language}/known.json`).then((answer) => answer.json());
      listing.catch(() => { listing = undefined; });
      return listing;
    };
    const key = (text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");

    // Pagefind's excerpts are text with «mark» elements and escaped angle brackets.
    const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    const excerpt = ({ excerpt: marked, plain_excerpt: cut, raw_content: whole, meta }, called) => {
      const line = document.createElement("p");
      line.className = "found__text";
      if (called || !marked.includes("<mark>")) {
        // Found by its name: what it is says more than how its text begins.
        line.textContent = meta.description;
        return line;
      }
      marked.split(/<\/?mark>/).forEach((piece, index) => {
        const marks = index % 2 === 1;
        const part = marks ? document.createElement("mark") : document.createTextNode("");
        part.textContent = plain(piece);
        line.append(part);
      });
      if (!whole.startsWith(cut)) line.prepend("… ");
      if (!whole.endsWith(cut)) line.append(" …");
      return line;
    };

    const item = (data, called) => {
      const entry = document.createElement("li");
      const link = document.createElement("a");
      entry.className = "found__item";
      link.className = "found__link";
      link.href = data.url;
      link.textContent = data.meta.title;
      if (data.meta.lang) link.lang = data.meta.lang;
      entry.append(link, excerpt(data, called));
      return entry;
    };

    // Pagefind takes a part of the index that did not come for one without words: «nothing found» would be a lie.
    const lacksPart = () =>
      performance.getEntriesByType("resource").some(({ name, startTime, responseStatus: status }) => {
        const failed = status === 0 || status >= 400;
        return failed && startTime >= since && name.startsWith(folder);
      });

    let turn = 0;
    const isLate = (mine) => mine !== turn;

    const show = async (group, results, from, upTo, mine) => {
      const entries = await Promise.all(
        results.slice(from, upTo).map(async (result) => item(await result.data(), result.called)),
      );
      if (isLate(mine)) return;
      const list = find(".found__list", group);
      if (from === 0) list.replaceChildren(...entries);
      else {
        list.append(...entries);
        find("a", entries[0]).focus();
      }
      const more = find(".found__more", group);
      more.hidden = results.length <= upTo;
      more.onclick = () => show(group, results, upTo, upTo + further, mine);
      find(".found__count", group).textContent = number.format(results.length);
      group.hidden = results.length === 0;
    };

    const clear = () => {
      status.textContent = "";
      for (const part of [advice, ...groups, ...elsewhere]) part.hidden = true;
      ways.hidden = false;
    };

    // What other languages have is counted where the reader gets to the line that says so.
    const count = async (line, mine) => {
      const query = asked();
      const { results } = await (await load(line.dataset.language)).search(query);
      if (isLate(mine)) return;
      find("a", line).textContent = counted(wordsIn(line), "", results.length);
      line.hidden = results.length === 0;
    };
    const reached = new Set();
    const watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) {
          watcher.unobserve(target);
          reached.add(target);
          count(target, turn).catch(() => {});
        }
      }
    });
    elsewhere.forEach((line) => watcher.observe(line));

    const showElsewhere = (query, mine) => {
      for (const line of elsewhere) {
        const link = find("a", line);
        link.search = new URLSearchParams({ q: query });
        if (line.hidden) link.textContent = wordsIn(line).also;
        line.hidden = false;
        if (reached.has(line)) count(line, mine).catch(() => {});
      }
    };

    const search = async () => {
      turn += 1;
      const mine = turn;
      const query = asked();
      const address = new URL(location.href);
      if (query) address.searchParams.set("q", query);
      else address.searchParams.delete("q");
      history.replaceState(history.state, "", address);
      document.title = query ? `${query} – ${title}` : title;
      if (!query) {
        clear();
        return;
      }
      try {
        const [finder, known] = await Promise.all([load(language), list()]);
        const answer = await finder.search(query);
        if (isLate(mine)) return;
        if (!answer.results.length && lacksPart()) throw new Error("a part of the index did not come");
        // Who is called exactly what was typed comes first, before whose name only begins like it.
        const typed = key(query);
        for (const result of answer.results) result.called = known[result.id].indexOf(typed, 1) > 0;
        const results = answer.results.toSorted((one, other) => other.called - one.called);
        const answers = groups.map((group) => results.filter(({ id }) => known[id][0] === group.dataset.kind));
        await Promise.all(groups.map((group, index) => show(group, answers[index], 0, first, mine)));
        if (isLate(mine)) return;
        // The kind that answers best comes first.
        const place = new Map(groups.map((group, index) => [group, results.indexOf(answers[index][0])]));
        const ordered = groups.filter((group) => place.get(group) >= 0).toSorted((a, b) => place.get(a) - place.get(b));
        const standing = all(".found");
        if (ordered.some((group, index) => group !== standing[index])) advice.after(...ordered);
        advice.hidden = results.length > 0;
        ways.hidden = results.length > 0;
        status.textContent = results.length
          ? counted(words, "count.", results.length, { query })
          : filled(words.none, { query });
        showElsewhere(query, mine);
      } catch {
        startAgain();
        if (isLate(mine)) return;
        clear();
        status.textContent = words.failed;
      }
    };

    let timer;
    const searchSoon = (delay) => {
      clearTimeout(timer);
      timer = setTimeout(search, delay);
    };

    field.addEventListener("focus", () => load(language).catch(() => {}), { once: true });
    field.addEventListener("input", () => searchSoon(pause));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !field.value) return;
      event.preventDefault();
      field.value = "";
      searchSoon(0);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      searchSoon(0);
    });

    page.classList.add("search--ready");
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (field.value.trim()) search();
  }
}
