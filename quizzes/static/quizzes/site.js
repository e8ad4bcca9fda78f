// What htmx leaves to be said and done on every page; all of it works without scripts.
(() => {
  const banner = () => document.getElementById("request-failed");
  const show = (shown) => { const it = banner(); if (it) it.hidden = !shown; };
  // An answer has words of its own beside it, and so have pages that are swapped in.
  const isAnswer = (event) => event.target.closest?.("form[data-answer]");
  const swapped = new Set([409, 422, 429, 503]);
  const failed = (event) => { if (!isAnswer(event)) show(true); };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:responseError", (event) => {
    if (!swapped.has(event.detail.xhr.status)) failed(event);
  });
  document.addEventListener("htmx:beforeRequest", () => show(false));

  // What was chosen before the scripts were there, on a slow line, changes the form now.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("select[hx-trigger=change]").forEach((it) => {
      const told = [...it.options].findIndex((each) => each.defaultSelected);
      if (it.selectedIndex !== Math.max(told, 0)) htmx.trigger(it, "change");
    });
  });

  // An answer that could not be sent (attempt.js) waits only for its own question, and
  // through a log-in only if the session had ended: whoever uses this tab next finds none.
  try {
    const unsent = JSON.parse(sessionStorage.getItem("unsent-answer"));
    const waits = "loggedIn" in document.body.dataset
      ? document.querySelector("form[data-answer]")?.getAttribute("action") === unsent?.action
      : unsent?.whileLoggedOut;
    if (!waits) sessionStorage.removeItem("unsent-answer");
  } catch { /* nothing can be stored, so nothing was */ }

  // The language changes where the learner is now, which htmx may have moved on.
  document.addEventListener("submit", (event) => {
    const next = event.target.matches(".languages") && event.target.elements.next;
    if (next) next.value = location.pathname + location.search;
  });
})();
