/* From what was typed to hits. In: the words and filters; what search-source.js knows. Out: terms, the records that hold them all,
   best first, with the stretches to be marked; what else might be asked. Makes nothing on the page. */
(() => {
  const search = window.editionSearch;
  const { known, COMMON, fold, joined, key, distance, closest, stretches, merged, brackets, letter } = search;
  const LONGEST = 6; // words of a name

  const person = (part) => {
    const people = [...(known.parts.get(part) ?? [])].filter((id) => known.names.get(id).register === "people");
    return people.length === 1 ? people : null;
  };

  /* From what was typed to terms: {words, exact} or {words, names}. The longest run of words that spells a name is one. */
  const parse = (query) => {
    const terms = [];
    let run = [];
    const close = () => {
      for (let at = 0, length; at < run.length; at += length) {
        for (length = Math.min(LONGEST, run.length - at); length > 0; length--) {
          const words = run.slice(at, at + length).join(" ");
          const names = known.spelled.get(joined(words));
          if (names) terms.push({ words, names: [...names] });
          if (names) break;
        }
        if (!length) terms.push({ words: run[at] });
        length ||= 1;
      }
      run = [];
    };
    for (const [, phrase, word] of query.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]?|([^\s"“”„«»]+)/g)) {
      if (word && fold(word)) run.push(word);
      else if (phrase && fold(phrase)) close(), terms.push({ words: phrase.trim(), exact: true });
    }
    close();
    const telling = terms.filter((term) => term.exact || term.names || !COMMON.has(fold(term.words)));
    return telling.length ? telling : terms;
  };

  /* The volumes that may hold a term: its words, joined, hyphened or apart, or the bearers of the name. A word of one
     person's spellings that no document has is a name too. */
  const lookUp = async (term) => {
    term.ways = [...new Set([term.words.split(/\s+/).map(joined).join(" ").trim(), fold(term.words), joined(term.words)])];
    term.volumes = await holding(term.ways);
    if (!term.exact && ![...term.volumes].some((volume) => known.volumes.get(volume)?.date)) term.names ??= person(fold(term.words));
    if (term.names) term.volumes = both(term.volumes, await holding(term.names.map((id) => key("n", id))));
    return term;
  };
  const both = (one, other) => new Set([...one, ...other]);
  const holding = async (wanted) => (await Promise.all(wanted.map((words) => search.find(words)))).reduce(both, new Set());

  /* A term that is nowhere is taken for a slip: first of a name, which may be several words, then of a word. */
  const mend = async (terms) => {
    for (let at = 0; at < terms.length; at++) {
      const term = terms[at];
      if (term.volumes.size || term.exact || term.names) continue;
      const spelling = (first, last) => {
        const run = terms.slice(first, last + 1);
        if (first < 0 || last >= terms.length || run.some((t) => t.exact || t.names)) return null;
        const words = run.map((t) => t.words).join(" ");
        const meant = closest(joined(words), known.spelled.keys());
        return meant && { first, last, words, names: [...known.spelled.get(meant)] };
      };
      const name = spelling(at - 1, at) ?? spelling(at, at + 1) ?? spelling(at, at);
      if (name) {
        const mended = await lookUp({ words: name.words, names: name.names, mended: true });
        terms.splice(name.first, name.last - name.first + 1, mended);
        at = name.first;
        continue;
      }
      const word = closest(fold(term.words), await search.words());
      const names = word && (known.spelled.get(word) ?? person(word));
      if (word) terms[at] = await lookUp({ words: word, mended: true, instead: term.words, ...(names && { names: [...names] }) });
    }
    return terms;
  };

  /* Where a term stands in a record: in its own words, or where the bearer of the name is mentioned in others. */
  const places = (record, term) => {
    const named = term.names?.some((id) => record.names?.includes(id));
    return [...stretches(record, term), ...(named ? mentions(record.text, term.names) : [])];
  };
  const mentions = (text, names) => {
    const found = [];
    for (const words of names.flatMap((id) => known.names.get(id).printed).sort((a, b) => b.length - a.length)) {
      for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
        const to = from + words.length;
        const inside = (at) => letter.test(text[at - 1] ?? "") && letter.test(text[at] ?? "");
        if (!inside(from) && !inside(to) && !found.some(([a, b]) => from >= a && to <= b)) found.push([from, to]);
      }
    }
    return found;
  };

  /* The records of a volume that hold every term and pass every filter; each with its marks. */
  const NEEDS = { document: "d", person: "n", place: "n", speaker: "s", voice: "v" };
  const VOICES = {
    record: (from, to, inside) => !inside.some(([a, b]) => from >= a && to <= b),
    translator: (from, to, inside) => inside.some(([a, b]) => from < b && to > a),
  };
  const choose = (entry, records, terms, chosen) =>
    records.flatMap((record) => {
      if ((record.kind === "text") === (chosen.voice === "edition") && chosen.voice) return [];
      if ([chosen.person, chosen.place].some((id) => id && !record.names?.includes(id))) return [];
      if (chosen.speaker && !record.speakers?.includes(chosen.speaker)) return [];
      const inside = VOICES[chosen.voice] && brackets(record.text);
      const found = terms.map((term) => {
        const all = places(record, term);
        const named = !inside && term.names?.some((id) => record.names?.includes(id)); // perhaps in words that are not known here
        return { stretches: inside ? all.filter(([a, b]) => VOICES[chosen.voice](a, b, inside)) : all, named };
      });
      if (!found.every(({ stretches, named }) => stretches.length || named)) return [];
      if (chosen.voice === "translator" && !terms.length && !inside.length) return [];
      return [{ entry, record, often: found.map(({ stretches }) => Math.max(stretches.length, 0.5)), marks: merged(record.text, found.flatMap(({ stretches }) => stretches)) }];
    });

  /* Best first: BM25, the usual weighing of how often a word stands in a text, how long that is, how rare the word. */
  const rank = (hits, terms, all) => {
    const rare = terms.map((_, n) => Math.log(1 + all.length / (0.5 + all.filter((hit) => hit.often[n]).length)));
    const mean = all.reduce((sum, { record }) => sum + record.text.length, 0) / (all.length || 1);
    for (const hit of hits) {
      const length = 1.2 * (0.5 + (0.5 * hit.record.text.length) / mean);
      hit.score = hit.often.reduce((sum, often, n) => sum + (rare[n] * often * 2.2) / (often + length), 0);
    }
    return hits.sort((a, b) => b.score - a.score);
  };

  /* The volumes in which to look: those that hold every term and every key that is asked for; documents in their order. */
  const candidates = async (terms, chosen) => {
    const keys = Object.entries(NEEDS).filter(([field, field_key]) => chosen[field] && "ns".includes(field_key));
    const sets = [...terms.map((term) => term.volumes), ...(await Promise.all(keys.map(([field, letter]) => search.find(key(letter, chosen[field])))))];
    const all = [...known.volumes.values()].filter(({ volume }) => sets.every((set) => set.has(volume)));
    const documents = all.filter((entry) => entry.date && (!chosen.document || entry.id === chosen.document));
    const hidden = chosen.document || chosen.speaker || VOICES[chosen.voice];
    return { documents, names: hidden ? [] : all.filter((entry) => entry.register), pages: hidden ? [] : all.filter((entry) => entry.page) };
  };

  const hitsOf = async (entries, terms, chosen) => {
    const read_all = await Promise.all(entries.map(async (entry) => choose(entry, await search.read(entry), terms, chosen)));
    return read_all.flat();
  };

  /* Whether anything would be found; names spelled like what was typed. */
  const finds = async (state) => {
    const terms = await Promise.all(parse(state.q).map(lookUp));
    const { documents, names, pages } = await candidates(terms, state);
    if (names.length && !terms.some((term) => term.exact)) return true;
    return (await hitsOf([...documents.slice(0, search.BATCH), ...names.slice(0, search.BATCH), ...pages], terms, state)).length > 0;
  };
  const alike = (words) => {
    const word = joined(words);
    const near = [...known.spelled].map(([spelling, ids]) => [distance(word, spelling, 3), ids]).filter(([far]) => far <= 3 && far < word.length / 2);
    return near.sort((a, b) => a[0] - b[0]).flatMap(([, ids]) => [...ids].map((id) => known.names.get(id).name));
  };

  /* Names by how they were asked for: a whole spelling, a part of the heading, a part of a spelling, words of the entry. */
  const nearness = (terms) => {
    const asked = new Set(terms.flatMap((term) => term.names ?? []));
    const words = terms.flatMap((term) => fold(term.words).split(" "));
    const parts = new Set(words.flatMap((word) => [...(known.parts.get(word) ?? [])]));
    return ({ id, name }) => {
      if (asked.has(id)) return 0;
      const heading = fold(name).split(" ");
      return words.some((word) => heading.includes(word)) ? 1 : parts.has(id) ? 2 : 3;
    };
  };

  Object.assign(search, { BATCH: 12, NEEDS, parse, lookUp, mend, places, candidates, hitsOf, rank, finds, alike, nearness });
})();
