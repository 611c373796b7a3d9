/* Digits and Enter go down the list; a pasted column fills the cells below. Without this script the form saves as a whole. */
(function () {
  "use strict";

  const form = document.querySelector("[data-quick-form]");
  if (!form) return;
  const status = form.querySelector("[data-quick-status]");

  function cells() { return Array.from(form.querySelectorAll("[data-quick]")); }

  function step(input, by) {
    const all = cells();
    const next = all[all.indexOf(input) + by];
    /* Leaving the last one saves it. */
    if (!next) { input.blur(); return; }
    next.focus();
    next.select();
  }

  form.addEventListener("keydown", function (event) {
    const input = event.target.closest("[data-quick]");
    if (!input) return;
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      step(input, 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      step(input, -1);
    }
  });

  form.addEventListener("paste", function (event) {
    const input = event.target.closest("[data-quick]");
    const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (!input || lines.length < 2) return;
    event.preventDefault();
    const all = cells().slice(cells().indexOf(input));
    const filled = all.slice(0, lines.length);
    filled.forEach(function (cell, at) { cell.value = lines[at].split("\t")[0].trim(); });
    status.textContent = "Đã dán " + filled.length + " ô, chưa ghi.";
    form.querySelector("button.btn-primary").focus();
  });
})();
