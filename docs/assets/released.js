/* A page of an earlier version: its link to the latest version leads to the paragraph that is being read. */
(() => {
  "use strict";
  const link = document.querySelector("a.to-latest");
  if (!link) return;
  const follow = () => { link.hash = location.hash; };
  addEventListener("hashchange", follow);
  follow();
})();
