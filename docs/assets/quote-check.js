/* The form that checks a quotation, on the page of citations. Data come as scripts, so that it works from a disk too. */
(() => {
  const home = document.getElementById("quote-checker");
  if (!home) return;
  const base = new URL("../data/quotations/", document.currentScript.src).href;
  const { parts, hashes, compare } = window.editionMatch;
  const MOST_WORDS = 1500, MOST_DOCUMENTS = 5;

  /* Data: each script calls `editionQuotations` with what it brings; a script is asked for once. */
  const waiting = new Map(), asked = new Map();
  window.editionQuotations = (kind, data) => waiting.get(kind)?.(data);
  let last = Promise.resolve();
  function get(kind, file) {
    if (!asked.has(file)) asked.set(file, last = last.catch(() => {}).then(() => new Promise((resolve, reject) => {
      waiting.set(kind, resolve);
      const script = document.createElement("script");
      script.src = base + file;
      script.onload = () => script.remove();
      script.onerror = () => { asked.delete(file); reject(new Error(file)); };
      document.head.append(script);
    })));
    return asked.get(file);
  }

  /* The documents in which most of the words stand, three at a time. */
  async function candidates(quotation, index) {
    const wanted = parts(quotation).flatMap((p) => [...hashes(p.words.map((w) => w.full)), ...hashes(p.words.map((w) => w.bare).filter(Boolean))]);
    const votes = new Map();
    for (const value of new Set(wanted)) {
      const [, part] = await get("words", `words-${value % index.parts}.js`);
      for (const n of part[value] ?? []) votes.set(n, (votes.get(n) ?? 0) + 1);
    }
    const best = [...votes.keys()].sort((a, b) => votes.get(b) - votes.get(a) || a - b).slice(0, MOST_DOCUMENTS);
    const chosen = best.length || index.documents.length > MOST_DOCUMENTS ? best : index.documents.map((_, n) => n);
    return chosen.map((n) => index.documents[n]);
  }

  const RANK = ["exact", "words", "brackets", "differs", "order"];
  async function check(quotation) {
    const index = await get("index", "index.js");
    const count = parts(quotation).reduce((sum, p) => sum + p.words.length, 0);
    if (count < 3) return say("Enter at least three words.");
    if (count > MOST_WORDS) return say(`The quotation has ${count} words. Enter no more than ${MOST_WORDS}.`);
    const found = [];
    for (const id of await candidates(quotation, index)) {
      const text = await get("document", `${id}.js`);
      const result = compare(quotation, text.paragraphs);
      if (result) found.push({ ...result, document: text, version: index.version });
    }
    found.sort((a, b) => RANK.indexOf(a.verdict) - RANK.indexOf(b.verdict) || b.same - a.same);
    if (!found.length) return say("Not found. No document in this edition contains these words, or most of them, together.", "Only the texts are searched, not the notes or register entries.");
    const best = found.filter((f) => f.verdict === found[0].verdict && f.same === found[0].same);
    output.replaceChildren(...best.map(shown));
  }

  /* What was found. */
  const VERDICTS = {
    exact: () => "Exact match, letter for letter.",
    words: () => "The words match. Capitals, punctuation or accents differ.",
    brackets: () => "The words match, except that words in square brackets have been omitted or added.",
    differs: (n) => `Not exact: ${n} ${n === 1 ? "word differs" : "words differ"}.`,
    order: () => "The words occur in the document, but in a different order.",
  };
  function shown(result) {
    const { document: text, first, last: end, verdict, differences, again, version } = result;
    const range = first.id === end.id ? first.id : `${first.id}-${end.id}`;
    const label = first.id === end.id ? first.label : `¶¶ ${first.label.replace(/\D/g, "")}–${end.label.replace(/\D/g, "")}`;
    const citation = `${text.title}, ${label}`;
    const whole = `${citation}. Version ${version}. ${text.address}#${range}`;
    const copy = make("button", { type: "button" }, "Copy citation");
    copy.addEventListener("click", () => navigator.clipboard.writeText(whole).then(() => { copy.textContent = "Copied"; }));
    const here = new URL(`../../documents/${text.id}/${location.protocol === "file:" ? "index.html" : ""}#${range}`, base).href;
    return make("section", { class: `verdict ${verdict}` },
      make("p", { class: "says" }, make("strong", {}, VERDICTS[verdict](differences)), " ", make("a", { href: here }, citation), "."),
      ...result.found.map((f) => make("blockquote", {}, ...marked(f, result.text, text.paragraphs))),
      verdict === "exact" ? "" : make("p", { class: "key" }, make("ins", {}, "underlined"), ": in the text but not in the quotation; ", make("del", {}, "struck through"), ": in the quotation but not in the text."),
      again.length ? make("p", {}, `The same words also occur in ${again.map((p) => p.label).join(", ")}.`) : "",
      make("p", { class: "whole" }, whole, " ", copy));
  }

  /* The words of the text with what the quotation has otherwise. */
  function marked(f, text, paragraphs) {
    const out = [];
    let at = null;
    for (const [what, mine, , n] of f.steps) {
      if (n < 0) {
        out.push(" ", make("del", {}, f.part.text.slice(mine.start, mine.end)), " ");
        continue;
      }
      const word = text[n], paragraph = paragraphs[word.paragraph].text;
      if (at && at.paragraph === word.paragraph) out.push(paragraph.slice(at.end, word.start));
      else if (at) out.push(" ", make("span", { class: "pn" }, paragraphs[word.paragraph].label), " ");
      if (what === "changed") out.push(make("del", {}, f.part.text.slice(mine.start, mine.end)), " ");
      const letters = paragraph.slice(word.start, word.end);
      out.push(what === "same" ? letters : make("ins", {}, letters));
      at = word;
    }
    return out;
  }

  function make(name, attributes, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside.filter((part) => part !== ""));
    return element;
  }
  const say = (...sentences) => output.replaceChildren(...sentences.map((text, n) => make("p", {}, n ? text : make("strong", {}, text))));

  /* The form. */
  const field = make("textarea", { id: "quotation", rows: "5", spellcheck: "false", "aria-describedby": "quotation-help" });
  const output = make("div", { class: "quotation-result", "aria-live": "polite" });
  const form = make("form", {},
    make("label", { for: "quotation" }, "Quotation to check"), field,
    make("p", { id: "quotation-help" }, "Enter three words or more. Ellipses (…), any style of quotation marks, line breaks and omitted brackets are allowed for. Your text is not sent anywhere."),
    make("button", {}, "Check"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say("Checking…");
    check(field.value).catch((error) => say(`The edition’s data could not be loaded (${error.message}). Please try again.`));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  home.replaceChildren(form, output);
})();
