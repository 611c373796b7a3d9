/* Where the cells of a pasted range belong: by the names of columns and units where the range has them (a title above,
   a running number, a total, another order of rows do not matter), otherwise one after the other from where it is pasted.
   What finds no place is named and left out; an empty cell says nothing and changes nothing. */
(function () {
  "use strict";

  const UNIT_HEADS = ["don vi", "ten don vi", "khu dan cu", "ten khu dan cu", "thon", "to dan pho", "thon, to dan pho", "ten"];
  const NUMBER_HEADS = ["stt", "tt", "so tt", "so thu tu"];
  const KINDS = /^(thon|to dan pho|tdp|khu dan cu|kdc|ban|ap|khu pho|xom|buon|khom|lang)\s+/;
  const TOTALS = /^(tong|tong so|tong cong|cong|toan xa|toan phuong)\b/;
  const TITLE_ROWS = 10;

  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
  }

  /* Rows of a range as spreadsheets put it on the clipboard; a cell of several lines is quoted. */
  function cut(text) {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    function end() { rows[rows.length - 1].push(cell.replace(/\s+/g, " ").trim()); cell = ""; }
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      if (quoted) {
        if (sign === '"' && text[at + 1] === '"') { cell += '"'; at += 1; }
        else if (sign === '"') quoted = false;
        else cell += sign;
      } else if (sign === '"' && cell === "") quoted = true;
      else if (sign === "\t") end();
      else if (sign === "\n") { end(); rows.push([]); }
      else if (sign !== "\r") cell += sign;
    }
    end();
    return rows.filter(function (row) { return row.some(function (value) { return value !== ""; }); });
  }

  /* names: fold(name) → index, null where two bear the name. */
  function find(names, value, shorten) {
    const folded = fold(value);
    if (folded in names) return names[folded];
    const bare = shorten ? folded.replace(KINDS, "") : folded.replace(/\s*\(.*\)$/, "");
    return bare in names ? names[bare] : null;
  }

  function headOf(rows, columns) {
    let best = { at: -1, columns: new Map(), unit: -1, left: [] };
    rows.slice(0, TITLE_ROWS).forEach(function (row, at) {
      const found = { at: at, columns: new Map(), unit: -1, left: [] };
      const taken = new Set();
      row.forEach(function (value, position) {
        const folded = fold(value);
        const column = find(columns, value, false);
        if (column !== null && !taken.has(column)) { found.columns.set(position, column); taken.add(column); }
        else if (UNIT_HEADS.indexOf(folded) >= 0 && found.unit < 0) found.unit = position;
        else if (value && NUMBER_HEADS.indexOf(folded) < 0) found.left.push(value);
      });
      if (found.columns.size > best.columns.size) best = found;
    });
    return best;
  }

  /* The column in which most cells are names of units. */
  function unitColumn(rows, units) {
    const hits = [];
    rows.forEach(function (row) {
      row.forEach(function (value, at) { if (value && find(units, value, true) !== null) hits[at] = (hits[at] || 0) + 1; });
    });
    let best = -1;
    hits.forEach(function (count, at) { if (best < 0 || count > hits[best]) best = at; });
    return best >= 0 && hits[best] * 2 >= rows.length ? best : -1;
  }

  /* grid: {columns, units} as names → index, start: {row, col}. Answers {changes: [[row, col, text]], left: [words]}. */
  window.placePasted = function (text, grid, start) {
    const rows = cut(text);
    const head = headOf(rows, grid.columns);
    const byHead = head.columns.size > 0;
    const body = byHead ? rows.slice(head.at + 1) : rows;
    const unit = byHead && head.unit >= 0 ? head.unit : unitColumn(body, grid.units);
    const left = byHead ? head.left.map(function (name) { return "cột “" + name + "”"; }) : [];
    const changes = [];
    const used = new Set();
    let next = 0;
    body.forEach(function (row) {
      let to = start.row + next;
      if (unit >= 0) {
        to = find(grid.units, row[unit] || "", true);
        if (to === null || used.has(to)) {
          if (row[unit] && !TOTALS.test(fold(row[unit]))) left.push("dòng “" + row[unit] + "”");
          return;
        }
        used.add(to);
      }
      next += 1;
      row.forEach(function (value, position) {
        if (value === "" || position === unit) return;
        if (byHead && !head.columns.has(position)) return;
        const from = unit >= 0 && position > unit ? position - unit - 1 : position;
        const col = byHead ? head.columns.get(position) : start.col + from;
        changes.push([to, col, value]);
      });
    });
    return { changes: changes, left: left };
  };

  window.namesOf = function (pairs, shorten) {
    const names = {};
    pairs.forEach(function (pair) {
      const folded = fold(pair[0]);
      [folded].concat(shorten ? [folded.replace(KINDS, "")] : []).forEach(function (name) {
        names[name] = name in names && names[name] !== pair[1] ? null : pair[1];
      });
    });
    return names;
  };
})();
