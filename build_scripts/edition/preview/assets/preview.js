// The preview of `edition serve`: follows the editor. A page of a built site never has this.
// In: what the server says of this page. Out: the page anew when it has changed; every problem as a box where it belongs.
"use strict";
(() => {
  const own = document.currentScript;
  const here = decodeURIComponent(location.pathname);
  let round = -1;

  const wait = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

  // A page that is being left is not loaded anew: the reader would be called back. A download leaves it for a moment only.
  const LEAVING = 5000; // milliseconds
  let left = -LEAVING;
  addEventListener("beforeunload", () => { left = performance.now(); });
  const reload = async () => {
    while (performance.now() - left < LEAVING) await wait(500);
    location.reload();
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const box = (problem) => {
    const made = element("aside", `preview-problem preview-${problem.severity}`);
    made.setAttribute("aria-label", `${problem.severity}: ${problem.kind}`);
    const head = element("p", "preview-message");
    head.append(element("strong", "", problem.severity === "error" ? "Error: " : "Warning: "), `${problem.message} `);
    head.append(element("code", "", problem.kind));
    made.append(head, element("p", "preview-place", problem.place));
    if (problem.excerpt) {
      const excerpt = element("pre", "", problem.excerpt);
      excerpt.tabIndex = 0;
      made.append(excerpt);
    }
    if (problem.cure) made.append(element("p", "preview-cure", `Fix: ${problem.cure}`));
    return made;
  };

  // Boxes stand before the paragraph they concern; within a list, a table or the like, before the whole of it.
  const put = (problem, made) => {
    const found = problem.id && document.getElementById(problem.id);
    if (!found) return false;
    const target = found.closest("ul, ol, dl, table, figure") || found;
    target.before(made);
    return true;
  };

  const bar = (state) => {
    const made = element("details", "preview-bar");
    const summary = element("summary", "", state.summary);
    if (!state.good) summary.append(" Showing the last good version of this page.");
    made.append(summary);
    const list = element("ul");
    for (const problem of state.problems) {
      const item = element("li");
      const link = element("a", "", problem.message);
      link.href = `${problem.page || here}${problem.id ? `#${problem.id}` : ""}`;
      item.append(link, ` ${problem.place}`);
      list.append(item);
    }
    made.append(list);
    return made;
  };

  const show = (state) => {
    const open = document.querySelector(".preview-bar")?.open;
    for (const old of document.querySelectorAll(".preview-problem, .preview-bar")) old.remove();
    const content = document.querySelector("article") || document.body;
    const head = element("div");
    for (const problem of state.problems) {
      if (problem.page && problem.page !== here) continue;
      const made = box(problem);
      if (!put(problem, made)) head.append(made);
    }
    const title = content.querySelector("h1");
    for (const made of [...head.children].reverse()) title ? title.after(made) : content.prepend(made);
    if (!state.good || state.problems.length) {
      const made = bar(state);
      made.open = Boolean(open);
      document.body.append(made);
    }
    document.documentElement.dataset.previewRound = state.round;
  };

  const follow = async () => {
    for (;;) {
      try {
        const asked = new URLSearchParams({ page: here, after: round });
        const state = await (await fetch(`/preview/state?${asked}`)).json();
        if (state.hash !== own.dataset.hash) return reload();
        // The server may have been started anew, and counts from the beginning then.
        if (state.round !== round) show(state);
        round = state.round;
      } catch {
        await wait(1000);
        round = -1;
      }
    }
  };
  follow();
})();
