// Says so when a request of htmx fails; everything else works without scripts.
(() => {
  const banner = () => document.getElementById("save-failed");
  const show = (shown) => { const it = banner(); if (it) it.hidden = !shown; };
  const swapped = new Set([409, 422, 429, 503]); // these bring their own words
  document.addEventListener("htmx:sendError", () => show(true));
  document.addEventListener("htmx:timeout", () => show(true));
  document.addEventListener("htmx:responseError", (event) => {
    if (!swapped.has(event.detail.xhr.status)) show(true);
  });
  document.addEventListener("htmx:beforeRequest", () => show(false));

  // The language changes where the learner is now, which htmx may have moved on.
  document.addEventListener("submit", (event) => {
    const next = event.target.matches(".languages") && event.target.elements.next;
    if (next) next.value = location.pathname + location.search;
  });
})();
