/* The search without a server: one file with everything that can be found (search/offline.js, by build_scripts/edition/write/search/offline.py),
   which a page opened from a disk may load as a script, and an index of its words that is made on the spot. Answers what Pagefind answers. */
(() => {
  const search = window.editionSearch;

  const load = (address) =>
    new Promise((resolve, reject) => {
      search.copy = resolve;
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("error", () => reject(new Error(`${address} could not be read`)));
      document.head.append(script);
    });

  /* Every word (without its ending) and every key, with the addresses of the volumes that have it. */
  const indexed = ({ volumes }) => {
    const index = new Map();
    const put = (word, address) => (index.has(word) ? index.get(word).add(address) : index.set(word, new Set([address])));
    for (const [address, records] of Object.entries(volumes)) {
      for (const record of records) {
        for (const { whole, parts } of search.tokens(record)) for (const word of [whole, ...parts]) put(search.ending(word), address);
        for (const id of record.names ?? []) put(search.key("n", id), address);
        for (const id of record.speakers ?? []) put(search.key("s", id), address);
      }
    }
    return index;
  };

  search.offline = (site) => {
    const copy = load(new URL("search/offline.js", site).href);
    let index;
    return {
      known: () => copy,
      async find(words) {
        const { volumes } = await copy;
        index ??= indexed(await copy);
        const [first, ...others] = words.split(" ").map((word) => index.get(search.ending(word)) ?? new Set());
        const all = [...first].filter((address) => others.every((some) => some.has(address)));
        const together = (record) => search.stretches(record, { ways: [words] }).length > 0;
        return new Set(others.length ? all.filter((address) => volumes[address].some(together)) : all);
      },
      records: async ({ address }) => (await copy).volumes[address],
      words: async () => (await copy).words,
    };
  };
})();
