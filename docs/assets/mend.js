/* What Material's own pages leave out: the search dialog has no name. */
document.querySelector(".md-search[role='dialog']")?.setAttribute("aria-label", "Search");
