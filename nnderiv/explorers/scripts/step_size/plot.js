// The plot of the errors against the step, with a band for each method that tells its regimes.

import { LOG_H, crossover, errorOf, estimates, functions, regimesOf } from "./differences.js";
import { buildHandle, buildStage, draw, scale, write } from "../drawing.js";
import { superscript } from "../scientific.js";
import { clamp } from "../shared.js";

const LOG_ERROR = { low: -17, high: 1 }; // powers of ten, as those of the step
const NARROW = 480; // the width of the container query in step_size.css
const BAND = 18; // the bands stand above the plot, one under the other
const MARGIN = { top: 3 * BAND + 20, right: 14, bottom: 40, left: 46 };

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

export function scalesFor(width) {
  const height = width < NARROW ? 342 : 390; // as in step_size.css: reserved before the drawing
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

function drawBand(group, [key, { marker }], row, border, { x, left, right }) {
  const part = draw(group, "g", `nnd-method nnd-method-${key}`);
  const [y, height, baseline] = [row * BAND, BAND - 3, row * BAND + 12];
  draw(part, "path", "nnd-mark nnd-band-mark", { d: marker, transform: `translate(${left - 12} ${y + height / 2}) scale(0.7)` });
  const before = [left, x(border), "nnd-before", left + 6, "start"];
  const beyond = [x(border), right, "nnd-beyond", right - 6, "end"];
  const sides = [before, beyond];
  for (const [from, to, side] of sides)
    draw(part, "rect", `nnd-regime ${side}`, { x: from, y, width: to - from, height });
  return () => { // above the line of the step
    const front = draw(group, "g", `nnd-method-${key}`);
    sides.forEach(([from, to, side, textX, anchor], i) => {
      const text = [textX, baseline, anchor, regimesOf(key)[i]];
      if (to - from > 90) write(front, `nnd-regime-label ${side}`, ...text);
    });
  };
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

export function drawStage({ svg, drawing, handle }, state, scales) {
  const f = functions[state.function];
  const x = scales.x(state.log10_h);
  svg.setAttribute("viewBox", `0 0 ${scales.width} ${scales.height}`);
  drawing.replaceChildren();
  const bands = Object.entries(methods).map((method, row) =>
    drawBand(drawing, method, row, crossover(method[0], f, state.x), scales));
  drawGrid(drawing, scales);
  const behind = Object.entries(methods).reverse(); // the widest line at the back
  const fronts = behind.map((method) => drawMethod(drawing, method, f, state, scales));
  draw(drawing, "line", "nnd-step-line", { x1: x, x2: x, y1: 0, y2: scales.bottom });
  for (const front of [...bands, ...fronts]) front();
  handle.setAttribute("transform", `translate(${x} ${scales.bottom})`);
}

export function buildPlot() {
  const named = { role: "group", "aria-label": "Graph of the errors against the step" };
  const { svg, drawing } = buildStage(named);
  const handle = buildHandle(svg, "nnd-point nnd-handle", "log₁₀ h", [LOG_H.low, LOG_H.high]);
  draw(handle, "circle", "nnd-handle-ring", { r: 12 });
  draw(handle, "circle", "nnd-handle-dot", { r: 8 });
  draw(handle, "path", "nnd-handle-grip", { d: "M-2,-3.5v7M2,-3.5v7" });
  return { svg, drawing, handle };
}
