// The errors of three numerical derivatives against their step h, from truncation to round-off.

import { choices, labelsOf, live, onSteps } from "./controls.js";
import { LOG_H, crossover, errorOf, estimates, functions, regimeOf } from "./differences.js";
import { buildHandle, buildStage, draw, onDrag, say, scale, write } from "./drawing.js";
import { scientific, superscript } from "./scientific.js";
import { change, clamp, foot, make, number, readout, valuesOf } from "./shared.js";
import { slider } from "./slider.js";

const X_RANGE = [-3, 3];
const LOG_ERROR = { low: -17, high: 1 }; // powers of ten, as those of the step
const NARROW = 480; // the width of the container query in step_size.css
const MARGIN = { top: 24, right: 14, bottom: 40, left: 46 };

// `label` stands `shift` pixels from the curve's point at h = 10^`at`, and above an error of
// 10^`above`, clear of the noise.
export const methods = {
  oneSided: {
    name: "one-sided",
    estimate: estimates.oneSided,
    marker: "M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0Z",
    label: { at: -4.2, above: -6, shift: [-8, -6], anchor: "end" },
  },
  central: {
    name: "central",
    estimate: estimates.central,
    marker: "M-5,-5h10v10h-10Z",
    label: { at: -3.6, shift: [10, 12], anchor: "start" },
  },
  complexStep: {
    name: "complex step",
    estimate: estimates.complexStep,
    marker: "M0,-9.5L9.5,0L0,9.5L-9.5,0Z", // seen behind the square,
    label: { at: -15.5, above: -15, shift: [0, 0], anchor: "start" },
  },
};

const tenTo = (exponent) => (exponent === 0 ? "1" : `10${superscript(exponent)}`);

function scalesFor(width) {
  const height = width < NARROW ? 304 : 330; // as in step_size.css: reserved before the drawing
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const [logs, pixels] = [[LOG_H.low, LOG_H.high], [left, right]];
  const [logH, up] = [scale(pixels, logs), scale([LOG_ERROR.low, LOG_ERROR.high], [bottom - 10, top])];
  return {
    left, right, top, bottom, width, height,
    x: scale(logs, pixels),
    xAt: (pixel) => clamp(logH(pixel), LOG_H.low, LOG_H.high),
    y: (error) => up(clamp(Math.log10(error), LOG_ERROR.low, LOG_ERROR.high)), // log10(0) is −∞
  };
}

function drawRegimes(group, border, { x, left, right, top, bottom }) {
  const parts = [[left, x(border), "round-off"], [x(border), right, "truncation"]];
  const height = bottom - top + 22;
  draw(group, "rect", "nnd-regime", { x: left, y: top - 22, width: x(border) - left, height });
  for (const [from, to, name] of parts)
    if (to - from > 80) write(group, "nnd-regime-label", (from + to) / 2, top - 7, "middle", name);
}

function drawGrid(group, { x, y, left, right, top, bottom, height }) {
  for (const power of [0, -4, -8, -12, -16]) {
    const [across, down] = [x(power), y(10 ** power)];
    draw(group, "line", "nnd-grid-line", { x1: left, x2: right, y1: down, y2: down });
    write(group, "nnd-tick", left - 7, down + 4, "end", tenTo(power));
    draw(group, "line", "nnd-tick-line", { x1: across, x2: across, y1: bottom, y2: bottom + 5 });
    write(group, "nnd-tick", across, bottom + 20, power ? "middle" : "end", tenTo(power));
  }
  draw(group, "line", "nnd-axis-line", { x1: left, x2: right, y1: bottom, y2: bottom });
  write(group, "nnd-tick", (left + right) / 2, height - 5, "middle", "step h");
  write(group, "nnd-tick", left - 7, y(0) + 6, "end", "0"); // as low as the plot goes
  write(group, "nnd-tick", left - 7, top - 7, "end", "error");
}

// `at` is the reader's step: it is a point of the curve too, so that its mark lies on it.
function pathOf(error, at, { x, y }) {
  const grid = Array.from({ length: 161 }, (_, i) => LOG_H.low + i / 10);
  const logs = [...grid, at].sort((one, other) => one - other);
  const place = (log) => `${x(log).toFixed(1)},${y(error(log)).toFixed(1)}`;
  return `M${logs.map(place).join("L")}`;
}

function drawMethod(group, [key, method], f, { x: point, log10_h: at }, scales) {
  const exact = f.d1(point);
  const error = (log) => errorOf(method.estimate(f, point, 10 ** log), exact);
  const part = draw(group, "g", `nnd-method nnd-method-${key}`);
  draw(part, "path", "nnd-line", { d: pathOf(error, at, scales) });
  const { at: place, above = LOG_ERROR.low, shift: [right, down], anchor } = method.label;
  const y = scales.y(Math.max(error(place), 10 ** above));
  return () => { // above all curves
    const front = draw(group, "g", `nnd-method nnd-method-${key}`);
    const name = [scales.x(place) + right, y + down, anchor, method.name];
    write(front, "nnd-label nnd-halo nnd-method-label", ...name);
    const transform = `translate(${scales.x(at)} ${scales.y(error(at))})`;
    draw(front, "path", "nnd-mark", { d: method.marker, transform });
  };
}

