// Taking a quiz: number keys, failed saves, focus after a swap, moving lines, time left.
// The page works without this file; nothing here decides anything.
(() => {
  const form = () => document.querySelector("form[data-answer]");

  // 1 to 9 choose an option.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!/^[1-9]$/.test(event.key)) return;
    if (event.target.matches("select, textarea, input:not([type=radio]):not([type=checkbox])")) return;
    const it = document.querySelector("form[data-number-keys]");
    const input = it && it.querySelectorAll("input[name=answer]")[Number(event.key) - 1];
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.click();
  });

  // Enter sends from a checkbox as well, and goes on from what has been told.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented) return;
    const it = form();
    if (it && event.target.matches("input[type=checkbox], input[type=radio], h1")) {
      event.preventDefault();
      it.requestSubmit();
    } else if (event.target.matches("[data-feedback]")) {
      event.preventDefault();
      document.querySelector("[data-onward]")?.click();
    }
  });

  // A save that did not arrive: say so beside the answer, which stays, and offer to send
  // it again with the same key, so that it is stored once however often it is sent.
  const answerForm = (event) => event.target.closest?.("form[data-answer]");
  const tell = (it, words) => {
    for (const box of it.querySelectorAll("[data-not-saved], [data-logged-out]")) {
      box.hidden = !box.matches(words);
      if (!box.hidden) box.scrollIntoView({ block: "nearest" });
    }
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, (event) => {
      const it = answerForm(event);
      if (!it || event.detail.shouldSwap === true) return;
      keep(it);
      tell(it, "[data-not-saved]");
      // The form's token is older than a log-in in another tab: the page needs a new one.
      if (event.detail.xhr.status === 403) location.reload();
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const it = answerForm(event);
    if (it) tell(it, ":not(*)");
  });
  // The session has ended. Not to the log-in at once, which htmx would do: first say why.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const it = answerForm(event);
    if (!it || event.detail.xhr.status !== 401) return;
    event.preventDefault();
    const way = it.querySelector("a[data-log-in]");
    if (way) {
      way.href = event.detail.xhr.getResponseHeader("HX-Redirect");
      keep(it, { whileLoggedOut: true });
    } else {
      forget();
    }
    tell(it, "[data-logged-out]");
  });

  // What was not sent waits in this tab, for when its page is loaded again. It is what
  // the form would send, and it goes when the question does (on other pages: site.js).
  const KEPT = "unsent-answer";
  const forget = () => { try { sessionStorage.removeItem(KEPT); } catch { /* not kept either */ } };
  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
  };
  const keep = (it, { whileLoggedOut = false } = {}) => {
    const fields = [...new FormData(it)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const record = { action: it.getAttribute("action"), whileLoggedOut, fields };
    try { sessionStorage.setItem(KEPT, JSON.stringify(record)); } catch { /* the page has it */ }
  };
  document.addEventListener("input", (event) => {
    const it = answerForm(event), record = it && kept();
    if (record) keep(it, record);
  });
  const restore = () => {
    const it = form(), record = it && kept();
    const given = (name) => record.fields.filter(([each]) => each === name).map(([, value]) => value);
    // Where the number has moved on, an answer did arrive: what is stored is newer.
    if (!record || record.action !== it.getAttribute("action")
        || given("number")[0] !== it.querySelector("[name=number]").value) return forget();
    for (const field of it.querySelectorAll("[name]:not([name=csrfmiddlewaretoken])")) {
      if (field.matches("[type=radio], [type=checkbox]")) field.checked = given(field.name).includes(field.value);
      else field.value = given(field.name)[0] ?? "";
    }
    keep(it);
    tell(it, "[data-not-saved]");
  };
  // A page of errors must not take the place of the question and of what was chosen.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "question") return;
    if (event.detail.isError && !event.detail.serverResponse.includes('id="question"')) {
      event.detail.shouldSwap = false;
    }
    if (event.detail.shouldSwap) forget();
  });

  // After a swap the focus goes to what is new: a fault, the feedback, or the question.
  document.addEventListener("htmx:afterSettle", (event) => {
    const question = document.getElementById("question");
    if (!question || !(event.target === question || question.contains(event.target))) return;
    const fresh = question.querySelector("[aria-invalid=true]")
      || question.querySelector("[data-feedback]")
      || (question.querySelector("[role=status]") && question.querySelector("[data-onward]"))
      || question.querySelector("#stem");
    fresh?.focus({ preventScroll: false });
    if (fresh?.matches("input[type=text]")) fresh.select(); // to be typed over
    enhance(question);
  });

  // Lines to be ordered: buttons move a line, the places follow; the selects stay.
  const enhance = (root) => {
    for (const list of root.querySelectorAll("[data-ordering]")) {
      if (list.dataset.enhanced) continue;
      list.dataset.enhanced = "yes";
      const lines = [...list.querySelectorAll(".pair")];
      for (const line of lines) {
        const buttons = document.createElement("span");
        buttons.className = "cluster";
        buttons.append(mover(list, line, "↑", list.dataset.up, -1), mover(list, line, "↓", list.dataset.down, 1));
        line.append(buttons);
        line.querySelector("select").addEventListener("change", () => arrange(list));
      }
      arrange(list);
    }
  };
  const mover = (list, line, sign, label, step) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary";
    button.textContent = sign;
    button.setAttribute("aria-label", `${label}: ${line.querySelector("label").textContent}`);
    button.addEventListener("click", () => {
      const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
      if (!other?.matches(".pair")) return;
      if (step < 0) other.before(line); else other.after(line);
      [...list.querySelectorAll(".pair")].forEach((each, index) => {
        each.querySelector("select").value = String(index + 1);
      });
      button.focus();
    });
    return button;
  };
  // Where every line has a place of its own, the lines stand in that order.
  const arrange = (list) => {
    const lines = [...list.querySelectorAll(".pair")];
    const place = (line) => Number(line.querySelector("select").value);
    if (new Set(lines.map(place)).size < lines.length || lines.some((line) => !place(line))) return;
    const focused = document.activeElement;
    lines.sort((one, other) => place(one) - place(other)).forEach((line) => list.append(line));
    if (list.contains(focused)) focused.focus(); // which moving a line takes away
  };

  // The time that is left is the server's: the page counts down from what it was told, by
  // a clock that nobody can set. It warns once, and at the end sends what is chosen.
  const WARNING_SECONDS = 120, LONGEST_SHOWN = 12 * 3600;
  const clock = { node: null, ends: 0, isOver: false };
  let asShown = "";
  const chosen = () => {
    const it = form();
    return it ? JSON.stringify([...new FormData(it)].filter(([name]) => name === "answer" || /^(pair|place)-/.test(name))) : "";
  };
  const remember = () => { asShown = chosen(); };
  const tick = () => {
    const node = document.getElementById("timer");
    if (!node) return;
    if (node !== clock.node) {
      clock.node = node;
      clock.ends = performance.now() + Number(node.dataset.secondsLeft) * 1000;
    }
    const left = Math.max(0, Math.ceil((clock.ends - performance.now()) / 1000));
    if (left > LONGEST_SHOWN) return;
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
    const shown = hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
    node.querySelector("[data-clock]").textContent = shown;
    node.querySelector("[data-countdown]").hidden = false;
    warn(node, left <= WARNING_SECONDS);
    if (left > 0) clock.isOver = false;
    else timeIsUp(node);
  };
  const warn = (node, isShort) => {
    node.classList.toggle("timer--short", isShort);
    node.querySelector("[data-short]").hidden = !isShort;
    const told = document.getElementById("time-told");
    if (!told) return;
    const key = `time-told-${node.dataset.attempt}`;
    const once = (act) => { try { return act(sessionStorage); } catch { return null; } };
    if (!isShort) {
      told.textContent = "";
      once((kept) => kept.removeItem(key)); // there is more time again
    } else if (!told.textContent && !once((kept) => kept.getItem(key))) {
      told.textContent = node.dataset.warning;
      once((kept) => kept.setItem(key, "yes"));
    }
  };
  const timeIsUp = (node) => {
    if (clock.isOver === node) return;
    const first = !clock.isOver;
    clock.isOver = node;
    // Sent once; what cannot be stored then is asked for no more.
    if (first && form() && chosen() !== asShown) form().requestSubmit();
    else location.assign(node.dataset.over);
  };
  // A log-in that htmx would go to by itself is told of when an answer is sent.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.target.id === "timer" && event.detail.xhr.status === 401) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "question" || event.target.querySelector?.("#question")) remember();
    tick();
  });

  remember();
  restore();
  enhance(document);
  tick();
  setInterval(tick, 1000);
})();
