/* The search page. In: what the reader asks for, in the form or in the address (#q=words&speaker=…). Out: names, passages of the
   texts, notes, items of the calendar. Other files of the search: search-words.js, search-source.js, search-offline.js, search-find.js. */
(() => {
  const form = document.getElementById("search-form");
  if (!form) return;
  const { known, open, read, page, fold, joined, letter, merged, excerpt, BATCH, NEEDS, parse, lookUp, mend, places, candidates, hitsOf, rank, finds, alike, nearness } = window.editionSearch;
  const input = document.getElementById("search-words");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  const help = document.getElementById("search-help");
  const filters = [...form.querySelectorAll("[data-filter]")];
  const SHOWN = { name: 5, text: 10, note: 5, item: 5 }, MORE = 20; // hits shown at first, and on request
  const KINDS = { people: "person", places: "place", peoples: "people", organizations: "organization", terms: "term" };

  /* The address of a hit, and in it the words for the browser to mark there (a text fragment): the text as the page shows it,
     with the numbers of notes in it, and enough words around to tell the place. Not for headings, which also stand in the list
     of contents, nor for notes, whose words the list of names often repeats. */
  const address = ({ entry, record, marks: marked }) => {
    const url = page(entry.address, record.id);
    if (!marked.length || record.kind !== "text" || /^s-/.test(record.id)) return url;
    const numbers = record.marks ?? [];
    let text = "", at = 0;
    for (const [offset, number] of [...numbers, [record.text.length, ""]]) {
      text += record.text.slice(at, offset) + number;
      at = offset;
    }
    const moved = (offset) => offset + numbers.filter(([place]) => place < offset).map(([, n]) => n).join("").length;
    const part = (words) => encodeURIComponent(words).replaceAll("-", "%2D");
    const directives = marked.slice(0, 4).map(([from, to]) => {
      let [start, end] = [moved(from), moved(to)];
      while (letter.test(text[end] ?? "")) end++; // a number of a note that touches the word
      while (letter.test(text[start - 1] ?? "")) start--;
      const before = text.slice(0, start).trim().split(/\s+/).slice(-4);
      const after = before.length < 4 ? text.slice(end).trim().split(/\s+/).slice(0, 4) : [];
      const [prefix, suffix] = [before, after].map((words) => part(words.join(" ")));
      return `text=${prefix && `${prefix}-,`}${part(text.slice(start, end))}${suffix && `,-${suffix}`}`;
    });
    return `${url}:~:${directives.join("&")}`;
  };

  /* Making the page. */
  const make = (tag, attributes = {}, ...content) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    return element;
  };
  const SCRIPTS = /([\u2e80-\u9fff\uf900-\ufaff]+)|([\u0400-\u04ff]+(?:[ .-]+[\u0400-\u04ff]+)*)/gu;
  const tagged = (text) => {
    const parts = [];
    let at = 0;
    for (const match of text.matchAll(SCRIPTS)) {
      parts.push(text.slice(at, match.index), make("span", { lang: match[1] ? "zh" : "ru" }, match[0]));
      at = match.index + match[0].length;
    }
    return [...parts, text.slice(at)];
  };
  const marked = (text, stretches, [from, to]) => {
    const parts = [from > 0 ? "… " : ""];
    let at = from;
    for (const [a, b] of stretches) {
      if (a < from || b > to) continue;
      parts.push(...tagged(text.slice(at, a)), make("mark", {}, ...tagged(text.slice(a, b))));
      at = b;
    }
    return [...parts, ...tagged(text.slice(at, to)), to < text.length ? " …" : ""];
  };
  const link = (state, ...content) => make("a", { href: `#${write(state)}` }, ...content);
  const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

  const passage = (hit) => {
    const { text, speakers = [], id } = hit.record;
    const item = make("li", { class: "search-hit" }, make("a", { href: address(hit), class: "search-place" }, [hit.entry.date, hit.record.place].filter(Boolean).join(", ")));
    const names = speakers.map((who) => known.names.get(who)?.name).filter(Boolean);
    if (names.length) item.append(make("span", { class: "search-aside" }, ` ${names.join(", ")}`));
    const heading = id.startsWith("s-") ? " search-heading" : "";
    item.append(make("p", { class: `search-excerpt${heading}` }, ...marked(text, hit.marks, excerpt(text, hit.marks))));
    return item;
  };
  const name = ({ entry, record, marks }, terms) => {
    const asked = terms.find((term) => term.names?.includes(entry.id));
    const place = make("a", { href: page(entry.address), class: "search-place" }, ...tagged(entry.name));
    const item = make("li", { class: "search-hit" }, place);
    const other = asked && fold(asked.words) !== fold(entry.name) ? `, matched by “${asked.words}”` : "";
    item.append(make("span", { class: "search-aside" }, ` ${KINDS[entry.register]}${other}`));
    const stretches = asked ? [] : marks;
    item.append(make("p", { class: "search-excerpt" }, ...marked(record.text, stretches, excerpt(record.text, stretches, 200))));
    return item;
  };

  /* A part of the results: a heading with the number of hits, the first of them, and a button for more. */
  const section = async (kind, title, hits, item) => {
    if (!hits.length) return null;
    const list = make("ol", { class: "search-hits" });
    const heading = make("h2", { id: `search-${kind}` }, `${title} `, make("span", { class: "search-count" }, hits.length.toLocaleString("en")));
    const more = make("button", { type: "button", class: "search-button search-more" });
    let shown = 0;
    const show = async (number) => {
      const items = await Promise.all(hits.slice(shown, shown + number).map(item));
      list.append(...items);
      shown += items.length;
      const left = hits.length - shown;
      more.hidden = !left;
      more.textContent = `Show ${left > MORE ? `${MORE} more of ` : "the remaining "}${left.toLocaleString("en")}`;
      return items[0];
    };
    more.addEventListener("click", async () => (await show(MORE)).querySelector("a").focus());
    await show(SHOWN[kind]);
    return make("section", { "aria-labelledby": `search-${kind}` }, heading, list, more);
  };

  /* What to say when nothing, or something else than was typed, was found. */
  const remarks = (terms) => {
    const said = [];
    for (const term of terms.filter((t) => t.mended)) {
      const meant = term.names ? term.names.map((id) => known.names.get(id).name).join(" or ") : term.words;
      said.push(make("p", { class: "search-remark" }, `No match for “${term.instead ?? term.words}”. Showing results for `, make("strong", {}, ...tagged(meant)), "."));
    }
    return said;
  };
  const suggestions = async (terms, state) => {
    const offers = [];
    const offer = async (text, ...states) => {
      const good = [];
      for (const [wanted, words] of states) if (await finds(wanted)) good.push(good.length ? ", " : "", link(wanted, ...tagged(words)));
      if (good.length) offers.push([text, ...good]);
    };
    const nowhere = terms.filter((term) => !term.volumes.size);
    if (nowhere.length) offers.push([`Not found in the edition: ${nowhere.map((term) => `“${term.words}”`).join(", ")}`]);
    if (filters.some((filter) => state[filter.dataset.filter])) await offer("Search the whole edition for: ", [{ q: state.q }, state.q]);
    for (const { words } of terms.filter((term) => term.exact)) {
      const names = [...(known.spelled.get(joined(words)) ?? [])].map((id) => known.names.get(id).name);
      await offer("Search for the name in any spelling: ", ...names.map((name) => [{ ...state, q: name }, name]));
      if (!names.length) await offer("Search without quotation marks: ", [{ ...state, q: words }, words]);
    }
    if (terms.length > 1) {
      await offer("Search for one word at a time: ", ...terms.map(({ words, exact }) => [{ ...state, q: exact ? `"${words}"` : words }, words]));
    }
    const near = [...new Set(nowhere.flatMap((term) => alike(term.words)))].slice(0, 6);
    await offer("Similar names: ", ...near.map((name) => [{ ...state, q: name }, name]));
    const lists = [["names/", "all names"], ["index/", "the index"], ["documents/", "the documents"]];
    offers.push(["Browse ", ...lists.flatMap(([path, text], n) => [n ? ", " : "", make("a", { href: page(path) }, text)])]);
    return make("ul", { class: "search-nothing" }, ...offers.map((content) => make("li", {}, ...content)));
  };
  /* The passages and notes of some documents; where there are more documents, a button that reads on. */
  const texts = async (documents, terms, chosen) => {
    const all = await hitsOf(documents.slice(0, BATCH), terms, chosen);
    const [passages, notes] = ["text", "note"].map((kind) => {
      const hits = all.filter(({ record }) => record.kind === kind);
      return chosen.order === "edition" ? hits : rank(hits, terms, all);
    });
    const parts = [await section("text", "In the texts", passages, passage), await section("note", "In the notes", notes, passage)];
    const left = documents.slice(BATCH);
    if (left.length) {
      const on = make("button", { type: "button", class: "search-button" }, `Search ${count(left.length, "more document")}`);
      on.addEventListener("click", async () => {
        const next = await texts(left, terms, chosen);
        on.replaceWith(...next.parts);
        next.parts[0]?.querySelector("a")?.focus();
      });
      parts.push(on);
    }
    return { parts: parts.filter(Boolean), passages: passages.length, notes: notes.length, left: left.length };
  };
  /* The items of the calendar. */
  const itemsFound = async (pages, terms, chosen) => {
    const hits = await hitsOf(pages, terms, chosen);
    const sorted = chosen.order === "edition" ? hits : rank(hits, terms, hits);
    return { part: await section("item", "In the calendar", sorted, passage), number: hits.length };
  };
  const namesFound = async (entries, terms, chosen) => {
    const exact = terms.some((term) => term.exact);
    const checked = exact ? (await hitsOf(entries.slice(0, 5 * BATCH), terms, chosen)).map(({ entry }) => entry) : entries;
    const item = async (entry) => {
      const [record] = await read(entry);
      const found = terms.flatMap((term) => places(record, term));
      return name({ entry, record, marks: merged(record.text, found) }, terms);
    };
    const near = nearness(terms);
    const sorted = checked.map((entry) => [near(entry), entry]).sort((a, b) => a[0] - b[0]);
    const [nearest, first] = sorted[0] ?? [3];
    return {
      part: await section("name", "Names", sorted.map(([, entry]) => entry), item),
      number: checked.length,
      lead: nearest === 0 || (nearest === 1 && ["people", "places"].includes(first.register)),
    };
  };

  let turn = 0;
  const search = async (state) => {
    const mine = ++turn;
    help.hidden = Boolean(state.q || Object.keys(NEEDS).some((field) => state[field]));
    if (!help.hidden) {
      results.replaceChildren();
      status.textContent = "";
      return;
    }
    status.textContent = "Searching…";
    await ready;
    const terms = await mend(await Promise.all(parse(state.q).map(lookUp)));
    const { documents, names, pages } = await candidates(terms, state);
    const searched = [namesFound(names, terms, state), texts(documents, terms, state), itemsFound(pages, terms, state)];
    const [entries, found, items] = await Promise.all(searched);
    const total = entries.number + found.passages + found.notes + found.left + items.number;
    const parts = [...remarks(terms), ...(entries.lead ? [entries.part, ...found.parts] : [...found.parts, entries.part]), items.part];
    if (!total) parts.push(await suggestions(terms, state));
    if (mine !== turn) return; // the reader has asked for something else meanwhile
    results.replaceChildren(...parts.filter(Boolean));
    const first = found.left ? `In the first ${count(BATCH, "document")}: ` : "";
    status.textContent = total
      ? `${first}${count(found.passages, "passage")} in the texts, ${count(found.notes, "note")}, ${count(entries.number, "name")}${items.number ? `, ${count(items.number, "item")} in the calendar` : ""}.`
      : "No results. Try one of these:";
  };

  /* The state of the search stands in the address after the #, so that it can be kept and sent. */
  const stored = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1) || location.search));
  const write = (state) => new URLSearchParams(Object.entries(state).filter(([, value]) => value)).toString();
  const asked = () => {
    const state = { q: input.value.trim() };
    for (const filter of filters) state[filter.dataset.filter] = filter.value;
    return state;
  };
  const narrow = form.querySelector("details");
  const setWords = () => (input.value = stored().q ?? "");
  const show = () => {
    const state = stored();
    for (const filter of filters) filter.value = state[filter.dataset.filter] ?? "";
    if (filters.some((filter) => filter.value)) narrow.open = true;
    run({ ...state, q: state.q ?? "" });
  };
  const run = (state) =>
    search(state).catch((error) => {
      console.warn(error);
      status.textContent = "The search index could not be loaded.";
      document.getElementById("search-reason").textContent = "The search files are missing from this copy of the site.";
      document.getElementById("search-without").hidden = false;
    });
  const submit = () => {
    const hash = `#${write(asked())}`;
    if (hash !== location.hash) history.pushState(null, "", hash === "#" ? location.pathname : hash);
    run(asked());
  };

  const fill = () => {
    const options = { document: [], person: [], place: [], speaker: [] };
    for (const { id, title, name, register, printed, speaks } of known.volumes.values()) {
      if (title) options.document.push([id, title]);
      if (register === "people" && printed.length) options.person.push([id, name]);
      if (register === "places" && printed.length) options.place.push([id, name]);
      if (speaks) options.speaker.push([id, name]);
    }
    for (const filter of filters) {
      for (const [value, text] of options[filter.dataset.filter] ?? []) filter.append(make("option", { value }, text));
    }
  };
  const ready = open().then(fill);

  document.getElementById("search-without").hidden = true;
  form.hidden = false;
  if (matchMedia("(min-width: 60em)").matches) narrow.open = true;
  form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
  form.addEventListener("reset", () => setTimeout(() => (input.focus(), submit())));
  for (const filter of filters) filter.addEventListener("change", submit);
  for (const change of ["hashchange", "popstate"]) addEventListener(change, () => (setWords(), show()));
  setWords(); // at once, and not when everything is known: what a reader types meanwhile stays
  ready.then(show, show);
  if (!location.hash) input.focus({ preventScroll: true });
})();
