/* The search box at the top of every page: takes the reader to the search page with the words; the keys "/", "s" and "f" open it. */
(() => {
  const box = document.querySelector("form.search-box");
  const field = box?.querySelector("input") ?? document.getElementById("search-words");
  if (!field) return;
  const go = (hash = "") => location.assign(`${box.action.replace(/(index\.html)?$/, location.protocol === "file:" ? "index.html" : "")}${hash}`);

  box?.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = field.value.trim();
    go(words && `#${new URLSearchParams({ q: words })}`);
  });

  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=radio]), textarea, select, [contenteditable], dialog");
    if (!["/", "s", "f"].includes(event.key) || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (field.offsetParent) field.focus();
    else if (box) go(); // on a small screen the box is a link
  });
})();
