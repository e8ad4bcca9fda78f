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
})();
