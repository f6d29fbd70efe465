/* Before the page is first painted, what the reader chose: light or dark, else what the system prefers, and the voices of a
   document (see reading.js); then the switch. */
(() => {
  document.documentElement.className = "js";
  const KEY = "edition.palette";
  const options = [...document.querySelectorAll("input[name=__palette]")];
  const system = matchMedia("(prefers-color-scheme: dark)");
  const media = (option) => option.dataset.mdColorMedia;
  let chosen = null; // the media of the option that the reader chose
  try {
    chosen = localStorage.getItem(KEY);
    document.documentElement.dataset.voices = localStorage.getItem("voices") ?? "edition";
  } catch {
    /* a reader who allows no storage loses only the memory */
  }

  function show() {
    const wanted = chosen ?? `(prefers-color-scheme: ${system.matches ? "dark" : "light"})`;
    const option = options.find((o) => media(o) === wanted) ?? options[0];
    if (!option) return;
    option.checked = true;
    for (const key of ["media", "scheme", "primary", "accent"]) document.body.setAttribute(`data-md-color-${key}`, option.getAttribute(`data-md-color-${key}`));
    for (const o of options) o.nextElementSibling.hidden = o !== option; // the label that leads to the other
  }

  for (const option of options) option.addEventListener("change", () => {
    chosen = media(option);
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      /* as above */
    }
    show();
  });
  system.addEventListener("change", show);
  show();
})();
