/* Words for the search: folding, slips, endings, and where words stand in a text. Knows neither the page nor the index. */
window.editionSearch = (() => {
  const COMMON = new Set("a an and as at by for from in is of on or the to was were with".split(" "));
  const letter = /[\p{L}\p{N}]/u;

  /* Words. `fold` and `key` are the same as in build_scripts/edition/write/search/records.py. */
  const fold = (text) =>
    text.toLowerCase().normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").replace(/['’‘ʼʹʻ`´]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const joined = (text) => fold(text).replaceAll(" ", "");
  const key = (field, value) =>
    `zq${field}${value.replace(/[q\-0-9]/g, (c) => (c === "q" ? "qq" : c === "-" ? "qz" : `q${"abcdefghij"[c]}`))}zq`;

  /* How many letters must be changed, put in, taken out or exchanged to make one word of the other; at most `most` matter. */
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], row = Array.from({ length: b.length + 1 }, (_, n) => n);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      before = row;
      row = next;
    }
    return row[b.length];
  };
  const allowed = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
  const closest = (word, candidates) => {
    let best = null, least = allowed(word) + 0.5;
    for (const candidate of candidates) {
      const far = distance(word, candidate, Math.floor(least)) + (candidate[0] === word[0] ? 0 : 0.4);
      if (far < least) [best, least] = [candidate, far];
    }
    return best;
  };

  /* Where the words of a term stand in a record, as [from, to]. Words are whole, in any ending; quoted ones to the letter. */
  const ending = (word) => {
    const bare = word.replace(/(?:ies|ied)$/, "y").replace(/(?:es|ed|ing|(?<!s)s)$/, "").replace(/([bdgmnprt])\1$/, "$1");
    return bare.length > 2 && /[aeiouy]/.test(bare) ? bare.replace(/e$/, "") : word;
  };
  const tokens = (record) =>
    (record.tokens ??= [...record.text.matchAll(/[^\s—–/]+/g)].flatMap(({ 0: token, index }) => {
      const core = /[\p{L}\p{N}].*[\p{L}\p{N}]\]?|[\p{L}\p{N}]/su.exec(token);
      if (!core) return [];
      const whole = joined(core[0]), from = index + core.index;
      return [{ whole, parts: fold(core[0]).split(" "), from, to: from + core[0].length }];
    }));
  const stretches = (record, term) => {
    const same = term.exact ? (a, b) => a === b : (a, b) => a === b || ending(a) === ending(b);
    const found = [];
    const row = tokens(record);
    for (const way of term.ways) {
      const words = way.split(" ");
      for (let at = 0; at <= row.length - 1; at++) {
        if (words.length === 1 && (same(row[at].whole, way) || row[at].parts.some((part) => same(part, way)))) found.push([row[at].from, row[at].to]);
        if (words.length === 1) continue;
        // a row of words, in which a token with a hyphen or bracket may count for one or for several
        let next = 0, here = at;
        while (next < words.length && here < row.length) {
          const { whole, parts } = row[here];
          const fits = parts.length > 1 && parts.every((part, n) => words[next + n] === part);
          if (!fits && !same(whole, words[next])) break;
          next += fits ? parts.length : 1;
          here++;
        }
        if (next === words.length) found.push([row[at].from, row[here - 1].to]);
      }
    }
    return found;
  };
  const merged = (text, stretches) => {
    const row = [];
    for (const [from, to] of stretches.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      const last = row.at(-1);
      if (last && (from <= last[1] || /^\s$/.test(text.slice(last[1], from)))) last[1] = Math.max(last[1], to);
      else row.push([from, to]);
    }
    return row;
  };

  const brackets = (text) => [...text.matchAll(/\[[^[\]]*\]/g)].map((m) => [m.index, m.index + m[0].length]);

  /* An excerpt: the stretch of about `length` characters with the most marks in it, between words. */
  const excerpt = (text, marked, length = 300) => {
    if (text.length <= length * 1.25) return [0, text.length];
    let best = marked[0]?.[0] ?? 0, most = 0;
    for (const [from] of marked) {
      const inside = marked.filter(([a, b]) => a >= from && b <= from + length * 0.75).length;
      if (inside > most) [best, most] = [from, inside];
    }
    let from = Math.max(0, Math.min(best - length / 4, text.length - length)), to = Math.min(text.length, from + length);
    if (from > 0) from = text.indexOf(" ", from) + 1;
    if (to < text.length) to = text.lastIndexOf(" ", to);
    return [from, to];
  };

  return { COMMON, letter, fold, joined, key, distance, closest, ending, stretches, tokens, merged, brackets, excerpt };
})();