function drawStage({ svg, drawing, handle }, state, scales) {
  const f = functions[state.function];
  const x = scales.x(state.log10_h);
  svg.setAttribute("viewBox", `0 0 ${scales.width} ${scales.height}`);
  drawing.replaceChildren();
  drawRegimes(drawing, crossover(f, state.x), scales);
  drawGrid(drawing, scales);
  const behind = Object.entries(methods).reverse(); // the widest line at the back
  const fronts = behind.map((method) => drawMethod(drawing, method, f, state, scales));
  draw(drawing, "line", "nnd-step-line", { x1: x, x2: x, y1: scales.top, y2: scales.bottom });
  for (const front of fronts) front();
  handle.setAttribute("transform", `translate(${x} ${scales.bottom})`);
}

function buildPlot() {
  const named = { role: "group", "aria-label": "Graph of the errors against the step" };
  const { svg, drawing } = buildStage(named);
  const handle = buildHandle(svg, "nnd-point nnd-handle", "log₁₀ h", [LOG_H.low, LOG_H.high]);
  draw(handle, "circle", "nnd-handle-ring", { r: 12 });
  draw(handle, "circle", "nnd-handle-dot", { r: 8 });
  draw(handle, "path", "nnd-handle-grip", { d: "M-2,-3.5v7M2,-3.5v7" });
  return { svg, drawing, handle };
}

// The line and the mark of a curve, before its name.
function swatch(marker) {
  const size = { viewBox: "-18 -10 36 20", width: 36, height: 20, "aria-hidden": "true" };
  const svg = draw(document.createDocumentFragment(), "svg", "nnd-swatch", size);
  draw(svg, "path", "nnd-line", { d: "M-16,0H16" });
  draw(svg, "path", "nnd-mark", { d: marker, transform: "scale(0.8)" });
  return svg;
}

// A number with 12 decimals; those that agree with the exact derivative are in bold.
function digits(value, exact) {
  const [text, right] = [value, exact].map((one) => number(one, 12));
  const end = [...text].findIndex((character, i) => character !== right[i]);
  const agree = end < 0 ? text.length : end;
  const wrong = make("span", "nnd-wrong", text.slice(agree));
  return [make("strong", "nnd-right", text.slice(0, agree)), wrong];
}

function showNumbers(output, state) {
  const f = functions[state.function];
  const [h, exact] = [10 ** state.log10_h, f.d1(state.x)];
  const [regime, meaning] = regimeOf(f, state);
  const cell = (className, ...content) => [make("span", className, ...content), " "];
  const rows = Object.entries(methods).flatMap(([key, { name, estimate, marker }]) => {
    const value = estimate(f, state.x, h);
    return [
      ...cell(`nnd-row-name nnd-method-${key}`, swatch(marker), name),
      ...cell(`nnd-estimate nnd-${key}`, ...digits(value, exact)),
      ...cell(`nnd-error nnd-${key}-error`, scientific(errorOf(value, exact))),
    ];
  });
  output.replaceChildren(
    ...cell("nnd-step", "h = ", make("span", "nnd-h", scientific(h))),
    ...cell("nnd-head", "slope at x"),
    ...cell("nnd-head nnd-error", exact === 0 ? "error" : "rel. error"),
    ...rows,
    ...cell("nnd-row-name nnd-exact-name", "exact"),
    ...cell("nnd-estimate nnd-exact", number(exact, 12)),
    ...cell("nnd-error", ""),
    make("span", "nnd-regime-now", "one-sided, ", make("strong", "nnd-regime-name", regime), meaning),
  );
}

function render({ model, el }) {
  const clampH = (log) => clamp(log, LOG_H.low, LOG_H.high);
  // rounded, or steps of 0.1 would drift
  const moveTo = (log) => change(model, { log10_h: Number(clampH(log).toFixed(1)) + 0 });
  const names = ["function", "x", "log10_h"];
  const labels = labelsOf(functions, "label");
  const chooser = choices("f(x) =", labels, (value) => change(model, { function: value }));
  const point = slider("x", X_RANGE, "", (x) => change(model, { x }));
  const [stage, output] = [buildPlot(), readout("nnd-readout")];
  const last = foot(model, names, "Drag the line, or use the arrow keys. Bold digits are right.");
  const controls = make("div", "nnd-controls", chooser.fieldset, point.label);
  el.append(make("div", "nnd-explorer nnd-step-size", controls, stage.svg, output, last));

  let xAt;
  onDrag(stage.svg, stage.handle, (pixel) => moveTo(xAt(pixel)));
  onSteps(stage.handle, { small: 0.1, large: 1 }, (step) => moveTo(model.get("log10_h") + step));
  return live({ model, el }, names, stage.svg, (width) => {
    const [state, scales] = [valuesOf(model, names), scalesFor(width)];
    ({ xAt } = scales);
    chooser.show(state.function);
    point.show(state.x);
    drawStage(stage, state, scales);
    showNumbers(output, state);
    const f = functions[state.function];
    const spoken = `h = ${scientific(10 ** state.log10_h)}, ${regimeOf(f, state).join("")}`;
    say(stage.handle, state.log10_h, spoken);
  });
}

export default { render };
