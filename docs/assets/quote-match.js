/* Quotations compared with the text: pure functions, without page or network. Words, brackets and hashes as in
   build_scripts/edition/write/data/quotation_hashes.py. */
window.editionMatch = (() => {
  const letter = /[\p{L}\p{N}]/u;
  const MARKS = new Set("'’‘ʼʹ`´");
  const ELLIPSIS = /\s*[[(]?\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])]?\s*/u;
  const REACH = 12; // words that a quotation may be off the place where most of its words point

  const fold = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase();

  /* The words of a text: where each stands, and its letters with (`full`) and without (`bare`) what is in square brackets. */
  function words(text) {
    const found = [];
    let depth = 0, word = null;
    const close = () => {
      if (word) {
        word.full = fold(word.full);
        word.bare = fold(word.bare);
        found.push(word);
      }
      word = null;
    };
    const characters = [...text];
    let at = 0;
    for (const [n, c] of characters.entries()) {
      const inside = letter.test(c) || /\p{M}|\p{Cf}/u.test(c);
      const joins = word && n + 1 < characters.length && (letter.test(characters[n + 1]) || "[]".includes(characters[n + 1]));
      if (inside) {
        word ??= { start: at, end: at, full: "", bare: "" };
        word.full += c;
        if (!depth) word.bare += c;
        word.end = at + c.length;
      } else if (c === "[") {
        depth += 1;
        if (!joins) close();
      } else if (c === "]") {
        depth = Math.max(0, depth - 1);
        if (!joins) close();
      } else if (!(MARKS.has(c) && joins)) {
        close();
      }
      at += c.length;
    }
    close();
    return found.filter((w) => w.full);
  }

  /* CRC-32 of three words, which is what the index of an edition is made of. */
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  function hash(three) {
    let value = ~0;
    for (const byte of new TextEncoder().encode(three.join(" "))) value = table[(value ^ byte) & 255] ^ (value >>> 8);
    return ~value >>> 0;
  }

  const hashes = (list) => list.slice(0, -2).map((_, n) => hash(list.slice(n, n + 3)));

  /* A quotation as it is compared: its parts between ellipses, without the marks around it and without hyphens at line ends. */
  function parts(quotation) {
    const whole = quotation.replace(/\u00ad/g, "").replace(/(\p{L})-[ \t]*\r?\n\s*(\p{Ll})/gu, "$1$2").replace(/\s+/g, " ").trim();
    const bare = whole.replace(/^["'“”‘’«»„]+|["'“”‘’«»]+$/gu, "");
    return bare.split(ELLIPSIS).map((text) => ({ text, words: words(text) })).filter((p) => p.words.length);
  }

  const equal = (a, b) => a.full === b.full || a.full === b.bare || (a.bare !== "" && a.bare === b.full);

  /* Where in a text the words of a part begin, if nothing is left out or added: the place that most pairs of words point to. */
  function guess(part, text) {
    const places = new Map();
    text.forEach((w, n) => {
      for (const key of new Set([w.full, w.bare])) if (key) places.set(key, [...(places.get(key) ?? []), n]);
    });
    const votes = new Map();
    part.forEach((w, i) => {
      const next = part[i + 1];
      for (const n of places.get(w.full) ?? []) {
        const weight = next && text[n + 1] && equal(next, text[n + 1]) ? 3 : 1 / (1 + (places.get(w.full) ?? []).length);
        votes.set(n - i, (votes.get(n - i) ?? 0) + weight);
      }
    });
    const near = (at) => [-2, -1, 0, 1, 2].reduce((sum, d) => sum + (votes.get(at + d) ?? 0) / (1 + Math.abs(d)), 0);
    return [...votes.keys()].reduce((best, at) => (best === null || near(at) > near(best) ? at : best), null);
  }

  /* The cheapest way from the words of a part to words of a text: steps of [what, word of the part, word of the text]. */
  function align(part, text) {
    const at = guess(part, text);
    if (at === null) return null;
    const reach = REACH + Math.ceil(part.length / 3);
    const first = Math.max(0, at - reach), last = Math.min(text.length, at + part.length + reach);
    const window = text.slice(first, last), rows = part.length + 1, columns = window.length + 1;
    const cost = new Float64Array(rows * columns), from = new Uint8Array(rows * columns);
    for (let i = 1; i < rows; i++) {
      cost[i * columns] = cost[(i - 1) * columns] + extra(part[i - 1]);
      from[i * columns] = 2;
    }
    for (let i = 1; i < rows; i++) for (let j = 1; j < columns; j++) {
      const ways = [
        cost[(i - 1) * columns + j - 1] + (equal(part[i - 1], window[j - 1]) ? 0 : 1.5),
        cost[i * columns + j - 1] + (i === rows - 1 ? 0 : missing(window[j - 1])),
        cost[(i - 1) * columns + j] + extra(part[i - 1]),
      ];
      const best = ways.indexOf(Math.min(...ways));
      cost[i * columns + j] = ways[best];
      from[i * columns + j] = best;
    }
    return trace(part, window, from, first, columns);
  }
  const missing = (word) => (word.bare === "" ? 0.1 : 1); // words in brackets may be left out
  const extra = (word) => (word.bare === "" ? 0.1 : 1); // so may the quoter's own

  function trace(part, window, from, first, columns) {
    const steps = [];
    let i = part.length, j = window.length;
    while (i > 0) {
      const way = j === 0 ? 2 : from[i * columns + j];
      if (way === 0) {
        const same = equal(part[i - 1], window[j - 1]);
        steps.push([same ? "same" : "changed", part[i - 1], window[j - 1], first + j - 1]);
      } else if (way === 1) {
        if (steps.length) steps.push([window[j - 1].bare === "" ? "bracket" : "missing", null, window[j - 1], first + j - 1]);
      } else steps.push([part[i - 1].bare === "" ? "own" : "extra", part[i - 1], null, -1]);
      if (way !== 1) i -= 1;
      if (way !== 2) j -= 1;
    }
    return trimmed(steps.reverse());
  }

  /* Words that stand in the text before the first or after the last word quoted are not missing. */
  function trimmed(steps) {
    const quoted = (s) => s[1] !== null;
    return steps.slice(steps.findIndex(quoted), steps.findLastIndex(quoted) + 1);
  }

  /* Each part where it reads best after the part before it; where it does not stand there, wherever it does. */
  function inOrder(list, text) {
    let from = 0;
    return list.map((part) => {
      const after = (align(part.words, text.slice(from)) ?? []).map(([what, a, b, n]) => [what, a, b, n < 0 ? n : n + from]);
      const steps = after.filter((s) => s[0] === "same").length >= 0.6 * part.words.length ? after : align(part.words, text) ?? [];
      from = Math.max(from, ...steps.map((s) => s[3] + 1));
      return { part, steps };
    });
  }

  /* A quotation compared with a document, [{id, text}] in order: its best reading, or null where too little of it is there. */
  function compare(quotation, paragraphs) {
    const text = paragraphs.flatMap((p, n) => words(p.text).map((w) => ({ ...w, paragraph: n })));
    const found = inOrder(parts(quotation), text);
    const all = found.flatMap((f) => f.steps);
    const count = (what) => all.filter((s) => s[0] === what).length;
    const asked = found.reduce((sum, f) => sum + f.part.words.length, 0);
    if (!asked || count("same") < Math.max(2, 0.6 * asked)) return null;
    const at = all.filter((s) => s[3] >= 0 && s[0] === "same").map((s) => s[3]);
    const ordered = at.every((n, i) => i === 0 || n > at[i - 1]);
    const differences = count("changed") + count("missing") + count("extra");
    const verdict = differences ? "differs" : !ordered ? "order" : count("bracket") || count("own") ? "brackets"
      : found.every((f) => letters(f, text, paragraphs)) ? "exact" : "words";
    const [first, last] = [Math.min(...at), Math.max(...at)].map((n) => paragraphs[text[n].paragraph]);
    const again = verdict === "differs" || found.length > 1 ? [] : elsewhere(found[0].part.words, text, at[0]);
    return { verdict, differences, same: count("same"), found, first, last, text, again: again.map((n) => paragraphs[n]) };
  }

  /* The other paragraphs in which the same words begin. */
  function elsewhere(part, text, here) {
    const starts = [...text.keys()].filter((n) => n !== here && part.every((w, i) => text[n + i] && equal(w, text[n + i])));
    return [...new Set(starts.map((n) => text[n].paragraph))];
  }

  /* Whether a part stands in the text letter by letter, white space and the shape of quotation marks apart. */
  function letters(f, text, paragraphs) {
    const plain = (s) => s.replace(/[“”„«»]/gu, '"').replace(/[‘’ʼ]/gu, "'").replace(/[–—]/gu, "-").replace(/\s+/g, " ").trim();
    const [from, to] = [text[f.steps[0][3]].paragraph, text[f.steps.at(-1)[3]].paragraph];
    return plain(paragraphs.slice(from, to + 1).map((p) => p.text).join(" ")).includes(plain(f.part.text));
  }

  return { words, hash, hashes, parts, compare };
})();
