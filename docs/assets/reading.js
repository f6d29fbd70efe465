/* Reading aids for the pages of documents. Everything they show stands on the page already: without this script nothing is
   missing. Parts: voices, speakers, side notes, pop-up notes and cards of names, the menu of a paragraph, way back, keys. */
(() => {
  "use strict";

  const article = document.querySelector("article.md-typeset");
  if (!article || !article.querySelector(".paragraph")) return;

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const stored = (key, fallback) => {
    try { return localStorage.getItem(key) ?? fallback; } catch { return fallback; }
  };
  const store = (key, value) => {
    try { localStorage.setItem(key, value); } catch { /* a reader who allows no storage loses only the memory */ }
  };
  const title = document.querySelector("h1.source").textContent.replace(/\s*#\s*$/, "");
  const shortTitle = document.querySelector("meta[name='edition-short-title']")?.content ?? title;
  const version = document.querySelector("meta[name='edition-version']")?.content ?? "";
  const address = document.querySelector("link[rel='canonical']")?.href ?? location.href.split("#")[0];

  const controls = document.querySelector("form.reading");

  /* Voices: the plain record, with the translator's brackets, with the edition's notes and names. */
  function voices() {
    const now = stored("voices", "edition");
    for (const input of controls.elements.voices) {
      input.checked = input.value === now;
      input.addEventListener("change", () => {
        document.documentElement.dataset.voices = input.value;
        store("voices", input.value);
        placeSideNotes();
      });
    }
    document.documentElement.dataset.voices = now;
  }

  /* Speakers: who says what, in the margin on request; only the words of one. */
  const HOW = { reported: "reported", quoted: "quoted", "first-person": "in the first person", recorder: "" };

  const nameOf = (id) => (id === "recorder" ? "the recorder" : (document.getElementById(`n-${id}`)?.textContent ?? id));

  function label(element) {
    const named = (ids) => ids.split(" ").map(nameOf).join(", ");
    const { how, certainty, wordsOf, supportedBy } = element.dataset, who = named(element.dataset.who);
    const rest = [
      HOW[how], wordsOf && `reciting ${named(wordsOf)}`, supportedBy && `supported by ${named(supportedBy)}`, certainty,
    ].filter(Boolean).join("; ");
    return rest ? `${who} (${rest})` : who;
  }

  function speakers() {
    const said = [...article.querySelectorAll("[data-who]")], select = controls.elements.speakers;
    if (!said.length) return select.parentElement.remove();
    for (const element of said) {
      element.prepend(make("span", { class: "speaker", hidden: "" }, `${label(element)}: `));
    }
    const voicesOf = ({ dataset }) => [...dataset.who.split(" "), ...(dataset.wordsOf ? [dataset.wordsOf] : [])];
    const people = [...new Set(said.flatMap(voicesOf))];
    select.append(...people.map((id) => make("option", { value: id }, `${nameOf(id)} only`)));
    select.addEventListener("change", () => {
      const wanted = select.value;
      for (const element of said) {
        const mine = wanted === "*" || voicesOf(element).includes(wanted);
        element.querySelector(":scope > .speaker").hidden = !wanted || !mine;
        element.classList.toggle("other-voice", Boolean(wanted) && !mine);
      }
      placeSideNotes();
    });
  }

  /* Notes: at the side where there is room, else as a pop-up at the mark; always in the list at the end. */
  const marks = [...article.querySelectorAll("sup > .footnote-ref")];
  const noteOf = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  const column = make("div", { class: "side-notes", "aria-hidden": "true" });

  function contentOf(note) {
    const copy = note.cloneNode(true);
    for (const back of copy.querySelectorAll(".footnote-backref")) back.remove();
    return [...copy.childNodes];
  }

  function fillSideNotes() {
    for (const mark of marks) {
      const note = noteOf(mark);
      const aside = make("div", { class: "side-note" }, make("span", { class: "side-number" }, mark.textContent), ...contentOf(note));
      for (const link of aside.querySelectorAll("a")) link.tabIndex = -1; // the list at the end is the one to tab through
      column.append(aside);
    }
    article.append(column);
  }

  function placeSideNotes() {
    const paragraph = article.querySelector(".paragraph");
    const free = article.getBoundingClientRect().right - paragraph.getBoundingClientRect().right;
    const room = free >= 190 && document.documentElement.dataset.voices === "edition";
    column.hidden = !room;
    if (!room) return;
    column.style.left = `${paragraph.offsetLeft + paragraph.offsetWidth + 24}px`;
    column.style.width = `${Math.min(free - 24, 260)}px`;
    const top = article.getBoundingClientRect().top;
    let bottom = 0;
    [...column.children].forEach((aside, n) => {
      const at = Math.max(marks[n].getBoundingClientRect().top - top - 4, bottom);
      aside.style.top = `${at}px`;
      bottom = at + aside.offsetHeight + 10;
    });
  }

  const popup = make("div", { popover: "auto", class: "note-popup", role: "dialog", "aria-label": "Note", tabindex: "-1" });

  function showAt(box, anchor) {
    const rect = anchor.getBoundingClientRect();
    box.showPopover();
    const width = Math.min(box.offsetWidth, innerWidth - 16);
    box.style.left = `${Math.max(8, Math.min(rect.left - 12, innerWidth - width - 8))}px`;
    const below = rect.bottom + 8 + box.offsetHeight < innerHeight;
    const top = below ? rect.bottom + 8 : Math.min(rect.top, innerHeight) - box.offsetHeight - 8;
    box.style.top = `${Math.max(8, top)}px`;
  }

  function openNote(event) {
    if (!column.hidden || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const mark = event.currentTarget;
    popup.replaceChildren(...contentOf(noteOf(mark)), make("p", { class: "note-end" }, make("a", { href: mark.hash }, "Show in the list of notes")));
    showAt(popup, mark);
    popup.focus();
    popup.addEventListener("toggle", () => mark.focus(), { once: true });
  }

  /* Names: a card with what the list "In this document" says of them. Abbreviations: a card with what they mean. */
  const card = make("div", { popover: "manual", class: "name-card", role: "tooltip", id: "name-card" });
  let waiting = 0;

  function cards() {
    const entries = new Map([...article.querySelectorAll(".names-here a[id^='n-']")].map((a) => [a.href, a.parentElement]));
    const entryOf = (link) => {
      const copy = entries.get(link.href)?.cloneNode(true);
      if (!copy) return;
      for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
      for (const element of copy.querySelectorAll("a")) element.replaceWith(...element.childNodes);
      return [...copy.childNodes];
    };
    const open = (link) => {
      const says = link.dataset.meaning ? [`${link.textContent}: ${link.dataset.meaning}.`] : entryOf(link);
      if (!says) return;
      card.replaceChildren(...says);
      showAt(card, link);
      link.setAttribute("aria-describedby", "name-card");
    };
    const close = () => {
      clearTimeout(waiting);
      if (card.matches(":popover-open")) card.hidePopover();
    };
    for (const link of article.querySelectorAll("a:is(.name, .abbreviation)")) {
      link.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "mouse") waiting = setTimeout(() => open(link), 300);
      });
      link.addEventListener("focus", () => { if (link.matches(":focus-visible")) open(link); });
      for (const leave of ["pointerleave", "blur"]) link.addEventListener(leave, close);
    }
    for (const link of article.querySelectorAll("a.abbreviation")) {
      link.dataset.meaning = link.title;
      link.removeAttribute("title"); // the card says it
    }
    addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    addEventListener("scroll", close, { passive: true });
  }

  /* The menu of a paragraph: its address, its short citation, a report of an error. */
  const menu = make("div", { popover: "auto", class: "paragraph-menu", role: "dialog", "aria-label": "This paragraph", tabindex: "-1" });

  function copyButton(text, what) {
    const button = make("button", { type: "button", class: "copy" }, what);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.replaceWith(make("textarea", { readonly: "", rows: "3", "aria-label": what }, text));
      }
    });
    return button;
  }

  /* What the menu offers for a place: paragraphs `first` to `last`, and the words there; citing.js adds citations. */
  function fillMenu(place) {
    const { first, last } = place;
    const locator = `${shortTitle}, ${first === last ? `¶ ${first}` : `¶¶ ${first}–${last}`}`;
    const fragment = first === last ? `p${first}` : `p${first}-p${last}`;
    const here = `${address}#${fragment}`;
    const words = (place.words ?? document.getElementById(`p${first}`).textContent.replace(`¶ ${first}`, "")).trim().slice(0, 160);
    const report = `${locator}\nVersion ${version}\n${here}\n“${words} …”\n\nWhat is wrong and what should it say?\n`;
    menu.replaceChildren(
      make("p", {}, make("strong", {}, locator)),
      make("p", {}, make("a", { href: `#${fragment}`, onclick: () => menu.hidePopover() }, first === last ? "Link to this paragraph" : "Link to this passage")),
      copyButton(here, "Copy link"), copyButton(locator, "Copy short citation"), copyButton(report, "Copy error report"));
    article.dispatchEvent(new CustomEvent("paragraph-menu", { detail: { menu, place } }));
  }

  function openMenu(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = event.currentTarget;
    const number = link.closest(".paragraph").id.slice(1);
    fillMenu({ first: number, last: number });
    showAt(menu, link);
    menu.focus();
  }

  /* After following a link within the page, one step back to where the reader was. */
  const back = make("button", { type: "button", class: "way-back", hidden: "", onclick: () => history.back() }, "Back to where you were");
  let depth = 0;
  let following = false; // a jump within the page is itself announced as a change of history

  function wayBack() {
    article.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (link && !event.defaultPrevented) {
        following = link.hash !== location.hash;
        depth += 1;
        back.hidden = false;
      }
    });
    addEventListener("popstate", () => {
      if (following) {
        following = false;
        return;
      }
      depth = Math.max(0, depth - 1);
      back.hidden = depth === 0;
    });
  }

  /* Keys. The search box has its own (/, s, f); Material has them for the pages before and after (p, n). */
  const KEYS = [["j", "next paragraph"], ["k", "previous paragraph"], ["m", "next note"], ["c", "cite the selected words, or this paragraph"], ["v", "show or hide brackets and notes"], ["/ s f", "search"], ["?", "show this list"]];
  const help = make("dialog", { class: "keys", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title" }, "Keyboard shortcuts"),
    make("dl", {}, ...KEYS.flatMap(([key, text]) => [make("dt", {}, ...key.split(" ").flatMap((k) => [make("kbd", {}, k), " "])), make("dd", {}, text)])),
    make("form", { method: "dialog" }, make("button", {}, "Close")));

  function move(links, step) {
    const line = 90;
    const tops = links.map((a) => a.getBoundingClientRect().top);
    const next = step > 0 ? tops.findIndex((t) => t > line + 5) : tops.findLastIndex((t) => t < line - 5);
    if (next < 0) return;
    scrollTo({ top: scrollY + tops[next] - line });
    links[next].focus({ preventScroll: true });
  }

  function keys() {
    const numbers = [...article.querySelectorAll(".paragraph .pn")];
    const act = {
      j: () => move(numbers, 1),
      k: () => move(numbers, -1),
      m: () => move(marks, 1),
      v: () => {
        const inputs = [...document.querySelectorAll("input[name='voices']")];
        inputs[(inputs.findIndex((i) => i.checked) + 1) % inputs.length].click();
      },
      "?": () => help.showModal(),
    };
    addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]") && event.target.type !== "radio";
      if (typing || event.ctrlKey || event.metaKey || event.altKey || help.open || !act[event.key]) return;
      event.preventDefault();
      act[event.key]();
    });
  }

  fillSideNotes();
  voices();
  speakers();
  controls.querySelector(".help").addEventListener("click", () => help.showModal());
  article.append(popup, card, menu, help, back);
  cards();
  wayBack();
  keys();
  for (const mark of marks) mark.addEventListener("click", openNote);
  for (const link of article.querySelectorAll(".paragraph .pn")) link.addEventListener("click", openMenu);
  article.addEventListener("cite", ({ detail: { place, anchor } }) => {
    fillMenu(place);
    showAt(menu, anchor);
    menu.focus();
  });
  new ResizeObserver(placeSideNotes).observe(article);
  document.fonts?.ready.then(placeSideNotes);
  placeSideNotes();
})();
