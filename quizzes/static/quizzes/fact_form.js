// The pages on which facts are written.
// The search boxes of a fact's form by keys: arrows walk through what was found, Enter
// takes the first, Escape goes back. Without it Tab and the buttons do the same.
(() => {
  const buttons = (name) => [...document.querySelectorAll(`#found-${name} .found__one`)];
  document.addEventListener("keydown", (event) => {
    const one = event.target.closest?.(".found__one");
    const name = event.target.dataset?.box ?? one?.closest(".found").id.replace("found-", "");
    if (!name || event.isComposing) return;
    const found = buttons(name);
    const box = document.querySelector(`input[data-box="${name}"]`);
    const place = found.indexOf(one);
    if (event.key === "ArrowDown" && found.length) {
      found[Math.min(place + 1, found.length - 1)].focus();
    } else if (event.key === "ArrowUp" && one) {
      (place > 0 ? found[place - 1] : box).focus();
    } else if (event.key === "Escape" && one) {
      box.focus();
    } else if (event.key === "Enter" && event.target === box && box.value.trim()) {
      const several = /[,;]/.test(box.value);
      const check = box.form.querySelector("button[value=check]");
      const ready = !document.querySelector(".htmx-request[data-box]");
      (found.length && ready && !several ? found[0] : check).click();
    } else return;
    event.preventDefault();
  });

  // A proof still under way would come back to a form that is gone.
  document.addEventListener("htmx:beforeSwap", (event) => {
    document.querySelectorAll(".author__preview").forEach((it) => {
      if (event.detail.target?.contains(it)) htmx.trigger(it, "htmx:abort");
    });
  });

  // One tick for the whole page of a list, which needs a script.
  const shown = () => document.querySelectorAll(".several__all").forEach((it) => { it.hidden = false; });
  document.addEventListener("htmx:afterSettle", shown);
  shown();
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.ticks;
    if (!name) return;
    document.querySelectorAll(`input[type=checkbox][name="${name}"]`)
      .forEach((box) => { box.checked = event.target.checked; });
  });
})();
