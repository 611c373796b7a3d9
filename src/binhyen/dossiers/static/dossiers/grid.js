/* The grid of units × figures: keys, ranges pasted from a spreadsheet, fill down, undo, "Không phát sinh".
   Without this script the grid is a plain form. */
(function () {
  "use strict";

  function start(form) {
    var cells = new Map();
    var undone = [];
    form.querySelectorAll("input[data-row]").forEach(function (input) {
      cells.set(input.dataset.row + ":" + input.dataset.col, input);
      input.dataset.before = input.value;
    });
    var status = form.querySelector("[data-grid-status]");

    function at(row, col) { return cells.get(row + ":" + col); }

    function mark(input) { input.classList.toggle("grid-changed", input.value !== input.dataset.before); }

    function tell() {
      var changed = 0;
      cells.forEach(function (input) { if (input.value !== input.dataset.before) { changed += 1; } });
      status.textContent = changed ? changed + " ô đã sửa, chưa ghi" : "";
    }

    /* Everything that changes several cells goes through here, so that one undo takes all of it back. */
    function put(changes) {
      var before = [];
      changes.forEach(function (change) {
        var input = at(change[0], change[1]);
        if (input && input.value !== change[2]) {
          before.push([change[0], change[1], input.value]);
          input.value = change[2];
          mark(input);
        }
      });
      if (before.length) { undone.push(before); }
      form.dispatchEvent(new Event("input", { bubbles: true }));
      tell();
    }

    function undo() {
      var before = undone.pop();
      if (!before) { return; }
      before.forEach(function (change) {
        var input = at(change[0], change[1]);
        input.value = change[2];
        mark(input);
      });
      tell();
    }

    function move(input, rows, cols) {
      var row = Number(input.dataset.row) + rows;
      var col = Number(input.dataset.col) + cols;
      /* Closed cells have no input: step over them to the next open one. */
      for (var steps = 0; steps < 200; steps += 1) {
        var next = at(row, col);
        if (next) { next.focus(); next.select(); return true; }
        row += rows;
        col += cols;
        if (row < 0 || col < 0) { return false; }
      }
      return false;
    }

    function atEdge(input, forward) {
      var all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
      return all || (forward ? input.selectionEnd === input.value.length : input.selectionStart === 0);
    }

    form.addEventListener("keydown", function (event) {
      var input = event.target;
      if (!input.dataset || input.dataset.row === undefined) { return; }
      var key = event.key;
      if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "d") {
        var above = at(Number(input.dataset.row) - 1, input.dataset.col);
        if (above) { put([[input.dataset.row, input.dataset.col, above.value]]); }
        move(input, 1, 0);
        event.preventDefault();
      } else if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && undone.length) {
        undo();
        event.preventDefault();
      } else if (key === "Enter" || key === "ArrowDown") {
        if (move(input, 1, 0) || key === "Enter") { event.preventDefault(); }
      } else if (key === "ArrowUp") {
        if (move(input, -1, 0)) { event.preventDefault(); }
      } else if (key === "ArrowRight" && atEdge(input, true)) {
        if (move(input, 0, 1)) { event.preventDefault(); }
      } else if (key === "ArrowLeft" && atEdge(input, false)) {
        if (move(input, 0, -1)) { event.preventDefault(); }
      }
    });

    form.addEventListener("focusin", function (event) {
      if (event.target.dataset && event.target.dataset.row !== undefined) {
        event.target.dataset.typed = event.target.value;
      }
    });

    form.addEventListener("change", function (event) {
      var input = event.target;
      if (!input.dataset || input.dataset.row === undefined) { return; }
      if (input.dataset.typed !== undefined && input.dataset.typed !== input.value) {
        undone.push([[input.dataset.row, input.dataset.col, input.dataset.typed]]);
        input.dataset.typed = input.value;
      }
      mark(input);
      tell();
    });

    form.addEventListener("paste", function (event) {
      var input = event.target;
      if (!input.dataset || input.dataset.row === undefined) { return; }
      var pasted = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
      if (pasted.indexOf("\t") < 0 && pasted.indexOf("\n") < 0) { return; }
      event.preventDefault();
      var changes = [];
      pasted.split("\n").forEach(function (line, rows) {
        line.split("\t").forEach(function (text, cols) {
          changes.push([Number(input.dataset.row) + rows, Number(input.dataset.col) + cols, text.trim()]);
        });
      });
      put(changes);
    });

    form.querySelectorAll("[data-zero-row]").forEach(function (button) {
      var row = button.dataset.zeroRow;
      var events = Array.from(form.querySelectorAll('input[data-event][data-row="' + row + '"]'));
      button.hidden = events.length === 0;
      button.addEventListener("click", function () {
        put(events.filter(function (input) { return input.value.trim() === ""; }).map(function (input) {
          return [row, input.dataset.col, "0"];
        }));
      });
    });
  }

  document.querySelectorAll("form[data-grid]").forEach(start);
})();
