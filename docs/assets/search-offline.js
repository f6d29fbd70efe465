/* The search without a server: one file with everything that can be found (search/offline.js, by build_scripts/search_copy.py),
   which a page opened from a disk may load as a script, and plain looking through all of it. Answers what Pagefind answers. */
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

  search.offline = (site) => {
    const copy = load(new URL("search/offline.js", site).href);
    const has = (record, words) => search.stretches(record, { ways: [words] }).length > 0;
    const keyed = ({ names = [], speakers = [] }, key) =>
      names.some((id) => search.key("n", id) === key) || speakers.some((id) => search.key("s", id) === key);
    return {
      known: () => copy,
      async find(words) {
        const test = /^zq[ns].*zq$/.test(words) ? keyed : has;
        const { volumes } = await copy;
        return new Set(Object.keys(volumes).filter((address) => volumes[address].some((record) => test(record, words))));
      },
      records: async ({ address }) => (await copy).volumes[address],
      words: async () => (await copy).words,
    };
  };
})();
