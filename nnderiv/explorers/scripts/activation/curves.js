// The two plots of an activation: curves, tangent, secant, and the handles that move them.

import { H_MAX, SLOPE_PLOT, X_END, X_MAX, X_MIN, X_START, activations } from "./plots.js";
import { buildHandle, buildStage, draw, scale, write } from "../drawing.js";
import { clamp, minus, number } from "../shared.js";

// Widths are measured, and one unit is one CSS pixel, so text keeps its size. Heights are those of
// activation.css, which reserves them before anything is drawn.
const NARROW = 672;
const LOW = { height: 330, top: { from: 6, to: 164 }, bottom: { from: 200, to: 304 } };
const HIGH = { height: 472, top: { from: 6, to: 256 }, bottom: { from: 292, to: 446 } };
const MARGIN = { left: 38, right: 14 };
const [TANGENT_REACH, SECANT_REACH] = [75, 45]; // how far the lines go beyond their points

const inPlot = (x) => clamp(x, X_START, X_END);

export function scalesFor({ main, others }, width) {
  const plots = [main, ...others].map(({ plot }) => plot);
  const { range, ticks } = plots.sort((a, b) => a.range[0] - b.range[0])[0]; // it holds the others
  const { height, top, bottom } = width < NARROW ? LOW : HIGH;
  const [across, pixels] = [[X_START, X_END], [MARGIN.left, width - MARGIN.right]];
  return {
    width, height, top, bottom, ticks,
    x: scale(across, pixels),
    xAt: scale(pixels, across),
    y: scale(range, [top.to, top.from]),
    slope: scale(SLOPE_PLOT.range, [bottom.to, bottom.from]),
  };
}

function pathOf(f, xScale, yScale) {
  const xs = Array.from({ length: 321 }, (_, i) => X_START + (i * (X_END - X_START)) / 320);
  const jumps = (i) => i === 0 || Math.abs(f(xs[i]) - f(xs[i - 1])) > 0.5;
  const place = (x) => `${xScale(x).toFixed(2)},${yScale(f(x)).toFixed(2)}`;
  return xs.map((x, i) => (jumps(i) ? "M" : "L") + place(x)).join("");
}

function drawBands(group, { main }, scales) {
  for (const [from, to] of main.saturated) {
    const [x, width] = [scales.x(from), scales.x(to) - scales.x(from)];
    for (const { from: y, to: end } of [scales.top, scales.bottom])
      draw(group, "rect", "nnd-band", { x, y, width, height: end - y });
    write(group, "nnd-tick", x + width / 2, scales.bottom.from + 16, "middle", "saturated");
  }
}

function drawAxes(group, _, scales) {
  const [x1, x2] = [scales.x(X_START), scales.x(X_END)];
  for (const [up, ticks] of [[scales.y, scales.ticks], [scales.slope, SLOPE_PLOT.ticks]]) {
    for (const value of ticks) {
      const y = up(value);
      draw(group, "line", value ? "nnd-grid" : "nnd-axis", { x1, x2, y1: y, y2: y });
      write(group, "nnd-tick", x1 - 6, y + 4, "end", minus(String(value)));
    }
  }
  for (const value of [-8, -6, -4, -2, 0, 2, 4, 6, 8])
    write(group, "nnd-tick", scales.x(value), scales.height - 8, "middle", minus(String(value)));
}

function drawCurve(group, { f, df, plot }, scales, names, [curve, derivative]) {
  const [unit, slopeUnit] = [scales.y, scales.slope].map((up) => up(0) - up(1));
  const parts = [[f, scales.y, plot.at, curve, unit], [df, scales.slope, plot.slopeAt, derivative, slopeUnit / 3]];
  parts.forEach(([g, up, [x, under, anchor], className, room], i) => {
    draw(group, "path", className, { d: pathOf(g, scales.x, up) });
    const y = up(g(x)) + Math.min(under, room); // in a flat plot, a label stays nearer to its curve
    write(group, `nnd-label ${className}-label`, scales.x(x), y, anchor, names[i]);
  });
}

function drawCurves(group, { main, others }, scales) {
  for (const other of others) {
    const key = Object.keys(activations).find((name) => activations[name] === other);
    const own = draw(group, "g", `nnd-own-${key}`);
    drawCurve(own, other, scales, [other.name, `${other.name}′`], ["nnd-other", "nnd-other"]);
  }
  const names = [`y = ${main.label}(x)`, `slope ${main.label}′(x)`];
  drawCurve(group, main, scales, names, ["nnd-curve", "nnd-derivative"]);
}

