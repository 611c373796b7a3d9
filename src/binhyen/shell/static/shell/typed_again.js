/* What was typed before the sign-in ended goes back into the form it was typed into. It is not sent. */
(function () {
  "use strict";

  function byName(form) {
    const values = new Map();
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || field.name === "csrfmiddlewaretoken") return;
      values.set(field.name, (values.get(field.name) || []).concat(field.value));
    });
    return values;
  }

  function goesTo(form) {
    return new URL(form.getAttribute("action") || window.location.href, window.location.href).href;
  }

  /* The form of the page that sends to the same address and has all these fields. A button's own name is no field. */
  function formFor(kept, typed) {
    return Array.from(document.querySelectorAll("form")).find(function (form) {
      if (form === kept || form.getAttribute("method") !== "post" || goesTo(form) !== goesTo(kept)) return false;
      return Array.from(typed.keys()).every(function (name) { return form.elements.namedItem(name) !== null; });
    });
  }

  function put(field, values) {
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = values.indexOf(field.value) >= 0;
    } else if (field.type === "select-multiple") {
      Array.from(field.options).forEach(function (option) { option.selected = values.indexOf(option.value) >= 0; });
    } else if (values.length) {
      field.value = values.shift();
    }
  }

  function putBack(form, typed) {
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "file" || field.tagName === "BUTTON") return;
      const box = field.type === "checkbox" || field.type === "radio";
      if (!box && !typed.has(field.name)) return;
      put(field, typed.get(field.name) || []);
      const details = field.closest("details");
      if (details && field.type !== "hidden" && field.value) details.open = true;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("DOMContentLoaded", function () {
    const notice = document.querySelector("[data-typed-again]");
    if (!notice) return;
    const kept = notice.querySelector("form");
    const typed = byName(kept);
    const form = formFor(kept, typed);
    if (!form) return;
    putBack(form, typed);
    kept.hidden = true;
    notice.querySelector("[data-put-back]").hidden = false;
  });
})();
