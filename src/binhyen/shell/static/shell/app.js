/* Small helps on top of pages that work without them. ES2020 at most. */
(function () {
  "use strict";

  /* A second click on the same button sends nothing; the hidden act_key covers a second request that got through. */
  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll(".is-busy").forEach(function (button) {
      button.disabled = false;
      button.classList.remove("is-busy");
    });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.dataset.unsaved = "";
    const button = event.submitter || form.querySelector("button[type=submit]");
    /* After this turn: a disabled button would not send its own name and value. */
    if (button) {
      window.setTimeout(function () {
        button.disabled = true;
        button.classList.add("is-busy");
      }, 0);
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest("form");
    if (form) release(form);
  });

  /* <form data-guard-unsaved>: leaving with changes asks first. */
  document.addEventListener("input", function (event) {
    const form = event.target.closest("form[data-guard-unsaved]");
    if (form) form.dataset.unsaved = "1";
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-unsaved='1']")) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  /* <button data-copy="id" hidden>. The clipboard interface needs HTTPS, which an office network may lack. */
  function copyBySelection(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.setAttribute("readonly", "");
    box.className = "visually-hidden";
    document.body.appendChild(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    return copyBySelection(text);
  }

  function say(words) {
    const region = document.getElementById("thong-bao");
    if (!region) return;
    const list = document.createElement("ul");
    list.className = "notices";
    const notice = document.createElement("li");
    notice.className = "notice";
    notice.textContent = words;
    list.appendChild(notice);
    region.textContent = "";
    region.appendChild(list);
  }

  /* What works only with scripts is hidden in the markup. */
  function showWhatScriptsDo(root) {
    root.querySelectorAll("[data-copy][hidden], [data-needs-script][hidden]").forEach(function (element) {
      element.hidden = false;
    });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const text = "value" in source ? source.value : source.textContent.trim();
    copy(text).then(
      function () { say("Đã chép vào bộ nhớ tạm."); },
      function () { say("Trình duyệt không cho chép; hãy chọn và chép bằng tay (Ctrl+C)."); }
    );
  });

  /* A file over the limit is named before it travels. */
  document.addEventListener("change", function (event) {
    const limit = Number(event.target.dataset.maxBytes);
    if (!limit) return;
    const tooBig = Array.from(event.target.files || []).some(function (file) { return file.size > limit; });
    const error = document.getElementById(event.target.id + "_error");
    const words = tooBig ? "Tệp lớn hơn giới hạn " + Math.floor(limit / 1048576) + " MB. Hãy chọn tệp nhỏ hơn hoặc tách tệp." : "";
    event.target.setCustomValidity(words);
    if (error) {
      error.textContent = words;
      error.hidden = !tooBig;
    }
  });

  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    say("Chưa dùng được khóa bảo mật: khóa không phản hồi, đã bị hủy, hoặc trình duyệt không hỗ trợ. Hãy thử lại hoặc dùng cách khác.");
  });

  /* An open menu closes with Escape and with a click elsewhere. */
  function closeMenus(except) {
    document.querySelectorAll("details.fold[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.fold[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.fold"));
  });

  /* <a data-dialog href>: the page opens in a window over this one; without scripts the link leads there. Safari 15 has
     no <dialog>, so the window is ours: it takes the focus, keeps it, and gives it back. */
  const REACHABLE = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary";
  let cameFrom = null;

  function makeWindow() {
    const veil = document.createElement("div");
    veil.id = "cua-so";
    veil.className = "veil";
    veil.hidden = true;
    const pane = document.createElement("div");
    pane.className = "window";
    pane.setAttribute("role", "dialog");
    pane.setAttribute("aria-modal", "true");
    pane.tabIndex = -1;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn btn-small window-close";
    close.textContent = "Đóng";
    close.addEventListener("click", closeWindow);
    const body = document.createElement("div");
    body.setAttribute("data-window", "");
    pane.append(body, close);
    veil.appendChild(pane);
    veil.addEventListener("mousedown", function (event) { if (event.target === veil) closeWindow(); });
    // Keys are heard on the whole page: while one answer takes the place of another, nothing inside has the focus.
    document.addEventListener("keydown", function (event) {
      if (veil.hidden) return;
      if (event.key === "Escape") closeWindow();
      if (event.key === "Tab") keepInside(event, pane);
    });
    document.body.appendChild(veil);
    return veil;
  }

  function closeWindow() {
    document.getElementById("cua-so").hidden = true;
    if (cameFrom) cameFrom.focus();
  }

  function keepInside(event, pane) {
    const all = Array.from(pane.querySelectorAll(REACHABLE)).filter(function (element) { return element.offsetParent; });
    const edge = event.shiftKey ? all[0] : all[all.length - 1];
    const held = document.activeElement;
    if (held !== edge && held !== pane && pane.contains(held)) return;
    event.preventDefault();
    (event.shiftKey ? all[all.length - 1] : all[0]).focus();
  }

  function focusFirst(region) {
    const title = region.querySelector("h2");
    if (title) region.parentElement.setAttribute("aria-label", title.textContent);
    const wanted = ["[aria-invalid=true]", "fieldset input:not([type=hidden])", "[autofocus]"].map(function (what) {
      return region.querySelector(what);
    }).find(Boolean);
    if (wanted) wanted.focus();
    else if (!region.contains(document.activeElement)) region.parentElement.focus();
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-dialog]");
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    cameFrom = link.closest("details.fold") ? link.closest("details.fold").querySelector("summary") : link;
    closeMenus(null);
    const veil = document.getElementById("cua-so") || makeWindow();
    // Settled at once: whoever types and presses Enter quickly must not leave the page with a form not yet taken over.
    window.htmx.ajax("GET", link.href, { target: "#cua-so [data-window]", swap: "innerHTML settle:0ms" }).then(function () {
      veil.hidden = false;
      focusFirst(veil.querySelector("[data-window]"));
    });
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    const region = event.target.closest(".window > [data-window]");
    if (region && !region.closest("[hidden]")) focusFirst(region);
  });

  document.addEventListener("DOMContentLoaded", function () { showWhatScriptsDo(document); });
  document.addEventListener("htmx:load", function (event) { showWhatScriptsDo(event.target); });
})();
