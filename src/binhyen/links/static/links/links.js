/* A telephone with a poor network: what was sent and perhaps never arrived is put back into its form.
   Kept in this tab only, and dropped as soon as the server shows that it has it. Without this script the browser's own
   "send again" does the same: every form carries a key, so nothing is counted twice. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const place = "binhyen:" + window.location.pathname;

  function kept() {
    try { return JSON.parse(window.sessionStorage.getItem(place)); } catch (error) { return null; }
  }

  function fields(prefix) {
    return Array.from(form.elements).filter(function (field) { return field.name.indexOf(prefix) === 0; });
  }

  function keep() {
    const typed = {};
    const seen = {};
    fields("v:").forEach(function (field) {
      if (field.type !== "radio" || field.checked) typed[field.name] = field.value;
    });
    fields("s:").forEach(function (field) { seen[field.name] = field.value; });
    try { window.sessionStorage.setItem(place, JSON.stringify({ typed: typed, seen: seen })); } catch (error) { /* full or forbidden: then not */ }
  }

  /* The server marks what stands there with an id: while that is the same, what was sent has not arrived. */
  function bringBack(before) {
    const same = fields("s:").every(function (field) { return before.seen[field.name] === field.value; });
    if (!same || form.hasAttribute("data-has-typed")) return false;
    let changed = false;
    fields("v:").forEach(function (field) {
      const value = before.typed[field.name];
      if (value === undefined) return;
      if (field.type === "radio") {
        if (field.value === value && !field.checked) { field.checked = true; changed = true; }
      } else if (field.value !== value) {
        field.value = value;
        changed = true;
      }
    });
    return changed;
  }

  const before = kept();
  if (before && before.typed && before.seen) {
    if (bringBack(before)) {
      form.querySelector("[data-kept]").textContent = "Số vừa nhập chưa gửi được đã được giữ lại; bấm ghi lần nữa.";
    } else if (!form.hasAttribute("data-has-typed")) {
      window.sessionStorage.removeItem(place);
    }
  }
  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
})();
