// Logits to drag, the probabilities and the gradient: one column per class.

import { CLASSES, shown, subscript } from "./classes.js";
import { H_MAX } from "./cross_entropy.js";
import { buildHandle, buildStage, draw, say, scale, write } from "../drawing.js";
import { minus } from "../shared.js";

// Heights are fixed, widths are measured: one unit is one CSS pixel, so text keeps its size.
const HEIGHT = 332;
export const GUTTER = 76; // --nnd-gutter in softmax.css
// Each band has a line of numbers, and below it a plot.
const BANDS = {
  h: { numbers: 14, top: 30, bottom: 126, range: [-H_MAX, H_MAX], ticks: [-6, 0, 6] },
  o: { numbers: 158, top: 170, bottom: 224, range: [0, 1], ticks: [0, 1] },
  gradient: { numbers: 256, top: 268, bottom: 328, range: [-1, 1], ticks: [-1, 0, 1] },
};

function scalesFor(width) {
  const column = (width - GUTTER) / CLASSES.length;
  const up = ({ top, bottom, range }) => scale(range, [bottom, top]);
  return {
    column,
    bar: Math.min(44, column * 0.52),
    left: (i) => GUTTER + i * column,
    middle: (i) => GUTTER + (i + 0.5) * column,
    h: up(BANDS.h),
    o: up(BANDS.o),
    gradient: up(BANDS.gradient),
  };
}

export const logitAt = scale([BANDS.h.top, BANDS.h.bottom], [H_MAX, -H_MAX]);

// `origin` is what the axis stands for, when it is not 0.
function drawBand(group, name, { label, values, digits, origin }, scales, width) {
  const { numbers, ticks } = BANDS[name];
  write(group, `nnd-label nnd-label-${name}`, 0, numbers, "start", label);
  for (const value of ticks) {
    const y = scales[name](value);
    draw(group, "line", value ? "nnd-grid" : "nnd-axis", { x1: GUTTER, x2: width, y1: y, y2: y });
    const tick = origin ? `${origin} ${value < 0 ? "-" : "+"} ${Math.abs(value)}` : String(value);
    write(group, "nnd-tick", GUTTER - 6, y + 4, "end", minus(value ? tick : (origin ?? tick)));
  }
  for (const i of CLASSES)
    write(group, `nnd-number nnd-${name}-number`, scales.middle(i), numbers, "middle", shown(values[i], digits));
}

const finite = (values) => CLASSES.filter((i) => Number.isFinite(values[i]));

function drawBars(group, name, values, scales) {
  for (const i of finite(values)) {
    const [from, to] = [scales[name](0), scales[name](values[i])];
    const box = { x: scales.middle(i) - scales.bar / 2, y: Math.min(from, to) };
    draw(group, "rect", "nnd-bar", { ...box, width: scales.bar, height: Math.abs(to - from) });
  }
}

function drawTarget(group, t, scales) {
  const [y, end] = [scales.o(1), scales.o(0)];
  const box = { x: scales.middle(t) - scales.bar / 2, y, width: scales.bar, height: end - y };
  draw(group, "rect", "nnd-target", box);
}

function drawArrow(group, x, from, to) {
  const length = Math.abs(to - from);
  const head = Math.min(9, length);
  const neck = to + (to < from ? head : -head);
  draw(group, "line", "nnd-shaft", { x1: x, x2: x, y1: from, y2: neck });
  const half = head * 0.7;
  draw(group, "path", "nnd-arrow", { d: `M${x} ${to}L${x - half} ${neck}L${x + half} ${neck}Z` });
}

export function drawStage({ svg, drawing, handles }, { h, t, shift }, shownNow, width) {
  const scales = scalesFor(width);
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  drawing.replaceChildren();
  const moved = shift ? { label: "h + c", origin: "c" } : { label: "h" };
  drawBand(drawing, "h", { ...moved, values: shownNow.z, digits: 2 }, scales, width);
  drawBars(drawing, "h", h, scales);
  drawBand(drawing, "o", { label: "softmax o", values: shownNow.o }, scales, width);
  drawBars(drawing, "o", shownNow.o, scales);
  drawTarget(drawing, t, scales);
  drawBand(drawing, "gradient", { label: "o − t", values: shownNow.gradient }, scales, width);
  for (const i of finite(shownNow.gradient))
    drawArrow(drawing, scales.middle(i), scales.gradient(0), scales.gradient(shownNow.gradient[i]));
  for (const [i, { area, point }] of handles.entries()) {
    const { top, bottom } = BANDS.h;
    const box = { x: scales.left(i), y: top - 10, width: scales.column, height: bottom - top + 20 };
    for (const [name, value] of Object.entries(box)) area.setAttribute(name, value);
    point.setAttribute("transform", `translate(${scales.middle(i)} ${scales.h(h[i])})`);
    say(point, h[i], `${shown(h[i], 2)}, o${subscript(i)} is ${shown(shownNow.o[i])}`);
  }
}

function buildLogit(svg, i) {
  const group = draw(svg, "g", "nnd-logit");
  const area = draw(group, "rect", "nnd-area");
  const point = buildHandle(group, "nnd-point", `logit h${subscript(i)}`, [-H_MAX, H_MAX]);
  point.setAttribute("aria-orientation", "vertical");
  draw(point, "circle", "nnd-reach", { r: 22 }); // for a finger
  draw(point, "circle", "nnd-ring", { r: 11 });
  draw(point, "circle", "nnd-dot", { r: 7 });
  return { group, area, point };
}

export function buildPlots() {
  const named = { role: "group", "aria-label": "Logits, probabilities and gradient of each class" };
  const stage = buildStage(named);
  return { ...stage, handles: CLASSES.map((i) => buildLogit(stage.svg, i)) };
}

// A finger drags the point itself; elsewhere it scrolls the page, and a tap moves the point.
export function onDragUp(svg, { group, point }, move) {
  const moved = (event) => move(event.clientY - svg.getBoundingClientRect().top);
  group.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (event.pointerType === "touch" && !point.contains(event.target)) return;
    event.preventDefault();
    group.setPointerCapture(event.pointerId);
    point.focus({ preventScroll: true });
    moved(event);
  });
  group.addEventListener("pointermove", (event) => {
    if (group.hasPointerCapture(event.pointerId)) moved(event);
  });
  group.addEventListener("click", (event) => event.pointerType === "mouse" || moved(event));
}
