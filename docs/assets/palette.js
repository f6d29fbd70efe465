/* Light or dark before the page is first painted: what the reader chose, else what the system prefers. */
(() => {
  const chosen = __md_get("__palette");
  if (!chosen?.color) return;
  const colors = { ...chosen.color };
  if (colors.media === "(prefers-color-scheme)") {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const input = document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${dark ? "dark" : "light"})"]`);
    if (!input) return;
    for (const key of ["media", "scheme", "primary", "accent"]) colors[key] = input.getAttribute(`data-md-color-${key}`);
  }
  for (const [key, value] of Object.entries(colors)) document.body.setAttribute(`data-md-color-${key}`, value);
})();