// The line through the point at x, as far as `reach` pixels beyond `x` and `x + h`.
function drawLine(group, className, { main, x }, slope, h, reach, scales) {
  const unit = Math.hypot(scales.x(1) - scales.x(0), scales.y(slope) - scales.y(0));
  const ends = [inPlot(x + Math.min(h, 0) - reach / unit), inPlot(x + Math.max(h, 0) + reach / unit)];
  const [y1, y2] = ends.map((end) => scales.y(main.f(x) + slope * (end - x)));
  draw(group, "line", className, { x1: scales.x(ends[0]), x2: scales.x(ends[1]), y1, y2 });
}

// Beyond the end of the step, or before its start where the plot ends.
function writeStep(group, { x, h }, { x: across, top }) {
  const [away, room] = h < 0 ? [-1, x + h > X_MIN + 1] : [1, x + h < X_MAX - 1];
  const [from, side] = room ? [x + h, away] : [x, -away];
  const text = [across(from) + 20 * side, top.to + 19, side > 0 ? "start" : "end"];
  write(group, "nnd-label nnd-step-label", ...text, `h = ${number(h, 2)}`);
}

function drawSlopes(group, state, scales) {
  const { main, others, x, h, slope, secant } = state;
  const { top, width } = scales;
  const [px, py, hx] = [scales.x(x), scales.y(main.f(x)), scales.x(x + h)];
  const view = { y: top.from, width, height: top.to - top.from };
  const plot = draw(group, "svg", "nnd-clip", { ...view, viewBox: `0 ${view.y} ${width} ${view.height}` });
  draw(group, "line", "nnd-guide", { x1: px, x2: px, y1: py, y2: scales.slope(slope) });
  draw(group, "line", "nnd-guide", { x1: hx, x2: hx, y1: scales.y(main.f(x + h)), y2: top.to });
  if (x !== main.kink) drawLine(plot, "nnd-tangent", state, slope, 0, TANGENT_REACH, scales);
  if (h) drawLine(plot, "nnd-secant-line", state, secant, h, SECANT_REACH, scales);
  draw(group, "line", "nnd-step", { x1: px, x2: hx, y1: top.to, y2: top.to });
  writeStep(group, state, scales);
  if (!others.length) { // up to the left, where none of the increasing curves goes
    const text = x === main.kink ? "no tangent" : `slope ${number(slope)}`;
    const textEnd = Math.max(px - 12, scales.x(X_START) + 90);
    write(group, "nnd-label nnd-slope-label nnd-halo", textEnd, py - 14, "end", text);
  }
  if (h) {
    const [y1, y2] = [scales.slope(slope), scales.slope(secant)];
    draw(group, "line", "nnd-gap", { x1: px, x2: px, y1, y2 });
    draw(group, "circle", "nnd-secant-mark", { cx: px, cy: y2, r: 4.5 });
  }
  draw(group, "circle", "nnd-dot nnd-slope-dot", { cx: px, cy: scales.slope(slope), r: 6 });
}

export function drawStage({ svg, drawing, point, step, second }, state, scales) {
  const { main, x, h } = state;
  const move = (node, at, y) => node.setAttribute("transform", `translate(${scales.x(at)} ${y})`);
  svg.setAttribute("viewBox", `0 0 ${scales.width} ${scales.height}`);
  drawing.replaceChildren();
  for (const part of [drawBands, drawAxes, drawCurves, drawSlopes]) part(drawing, state, scales);
  move(point, x, scales.y(main.f(x)));
  move(second, x + h, scales.y(main.f(x + h)));
  move(step, x + h, scales.top.to);
}

export function buildPlots() {
  const named = { role: "group", "aria-label": "Graphs of the activation and of its slope" };
  const { svg, drawing } = buildStage(named);
  const second = draw(svg, "g", "nnd-second", { "aria-hidden": "true" });
  draw(second, "circle", "nnd-ring", { r: 12 });
  draw(second, "circle", "nnd-dot nnd-second-dot", { r: 5 });
  const point = buildHandle(svg, "nnd-point", "x", [X_MIN, X_MAX]);
  draw(point, "circle", "nnd-ring", { r: 12 });
  draw(point, "circle", "nnd-dot", { r: 7 });
  const step = buildHandle(svg, "nnd-handle", "h", [-H_MAX, H_MAX]);
  draw(step, "rect", "nnd-ring", { x: -16, y: -3, width: 32, height: 34, rx: 6 });
  draw(step, "path", "nnd-triangle", { d: "M0,3L8,18H-8Z" });
  return { svg, drawing, point, step, second };
}
