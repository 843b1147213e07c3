// Logits to drag; softmax, the loss, its gradient and the Jacobian follow, one column per class.

import { choices, live, onSteps } from "./controls.js";
import { compute } from "./cross_entropy.js";
import { buildHandle, buildStage, draw, say, scale, write } from "./drawing.js";
import { change, clamp, foot, make, minus, number, readout, valuesOf } from "./shared.js";

const CLASSES = [0, 1, 2, 3];
const H_MAX = 6;
const SHIFT = { min: -1000, max: 1000, step: 10 };
// Heights are fixed, widths are measured: one unit is one CSS pixel, so text keeps its size.
const HEIGHT = 376;
const GUTTER = 76; // --nnd-gutter in softmax.css
// Each band has a line of numbers, and below it a plot.
const BANDS = {
  h: { numbers: 14, top: 32, bottom: 140, range: [-H_MAX, H_MAX], ticks: [-6, 0, 6] },
  o: { numbers: 178, top: 192, bottom: 252, range: [0, 1], ticks: [0, 1] },
  gradient: { numbers: 286, top: 300, bottom: 370, range: [-1, 1], ticks: [-1, 0, 1] },
};
const LARGEST_ENTRY = 0.25; // of the Jacobian: o(1 − o) at o = 1/2

const subscript = (i) => "₁₂₃₄"[i];
const shown = (value, digits = 4) =>
  Number.isFinite(value) ? number(value, digits) : minus(String(value).replace("Infinity", "inf").toLowerCase());
const shownList = (values) => `(${values.map((value) => shown(value)).join(", ")})`;

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

const logitAt = scale([BANDS.h.top, BANDS.h.bottom], [H_MAX, -H_MAX]);

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

function drawStage({ svg, drawing, handles }, { h, t, shift }, shownNow, width) {
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
    const box = { x: scales.left(i), y: top - 12, width: scales.column, height: bottom - top + 24 };
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

function buildPlots() {
  const named = { role: "group", "aria-label": "Logits, probabilities and gradient of each class" };
  const stage = buildStage(named);
  return { ...stage, handles: CLASSES.map((i) => buildLogit(stage.svg, i)) };
}

// A finger drags the point itself; elsewhere it scrolls the page, and a tap moves the point.
function onDragUp(svg, { group, point }, move) {
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

function buildJacobian() {
  const sub = (letter, index) => [letter, make("sub", "", index)];
  const head = make("tr", "", make("td", "nnd-corner"));
  for (const i of CLASSES) {
    const cell = make("th", "nnd-head", `dh${subscript(i)}`);
    cell.scope = "col";
    head.append(cell);
  }
  const body = make("tbody", "", head);
  const rows = CLASSES.map((a) => {
    const name = make("th", "nnd-head", `do${subscript(a)}`);
    name.scope = "row";
    const cells = CLASSES.map(() => make("td", "nnd-cell"));
    body.append(make("tr", "", name, ...cells));
    return cells;
  });
  const formula = [...sub("do", "a"), "/", ...sub("dh", "i"), " = ", ...sub("o", "a")];
  const rest = [" (", ...sub("δ", "a,i"), " − ", ...sub("o", "i"), ")"];
  const caption = make("caption", "nnd-formula", "Jacobian ", ...formula, ...rest);
  return { table: make("table", "nnd-table nnd-jacobian", caption, body), rows };
}

function showJacobian({ rows }, values) {
  for (const a of CLASSES)
    for (const i of CLASSES) {
      const [cell, value] = [rows[a][i], values[a][i]];
      cell.textContent = shown(value);
      cell.classList.toggle("nnd-negative", value < 0);
      const part = Number.isFinite(value) ? Math.abs(value) / LARGEST_ENTRY : 0;
      cell.style.setProperty("--nnd-part", `${(45 * part).toFixed(1)}%`); // more would hide the number
    }
}

function buildShift(move) {
  const input = Object.assign(make("input", "nnd-range"), { type: "range", ...SHIFT });
  input.addEventListener("input", () => move(Number(input.value)));
  const value = make("span", "nnd-shift-value");
  return { input, value, label: make("label", "nnd-shift", "add c to all h", input, value) };
}

function showNumbers(output, { E, o, gradient, note }, t) {
  const broken = o.every(Number.isFinite) ? "" : " nnd-broken";
  const line = (key, name, value) =>
    make("span", "nnd-line", `${name} = `, make("span", `nnd-is-${key}`, value), " ");
  output.replaceChildren(
    make("span", "nnd-line nnd-loss", `E = −log o${subscript(t)} = `, make("span", "nnd-is-E", shown(E)), " "),
    line("o", "o", shownList(o)),
    line("gradient", "o − t", shownList(gradient)),
    make("span", `nnd-note${broken}`, note),
  );
}

function render({ model, el }) {
  const names = ["h", "t", "shift", "naive"];
  const setLogit = (i, value, digits) => {
    const rounded = Number(clamp(value, -H_MAX, H_MAX).toFixed(digits)) + 0;
    change(model, { h: model.get("h").map((old, j) => (j === i ? rounded : old)) });
  };
  const labels = Object.fromEntries(CLASSES.map((i) => [i, String(i + 1)]));
  const classes = choices("right class", labels, (value) => change(model, { t: Number(value) }));
  const power = () => ["e", make("sup", "", "h")];
  const formula = make("span", "", "naive formula ", ...power(), " / Σ ", ...power());
  const naive = choices("", { naive: formula }, (_, on) => change(model, { naive: on }), "checkbox");
  const [stage, grid, output] = [buildPlots(), buildJacobian(), readout("nnd-numbers")];
  const shift = buildShift((value) => change(model, { shift: value }));
  const controls = make("div", "nnd-controls", shift.label, naive.fieldset.querySelector("label"));
  const last = foot(model, names, "Drag a logit h, or use the arrow keys. Dashed: the target t.");
  const parts = [classes.fieldset, stage.svg, grid.table, controls, output, last];
  el.append(make("div", "nnd-explorer nnd-softmax", ...parts));

  for (const [i, handle] of stage.handles.entries()) {
    onDragUp(stage.svg, handle, (pixel) => setLogit(i, logitAt(pixel), 1));
    onSteps(handle.point, { small: 0.1, large: 1 }, (step) => setLogit(i, model.get("h")[i] + step, 2));
  }
  return live({ model, el }, names, stage.svg, (width) => {
    const now = valuesOf(model, names);
    const shownNow = compute(now);
    classes.show(now.t);
    naive.buttons[0].checked = now.naive;
    shift.input.value = now.shift; // moved to the nearest step
    const c = minus(String(Number(now.shift.toFixed(2))));
    shift.value.textContent = `c = ${c}`;
    shift.input.setAttribute("aria-valuetext", c);
    drawStage(stage, now, shownNow, width);
    showJacobian(grid, shownNow.jacobian);
    showNumbers(output, shownNow, now.t);
  });
}

export default { render };
