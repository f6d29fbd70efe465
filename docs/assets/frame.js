/* What stands around the text: the table of contents follows the reader, the drawer closes, the head shows where one is. */
(() => {
  /* From a disk no font is asked for in advance, and one that comes a moment late would not be used at all: it is given again. */
  if (location.protocol === "file:") {
    const fonts = new URL("fonts/", document.querySelector("link[href$='assets/edition.css']").href);
    for (const face of [...document.fonts].filter((f) => f.display === "optional")) {
      const name = face.family.replaceAll('"', "").replaceAll(" ", "-").toLowerCase();
      const { style, weight, unicodeRange } = face, file = new URL(`${name}-latin-wght-normal.woff2`, fonts);
      document.fonts.add(new FontFace(face.family, `url("${file}")`, { style, weight, unicodeRange, display: "swap" }));
    }
  }
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

  /* Items of long lists take their true height when they come near, and fonts come late. A place that was gone to is gone to
     again until nothing moves it any more, or the reader goes on. */
  const STILL = 12, LONGEST = 10000; // frames without a movement; milliseconds
  let gone = 0;
  function isReached(place) {
    const margins = [getComputedStyle(place).scrollMarginTop, getComputedStyle(document.documentElement).scrollPaddingTop];
    const line = margins.reduce((sum, margin) => sum + (parseFloat(margin) || 0), 0);
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    return atEnd || Math.abs(place.getBoundingClientRect().top - line) < 3;
  }
  function settle(event) {
    const mine = ++gone, started = performance.now();
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* no name of a place */ }
    const place = id && document.getElementById(id);
    if (!place) return;
    if (!event) place.scrollIntoView();
    else if (!isReached(place)) return; // gone back to a page as it stood
    const root = document.documentElement.style;
    root.overflowAnchor = "none"; // the browser's own way to keep a place looks like a reader who scrolls
    let top = place.getBoundingClientRect().top, y = scrollY, still = 0;
    const isHeld = () => {
      const moved = place.getBoundingClientRect().top - top, scrolled = scrollY - y;
      const byReader = Math.abs(scrolled) > 1 && Math.abs(moved + scrolled) <= 1;
      if (mine !== gone || byReader) return false;
      if (Math.abs(moved) > 1) place.scrollIntoView();
      still = Math.abs(moved) > 1 ? 0 : still + 1;
      [top, y] = [place.getBoundingClientRect().top, scrollY];
      return still < STILL || (document.fonts.status === "loading" && performance.now() - started < LONGEST);
    };
    const look = () => {
      if (isHeld()) requestAnimationFrame(look);
      else if (mine === gone) root.overflowAnchor = "";
    };
    requestAnimationFrame(look);
  }
  const leave = () => {
    gone++;
    document.documentElement.style.overflowAnchor = "";
  };
  for (const sign of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(sign, leave, { capture: true, passive: true });
  addEventListener("hashchange", settle);
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate"; // else the reader is put back where they were
  if (isNew) addEventListener("load", () => { if (!gone) settle(null); }); // until then browsers see to it themselves

  /* A group of the menu is opened by a checkbox that is not shown: its label takes the keys. The entry of the page is in sight. */
  const menu = document.querySelector(".md-sidebar--primary");
  menu?.addEventListener("keydown", (event) => {
    const label = event.key === "Enter" || event.key === " " ? event.target.closest("label[tabindex='0']") : null;
    if (!label) return;
    event.preventDefault();
    label.click();
  });
  const entry = menu?.querySelector("a.md-nav__link--active");
  const below = entry && menu.scrollHeight > menu.clientHeight ? entry.getBoundingClientRect().bottom - menu.getBoundingClientRect().bottom : 0;
  if (below > 0) menu.scrollTop += below + menu.clientHeight / 3;

  /* A link within the page closes the drawer from which it was followed; so does Escape. */
  const drawer = document.getElementById("__drawer");
  const close = () => { if (drawer?.checked) drawer.checked = false; };
  document.querySelector(".md-sidebar--primary")?.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
