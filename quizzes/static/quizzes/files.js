// A file that takes a while: says that it is being made, and is asked for once only.
(() => {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-file]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-disabled") === "true") return;
    const status = link.parentElement.querySelector("[data-file-status]");
    link.setAttribute("aria-disabled", "true");
    status.textContent = status.dataset.busy;
    try {
      const response = await fetch(link.href);
      // Whoever has been logged out is sent to the log-in, which is no file
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      const named = /filename\*?=(?:utf-8'')?"?([^";]+)/i.exec(response.headers.get("Content-Disposition"));
      const file = document.createElement("a");
      file.href = URL.createObjectURL(await response.blob());
      file.download = decodeURIComponent(named?.[1] ?? "");
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
      status.textContent = "";
    } catch {
      status.textContent = status.dataset.failed;
    } finally {
      link.removeAttribute("aria-disabled");
    }
  });
})();
