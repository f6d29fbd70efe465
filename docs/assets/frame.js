/* What stands around the text: the table of contents follows the reader, the drawer closes, the head shows where one is. */
(() => {
  const links = [...document.querySelectorAll(".md-nav--secondary a.md-nav__link[href^='#']")];
  const headings = links.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1))));
  const box = document.querySelector(".md-sidebar--secondary");
  const title = document.querySelector("[data-md-component=header-title]"), first = document.querySelector("article h1");
  const LINE = 110; // pixels under the upper edge: a heading above it has been reached
  let here = -1;

  function follow() {
    title?.classList.toggle("md-header__title--active", Boolean(first) && first.getBoundingClientRect().bottom < 48);
    const tops = headings.map((h) => h?.getBoundingClientRect().top ?? Infinity);
    const ended = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const at = ended && tops.some((top) => top < innerHeight) ? tops.findLastIndex((top) => top < innerHeight) : tops.findLastIndex((top) => top < LINE);
    if (at === here) return;
    here = at;
    links.forEach((a, n) => {
      a.classList.toggle("md-nav__link--active", n === at);
      if (n === at) a.setAttribute("aria-current", "true");
      else a.removeAttribute("aria-current");
    });
    const link = links[at];
    if (!box || !link || box.scrollHeight <= box.clientHeight) return;
    const [outer, inner] = [box.getBoundingClientRect(), link.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 2;
  }
  let asked = false;
  addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; follow(); });
  }, { passive: true });
  follow();

  /* Items of long lists take their true height when they come near. A place that was gone to is gone to again until it stays. */
  function settle() {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* no name of a place */ }
    const place = id && document.getElementById(id);
    if (!place || !document.querySelector(".far, .footnote")) return;
    let before = place.getBoundingClientRect().top, rounds = 0;
    const look = () => {
      if (Math.abs(place.getBoundingClientRect().top - before) > 1) place.scrollIntoView();
      before = place.getBoundingClientRect().top;
      if (rounds++ < 60) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }
  addEventListener("hashchange", settle);
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") settle(); // else the reader is put back where they were

  /* A link within the page closes the drawer from which it was followed; so does Escape. */
  const drawer = document.getElementById("__drawer");
  const close = () => { if (drawer?.checked) drawer.checked = false; };
  document.querySelector(".md-sidebar--primary")?.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
