/* Citing: the citations on a document's page copied with one click; those of a paragraph, a passage or words that are
   selected; a passage named in the address marked. The citations are those at the end of the page, formatted when it was
   made: here numbers are put in, nothing is composed. Without this script they stand there as text and files. */
(() => {
  "use strict";

  const article = document.querySelector("article.md-typeset");
  if (!article || !article.querySelector(".citations")) return;

  const address = document.querySelector("link[rel='canonical']")?.href ?? location.href.split("#")[0];
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /* Copying: as text, and with its italics where a program takes them. */
  async function copy(text, html) {
    if (html && globalThis.ClipboardItem) {
      const parts = { "text/plain": text, "text/html": html };
      const blobs = Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]);
      try {
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
        return;
      } catch { /* this browser takes no HTML: then as text */ }
    }
    await navigator.clipboard.writeText(text);
  }

  /* A button that copies what `get` gives; where the clipboard is closed it shows the text to be copied by hand. */
  function copyButton(name, label, get) {
    const button = make("button", { type: "button", class: "copy", "aria-label": label }, name);
    button.addEventListener("click", async () => {
      let made = null;
      try {
        made = await get();
        await copy(made.text, made.html);
        button.textContent = "Copied";
        button.setAttribute("aria-label", `${label}: copied`);
        setTimeout(() => {
          button.textContent = name;
          button.setAttribute("aria-label", label);
        }, 3000);
      } catch {
        if (made) button.replaceWith(make("textarea", { readonly: "", rows: "4", "aria-label": label }, made.text));
        else button.replaceWith(make("a", { href: "#files" }, `${name}: see Files below`));
      }
    });
    return button;
  }

  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const clean = (element) => ({ text: element.textContent.replace(/\s+/g, " ").trim(), html: element.innerHTML.trim() });

  /* The citations at the end of the page. */
  for (const citation of article.querySelectorAll(".citations .citation")) {
    citation.after(" ", copyButton("Copy", `Copy: ${termOf(citation.closest("dd"))}`, () => clean(citation)));
  }

  function termOf(definition) {
    let term = definition;
    while (term && term.tagName !== "DT") term = term.previousElementSibling;
    return term ? term.textContent.trim() : "";
  }

  /* A citation with the numbers of a place in it: on a copy of what stands on the page. */
  const fragment = ({ first, last }) => (first === last ? `p${first}` : `p${first}-p${last}`);

  function filled(id, place) {
    const source = document.getElementById(id)?.cloneNode(true);
    if (!source) return null;
    for (const span of source.querySelectorAll(".first")) span.replaceWith(place.first);
    for (const span of source.querySelectorAll(".last")) span.replaceWith(place.last);
    for (const link of source.querySelectorAll("a")) {
      link.href = `${address}#${fragment(place)}`;
      link.textContent = link.href;
    }
    return clean(source);
  }

  const STYLES = [["chicago-note", "Chicago, note"], ["chicago-bibliography", "Chicago, bibliography"], ["mla", "MLA"], ["apa", "APA"], ["short", "Short form"]];
  const RECORDS = [["bib", "BibTeX"], ["ris", "RIS"], ["csl.json", "CSL-JSON"]];

  /* A note names the place itself; of the other styles the entry leads to it, and what stands in the text names it. */
  function cited(style, place) {
    const part = filled(`cite-${style}-${place.first === place.last ? "p" : "pp"}`, place);
    const parts = part && (style === "chicago-note" || style === "short") ? [part] : [part, filled(`cite-${style}`, place)].filter(Boolean);
    if (place.words) parts.unshift({ text: `“${place.words}”`, html: escaped(`“${place.words}”`) });
    return { text: parts.map((p) => p.text).join("\n"), html: parts.map((p) => `<p>${p.html}</p>`).join("") };
  }

  let records = null; // fetched when one is wanted

  async function recordOf(format, place) {
    records ??= await (await fetch(article.querySelector("a[data-citing]").href)).json();
    const form = place.first === place.last ? records.paragraph : records.passage;
    return { text: form[format].replaceAll(records.first, place.first).replaceAll(records.last, place.last) };
  }

  article.addEventListener("paragraph-menu", ({ detail: { menu, place } }) => {
    const what = place.words ? "quotation with citation" : "a citation";
    const group = make("div", { class: "copy-as", role: "group", "aria-label": `Copy ${what}` }, make("p", {}, `Copy ${what} as:`));
    for (const [style, name] of STYLES) {
      if (style === "short" && !place.words) continue; // the menu has it already
      group.append(copyButton(name, `Copy: ${name}`, () => cited(style, place)));
    }
    for (const [format, name] of RECORDS) {
      group.append(copyButton(name, `Copy: ${name}`, () => recordOf(format, place)));
    }
    menu.append(group);
  });

  /* Words that are selected. */
  const button = make("button", { type: "button", class: "cite-words", popover: "manual" }, "Cite this passage");

  function selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const paragraphs = [...article.querySelectorAll(".paragraph")].filter((p) => wordsIn(p, range));
    if (!paragraphs.length) return null;
    const number = (p) => p.id.slice(1);
    const words = paragraphs.map((p) => wordsIn(p, range)).join(" ");
    return { first: number(paragraphs[0]), last: number(paragraphs.at(-1)), words };
  }

  /* The words of a paragraph within a range, without what the edition adds between them. */
  function wordsIn(paragraph, range) {
    if (!range.intersectsNode(paragraph)) return "";
    const part = range.cloneRange();
    if (part.comparePoint(paragraph, 0) >= 0) part.setStart(paragraph, 0);
    if (part.comparePoint(paragraph, paragraph.childNodes.length) <= 0) part.setEnd(paragraph, paragraph.childNodes.length);
    const words = make("div", {}, part.cloneContents());
    for (const added of words.querySelectorAll(".pn, .speaker, sup:has(.footnote-ref)")) added.remove();
    return words.textContent.replace(/\s+/g, " ").trim();
  }

  function offer() {
    const place = selected();
    if (!place) {
      if (button.matches(":popover-open")) button.hidePopover();
      return;
    }
    const rects = getSelection().getRangeAt(0).getClientRects();
    const last = rects[rects.length - 1];
    if (!last) return;
    if (!button.matches(":popover-open")) button.showPopover();
    button.style.left = `${Math.max(8, Math.min(last.right - button.offsetWidth / 2, innerWidth - button.offsetWidth - 8))}px`;
    button.style.top = `${Math.max(8, Math.min(last.bottom + 8, innerHeight - button.offsetHeight - 8))}px`;
  }

  function cite() {
    const focused = document.activeElement?.closest?.(".paragraph");
    const place = selected() ?? (focused && { first: focused.id.slice(1), last: focused.id.slice(1) });
    if (!place) return;
    if (button.matches(":popover-open")) button.hidePopover();
    const anchor = document.getElementById(`p${place.last}`);
    article.dispatchEvent(new CustomEvent("cite", { detail: { place, anchor: place.words ? getSelection().getRangeAt(0) : anchor } }));
  }

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 250);
  });
  addEventListener("scroll", () => { if (button.matches(":popover-open")) offer(); }, { passive: true });
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
  button.addEventListener("click", cite);
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "c" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    cite();
  });
  article.append(button);

  /* Numbers in their order: 3, 3a, 3b, 4. The end of a passage without a letter takes in all that have one. */
  const order = (number, letter = "") => number.replace(/\D/g, "").padStart(9, "0") + (number.replace(/\d/g, "") || letter);

  /* An address that ends in #p14-p17: the passage is marked as one paragraph would be. */
  function markPassage() {
    for (const marked of article.querySelectorAll(".in-passage")) marked.classList.remove("in-passage");
    const [, first, last] = /^#p(\d+[a-z]?)-p(\d+[a-z]?)$/.exec(location.hash) ?? [];
    const within = (p) => order(p.id.slice(1)) >= order(first) && order(p.id.slice(1)) <= order(last, "~");
    const passage = first ? [...article.querySelectorAll(".paragraph")].filter(within) : [];
    for (const paragraph of passage) paragraph.classList.add("in-passage");
    passage[0]?.scrollIntoView();
  }

  addEventListener("hashchange", markPassage);
  markPassage();
})();
