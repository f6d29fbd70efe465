/* A page that moved: lead on, to the same place on the new page, or to where the page says that the place went. */
(() => {
  "use strict";
  const { to } = document.currentScript.dataset;
  const old = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const link = old && old.querySelector("a[href]");
  location.replace(link ? link.href : new URL(to, location).href.split("#")[0] + location.hash);
})();
