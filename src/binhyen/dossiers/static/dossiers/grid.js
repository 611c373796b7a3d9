/* The grid of units × figures: keys, ranges, paste (grid_paste.js), fill down, undo and redo, "Không phát sinh".
   Without this script the grid is a plain form. */
(function () {
  "use strict";

  function start(form) {
    const cells = new Map();
    const status = form.querySelector("[data-grid-status]");
    const done = [];
    const undone = [];
    let picked = null;
    let editing = false;
    let typed = "";

    function at(row, col) { return cells.get(row + ":" + col); }
    function isCell(target) { return target.dataset && target.dataset.row !== undefined; }
    function place(input) { return { row: Number(input.dataset.row), col: Number(input.dataset.col) }; }
    function isNew(input) { return input.value.trim() !== input.dataset.stands; }
    function mark(input) { input.classList.toggle("grid-changed", isNew(input)); }

    function tell(words) {
      let changed = 0;
      cells.forEach(function (input) { if (isNew(input)) changed += 1; });
      status.textContent = [words, changed ? changed + " ô đã sửa, chưa ghi" : ""].filter(Boolean).join(" · ");
      form.dataset.unsaved = changed ? "1" : "";
    }

    form.querySelectorAll("input[data-row]").forEach(function (input) {
      cells.set(input.dataset.row + ":" + input.dataset.col, input);
      mark(input);
    });
    /* Tab goes from figure to figure; what stands beside the figures is reached by the mouse or by arrows. */
    form.querySelectorAll("[data-aside]").forEach(function (element) { element.tabIndex = -1; });

    const names = {
      columns: window.namesOf(Array.from(form.querySelectorAll("th[data-head]")).reduce(function (all, head) {
        const number = Number(head.dataset.head);
        return all.concat([[head.dataset.title, number], [head.dataset.code, number]]);
      }, []), false),
      units: window.namesOf(Array.from(form.querySelectorAll("th[data-place]")).map(function (head) {
        return [head.dataset.name, Number(head.dataset.place)];
      }), true),
    };

    /* What was not typed by hand is no typing of the cell that has the focus: leaving it must not count as a step. */
    function knowFocused() {
      if (isCell(document.activeElement)) typed = document.activeElement.value;
    }

    /* Everything that changes cells goes through here, so that one undo takes all of it back. */
    function put(changes, words) {
      const before = [];
      changes.forEach(function (change) {
        const input = at(change[0], change[1]);
        if (input && input.value !== change[2]) {
          before.push([change[0], change[1], input.value, change[2]]);
          input.value = change[2];
          mark(input);
        }
      });
      if (before.length) { done.push(before); undone.length = 0; }
      knowFocused();
      tell(words);
      return before.length;
    }

    function step(from, to, side) {
      const change = from.pop();
      if (!change) return;
      to.push(change);
      change.forEach(function (one) {
        const input = at(one[0], one[1]);
        input.value = one[side];
        mark(input);
      });
      knowFocused();
      at(change[0][0], change[0][1]).focus();
      tell("");
    }

    /* What was typed by hand becomes one step of undo when the cell is left. */
    function settle(input) {
      if (input.value === typed) return;
      done.push([[input.dataset.row, input.dataset.col, typed, input.value]]);
      undone.length = 0;
      typed = input.value;
      mark(input);
      tell("");
    }

    function paint() {
      form.querySelectorAll(".grid-picked").forEach(function (cell) { cell.classList.remove("grid-picked"); });
      if (picked) inRange().forEach(function (input) { input.parentElement.classList.add("grid-picked"); });
    }

    function inRange() {
      const found = [];
      for (let row = Math.min(picked.from.row, picked.to.row); row <= Math.max(picked.from.row, picked.to.row); row += 1) {
        for (let col = Math.min(picked.from.col, picked.to.col); col <= Math.max(picked.from.col, picked.to.col); col += 1) {
          if (at(row, col)) found.push(at(row, col));
        }
      }
      return found;
    }

    function pick(range) {
      picked = range;
      paint();
    }

    /* Closed cells have no input: step over them to the next open one. */
    function neighbour(from, rows, cols) {
      let row = from.row + rows;
      let col = from.col + cols;
      for (let steps = 0; steps < 1000 && row >= 0 && col >= 0; steps += 1) {
        if (at(row, col)) return at(row, col);
        row += rows;
        col += cols;
      }
      return null;
    }

    function move(input, rows, cols) {
      const next = neighbour(place(input), rows, cols);
      if (!next) return false;
      settle(input);
      next.focus();
      next.select();
      return true;
    }

    function extend(input, rows, cols) {
      const to = picked ? picked.to : place(input);
      const next = neighbour(to, rows, cols);
      if (next) pick({ from: picked ? picked.from : place(input), to: place(next) });
    }

    function fillDown(input) {
      settle(input);
      if (picked && picked.from.row !== picked.to.row) {
        const top = Math.min(picked.from.row, picked.to.row);
        put(inRange().map(function (cell) {
          const source = at(top, cell.dataset.col);
          return [cell.dataset.row, cell.dataset.col, source ? source.value : cell.value];
        }), "");
        return;
      }
      const above = neighbour(place(input), -1, 0);
      if (above) put([[input.dataset.row, input.dataset.col, above.value]], "");
      move(input, 1, 0);
    }

    function save(input) {
      settle(input);
      form.querySelector("[data-save]").click();
    }

    /* The caret moves inside a cell that is being edited; a whole selected cell is left by any arrow. */
    function leaves(input, forward) {
      const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
      if (whole && !editing) return true;
      return forward ? input.selectionStart === input.value.length : input.selectionEnd === 0;
    }

    function withControl(event, input) {
      switch (event.key.toLowerCase()) {
        case "d": fillDown(input); return true;
        case "z": settle(input); if (event.shiftKey) step(undone, done, 3); else step(done, undone, 2); return true;
        case "y": settle(input); step(undone, done, 3); return true;
        case "enter": case "s": save(input); return true;
        default: return false;
      }
    }

    const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

    function withArrow(event, input) {
      const way = ARROWS[event.key];
      if (event.shiftKey && !editing) { extend(input, way[0], way[1]); return true; }
      if (way[1] && !leaves(input, way[1] > 0)) return false;
      pick(null);
      return move(input, way[0], way[1]);
    }

    function plain(event, input) {
      if (ARROWS[event.key]) return withArrow(event, input);
      switch (event.key) {
        case "Enter": pick(null); if (!move(input, event.shiftKey ? -1 : 1, 0)) settle(input); return true;
        case "F2": editing = true; input.setSelectionRange(input.value.length, input.value.length); return true;
        case "Escape": input.value = typed; mark(input); pick(null); input.select(); editing = false; return true;
        case "Delete": if (!picked) return false;
          put(inRange().map(function (cell) { return [cell.dataset.row, cell.dataset.col, ""]; }), ""); return true;
        default: return false;
      }
    }

    form.addEventListener("keydown", function (event) {
      const input = event.target;
      if (!isCell(input) || event.isComposing) return;
      const taken = event.ctrlKey || event.metaKey ? withControl(event, input) : !event.altKey && plain(event, input);
      if (taken) event.preventDefault();
    });

    form.addEventListener("focusin", function (event) {
      if (!isCell(event.target)) return;
      typed = event.target.value;
      editing = false;
      if (!event.target.matches(":active")) event.target.select();
    });
    form.addEventListener("focusout", function (event) { if (isCell(event.target)) settle(event.target); });
    form.addEventListener("mousedown", function (event) { if (isCell(event.target)) pick(null); });
    form.addEventListener("input", function (event) {
      if (isCell(event.target)) { mark(event.target); tell(""); } else if (event.target === form) { cells.forEach(mark); tell(""); }
    });

    form.addEventListener("copy", function (event) {
      if (!isCell(event.target) || !picked) return;
      const rows = new Map();
      inRange().forEach(function (cell) {
        rows.set(cell.dataset.row, (rows.get(cell.dataset.row) || []).concat(cell.value));
      });
      event.clipboardData.setData("text/plain", Array.from(rows.values()).map(function (row) { return row.join("\t"); }).join("\n"));
      event.preventDefault();
    });

    form.addEventListener("paste", function (event) {
      const input = event.target;
      if (!isCell(input)) return;
      const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n+$/, "");
      if (text.indexOf("\t") < 0 && text.indexOf("\n") < 0) return;
      event.preventDefault();
      settle(input);
      const placed = window.placePasted(text, names, place(input));
      const closed = placed.changes.filter(function (change) { return !at(change[0], change[1]); }).length;
      const words = ["Đã dán " + put(placed.changes, "") + " ô"];
      if (closed) words.push(closed + " ô không nhập được");
      if (placed.left.length) words.push("bỏ qua " + placed.left.slice(0, 5).join(", ") + (placed.left.length > 5 ? "…" : ""));
      tell(words.join("; "));
    });

    form.querySelectorAll("[data-zero-row]").forEach(function (button) {
      button.addEventListener("click", function (event) {
        event.preventDefault();
        const row = button.dataset.zeroRow;
        put(Array.from(form.querySelectorAll('input[data-event][data-row="' + row + '"]')).filter(function (input) {
          return input.value.trim() === "";
        }).map(function (input) { return [row, input.dataset.col, "0"]; }), "");
      });
    });

    tell("");
  }

  document.querySelectorAll("form[data-grid]").forEach(start);
})();
