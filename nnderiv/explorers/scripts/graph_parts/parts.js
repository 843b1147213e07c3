// The parts of a graph, its nodes and edges: buttons that the arrow keys go through, and arrows.

import { onSteps } from "../controls.js";
import { draw } from "../drawing.js";
import { clamp } from "../shared.js";

// Buttons in the order in which they are drawn; the arrow keys go through `inOrder`. The parts stay
// while what they show changes, or the focus would be lost.
export function buildParts(drawn, inOrder, select) {
  const svg = draw(document.createDocumentFragment(), "svg", "nnd-stage", { role: "group" });
  const parts = new Map();
  for (const part of drawn) {
    const group = draw(svg, "g", "nnd-part", { role: "button" });
    group.addEventListener("click", () => select(part));
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      select(part);
    });
    parts.set(part, group);
  }
  onSteps(svg, { small: 1, large: 4 }, (steps, key) => {
    const by = key === "ArrowUp" || key === "ArrowDown" ? -steps : steps; // down goes on, as in a list
    const from = inOrder.findIndex((part) => parts.get(part) === document.activeElement);
    const to = inOrder[clamp(from + by, 0, inOrder.length - 1)];
    select(to);
    parts.get(to).focus();
  });
  const name = (selected, nameOf) => {
    for (const [part, group] of parts) {
      group.classList.toggle("nnd-picked", part === selected);
      group.setAttribute("aria-pressed", String(part === selected));
      group.setAttribute("aria-label", nameOf(part));
      // one stop of the tab key; the arrows lead to the others
      group.setAttribute("tabindex", part === (selected || inOrder[0]) ? 0 : -1);
    }
  };
  return { svg, parts, name };
}

// An arrow with what is pointed at for it: the line, and the box around its slope.
export function drawArrow(part, [x1, y1, x2, y2], { x, y, anchor }) {
  const left = x - { start: 4, middle: 22, end: 40 }[anchor];
  draw(part, "line", "nnd-edge-hit", { x1, y1, x2, y2 });
  draw(part, "rect", "nnd-edge-box", { x: left, y: y - 18, width: 44, height: 26, rx: 4 });
  const inHead = 1 - 5 / Math.hypot(x2 - x1, y2 - y1); // a line up to the tip would be seen beside it
  const [endX, endY] = [x1 + (x2 - x1) * inHead, y1 + (y2 - y1) * inHead];
  draw(part, "line", "nnd-edge-line", { x1, y1, x2: endX, y2: endY });
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const transform = `translate(${x2} ${y2}) rotate(${angle})`;
  draw(part, "path", "nnd-edge-head", { d: "M0,0L-7,-4V4Z", transform });
}
