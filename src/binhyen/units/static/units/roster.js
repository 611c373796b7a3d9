/* Numbers of a roster by keyboard and by range: arrows move, Shift takes everything up to here along. Without this
   script the boxes are ordinary boxes. */
(function () {
  "use strict";

  function columns(boxes) {
    const top = boxes[0].getBoundingClientRect().top;
    const second = boxes.findIndex((box) => box.getBoundingClientRect().top > top + 1);
    return second < 0 ? boxes.length : second;
  }

  function start(roster) {
    const boxes = Array.from(roster.querySelectorAll("input[type=checkbox]"));
    let last = -1;

    function goTo(place) {
      const box = boxes[Math.max(0, Math.min(boxes.length - 1, place))];
      if (box) { box.focus(); }
    }

    roster.addEventListener("keydown", (event) => {
      const here = boxes.indexOf(event.target);
      if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) { return; }
      const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(boxes), ArrowDown: columns(boxes) };
      let place = here;
      if (event.key in steps) { place = here + steps[event.key]; }
      else if (event.key === "Home") { place = 0; }
      else if (event.key === "End") { place = boxes.length - 1; }
      else { return; }
      event.preventDefault();
      if (place < 0 || place >= boxes.length) { return; }
      if (event.shiftKey) { tick(here, place, boxes[here].checked); last = place; }
      goTo(place);
    });

    function tick(from, to, ticked) {
      for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) { boxes[at].checked = ticked; }
      boxes[to].dispatchEvent(new Event("change", { bubbles: true }));
    }

    roster.addEventListener("click", (event) => {
      const here = boxes.indexOf(event.target);
      if (here < 0) { return; }
      if (event.shiftKey && last >= 0) { tick(last, here, boxes[here].checked); }
      last = here;
    });
  }

  document.querySelectorAll("[data-roster]").forEach(start);
})();
