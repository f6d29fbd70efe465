/* What Material's bundle expects to find: where the site begins, and a memory of the reader's settings below that place. */
var __md_scope = new URL(document.currentScript.dataset.base, location);

var __md_hash = (text) => {
  let hash = 0;
  for (const character of text) hash = ((hash << 5) - hash + character.charCodeAt(0)) | 0;
  return hash;
};

var __md_get = (key, storage = localStorage, scope = __md_scope) => {
  try {
    return JSON.parse(storage.getItem(`${scope.pathname}.${key}`));
  } catch {
    return null; // no storage allowed, or something else wrote there
  }
};

var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    /* a reader who allows no storage loses only the memory */
  }
};
