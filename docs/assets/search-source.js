/* What the search looks in. In: what the generator made in search/ (build_scripts/edition/publish/search_index.py, write/search/offline.py). Out: what the
   page must know before it asks; in which volumes words stand together; the records of a volume. A volume is a document with its
   paragraphs and notes, the entry of a name, or the calendar with its items.
   Two sources can be asked the same: here Pagefind, which needs a web server; in search-offline.js one file, for a disk. */
(() => {
  const search = window.editionSearch;
  const SITE = new URL("../", document.currentScript.src);
  const ON_DISK = location.protocol === "file:";

  const get = async (path) => {
    const answer = await fetch(new URL(path, SITE));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  };
  const pagefind = {
    known: async () => (await get("search/names.json")).json(),
    async open() {
      this.engine ??= import(new URL("search/pagefind/pagefind.js", SITE).href);
      await (await this.engine).options({ baseUrl: "/" });
    },
    /* The ids of the volumes in which the words stand together, in any ending. */
    async find(words) {
      await this.open();
      const { results } = await (await this.engine).search(`"${words}"`);
      return new Set(results.map((result) => result.id));
    },
    records: async ({ address }) => (await get(`search/volumes/${address.slice(0, -1)}.json`)).json(),
    words: async () => (await (await get("search/words.txt")).text()).split("\n"),
  };

  /* What the page knows: documents and names by id of volume, spellings (folded and joined), the words that spellings are made of. */
  const known = { volumes: new Map(), names: new Map(), spelled: new Map(), parts: new Map() };
  const put = (map, word, value) => (map.has(word) ? map.get(word).add(value) : map.set(word, new Set([value])));
  const learn = ({ documents, names, pages = [] }) => {
    for (const [volume, address, name] of pages) known.volumes.set(volume, { volume, address, page: name });
    for (const [volume, id, date, title] of documents) known.volumes.set(volume, { volume, id, date, title, address: `documents/${id}/` });
    for (const [volume, id, register, name, spellings, printed, speaks] of names) {
      const entry = { volume, id, register, name, printed, speaks, address: `${register}/${id}/` };
      known.volumes.set(volume, entry);
      known.names.set(id, entry);
      for (const spelling of spellings) {
        put(known.spelled, spelling.replaceAll(" ", ""), id);
        for (const part of spelling.split(" ")) if (!search.COMMON.has(part)) put(known.parts, part, id);
      }
    }
  };

  let source = pagefind;
  /* Learn what must be known; from the one file where there is no index: on a disk, in a preview. */
  const open = async () => {
    if (ON_DISK) source = search.offline(SITE);
    try {
      learn(await source.known());
    } catch (error) {
      if (ON_DISK) throw error;
      source = search.offline(SITE);
      learn(await source.known());
    }
  };
  const read = async (entry) => (entry.records ??= await source.records(entry));
  let every;

  Object.assign(search, {
    known,
    open,
    read,
    find: (words) => source.find(words),
    words: async () => (every ??= await source.words()),
    /* The address of a page; on a disk there is no server to add the name of its file. */
    page: (path, fragment = "") => new URL(`${path}${ON_DISK ? "index.html" : ""}${fragment && `#${fragment}`}`, SITE).href,
  });
})();
