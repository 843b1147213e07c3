// An activation above, its derivative below, one point that moves along both, and a secant.

import { H_MAX, SLOPE_PLOT, X_END, X_MAX, X_MIN, activations } from "./activation_plots.js";
import { choices, labelsOf, live, onSteps } from "./controls.js";
import { buildHandle, buildStage, draw, onDrag, say, scale, write } from "./drawing.js";
import { change, clamp, foot, make, minus, number, readout } from "./shared.js";

// Heights are fixed, widths are measured: one unit is one CSS pixel, so text keeps its size.
const HEIGHT = 404;
const [TOP, BOTTOM] = [{ from: 6, to: 216 }, { from: 252, to: 378 }];
const MARGIN = { left: 38, right: 14 };
const [TANGENT_REACH, SECANT_REACH] = [75, 45]; // how far the lines go beyond their points

const inPlot = (x) => clamp(x, X_MIN, X_END);
const rounded = (value, low, high) => Number(clamp(value, low, high).toFixed(2)) + 0;

function stateOf(model) {
  const [main, x, h] = [activations[model.get("activation")], model.get("x"), model.get("h")];
  const others = model.get("compare").map((name) => activations[name]).filter((other) => other !== main);
  return { main, others, x, h, slope: main.df(x), secant: (main.f(x + h) - main.f(x)) / h };
}

function scalesFor({ main, others }, width) {
  const plots = [main, ...others].map(({ plot }) => plot);
  const { range, ticks } = plots.sort((a, b) => a.range[0] - b.range[0])[0]; // it holds the others
  const [across, pixels] = [[X_MIN, X_END], [MARGIN.left, width - MARGIN.right]];
  return {
    x: scale(across, pixels),
    xAt: scale(pixels, across),
    y: scale(range, [TOP.to, TOP.from]),
    slope: scale(SLOPE_PLOT.range, [BOTTOM.to, BOTTOM.from]),
    ticks,
  };
}

function pathOf(f, xScale, yScale) {
  const xs = Array.from({ length: 281 }, (_, i) => X_MIN + (i * (X_END - X_MIN)) / 280);
  const jumps = (i) => i === 0 || Math.abs(f(xs[i]) - f(xs[i - 1])) > 0.5;
  const place = (x) => `${xScale(x).toFixed(2)},${yScale(f(x)).toFixed(2)}`;
  return xs.map((x, i) => (jumps(i) ? "M" : "L") + place(x)).join("");
}

function drawBands(group, { main }, scales) {
  for (const [from, to] of main.saturated) {
    const [x, width] = [scales.x(from), scales.x(to) - scales.x(from)];
    for (const { from: y, to: end } of [TOP, BOTTOM])
      draw(group, "rect", "nnd-band", { x, y, width, height: end - y });
    write(group, "nnd-tick", x + width / 2, BOTTOM.from + 16, "middle", "saturated");
  }
}

function drawAxes(group, _, scales) {
  const [x1, x2] = [scales.x(X_MIN), scales.x(X_END)];
  for (const [up, ticks] of [[scales.y, scales.ticks], [scales.slope, SLOPE_PLOT.ticks]]) {
    for (const value of ticks) {
      const y = up(value);
      draw(group, "line", value ? "nnd-grid" : "nnd-axis", { x1, x2, y1: y, y2: y });
      write(group, "nnd-tick", x1 - 6, y + 4, "end", minus(String(value)));
    }
  }
  for (const value of [-6, -4, -2, 0, 2, 4, 6, 8])
    write(group, "nnd-tick", scales.x(value), HEIGHT - 8, "middle", minus(String(value)));
}

function drawCurve(group, { f, df, plot }, scales, names, [curve, derivative]) {
  const unit = scales.y(0) - scales.y(1); // in a flat plot, a label stays nearer to its curve
  const parts = [[f, scales.y, plot.at, curve, unit], [df, scales.slope, plot.slopeAt, derivative, 100]];
  parts.forEach(([g, up, [x, under, anchor], className, room], i) => {
    draw(group, "path", className, { d: pathOf(g, scales.x, up) });
    const y = up(g(x)) + Math.min(under, 0.7 * room);
    write(group, `nnd-label ${className}-label`, scales.x(x), y, anchor, names[i]);
  });
}

function drawCurves(group, { main, others }, scales) {
  for (const other of others)
    drawCurve(group, other, scales, [other.name, `${other.name}′`], ["nnd-other", "nnd-other"]);
  const names = [`y = ${main.label}(x)`, `slope ${main.label}′(x)`];
  drawCurve(group, main, scales, names, ["nnd-curve", "nnd-derivative"]);
}

// The line through the point at x, as far as `reach` pixels before `x` and behind `x + h`.
function drawLine(group, className, { main, x }, slope, h, reach, scales) {
  const unit = Math.hypot(scales.x(1) - scales.x(0), scales.y(slope) - scales.y(0));
  const ends = [inPlot(x - reach / unit), inPlot(x + h + reach / unit)];
  const [y1, y2] = ends.map((end) => scales.y(main.f(x) + slope * (end - x)));
  draw(group, "line", className, { x1: scales.x(ends[0]), x2: scales.x(ends[1]), y1, y2 });
}

function drawSlopes(group, state, scales, width) {
  const { main, others, x, h, slope, secant } = state;
  const [px, py, hx] = [scales.x(x), scales.y(main.f(x)), scales.x(x + h)];
  const view = { y: TOP.from, width, height: TOP.to - TOP.from };
  const plot = draw(group, "svg", "nnd-clip", { ...view, viewBox: `0 ${view.y} ${width} ${view.height}` });
  draw(group, "line", "nnd-guide", { x1: px, x2: px, y1: py, y2: scales.slope(slope) });
  draw(group, "line", "nnd-guide", { x1: hx, x2: hx, y1: scales.y(main.f(x + h)), y2: TOP.to });
  if (x !== main.kink) drawLine(plot, "nnd-tangent", state, slope, 0, TANGENT_REACH, scales);
  if (h) drawLine(plot, "nnd-secant-line", state, secant, h, SECANT_REACH, scales);
  draw(group, "line", "nnd-step", { x1: px, x2: hx, y1: TOP.to, y2: TOP.to });
  const [textX, side] = x + h < X_MAX - 1 ? [hx + 20, "start"] : [px - 20, "end"];
  write(group, "nnd-label nnd-step-label", textX, TOP.to + 19, side, `h = ${number(h, 2)}`);
  if (!others.length) { // up to the left, where none of the increasing curves goes
    const text = x === main.kink ? "no tangent" : `slope ${number(slope)}`;
    const textEnd = Math.max(px - 12, scales.x(X_MIN) + 90);
    write(group, "nnd-label nnd-slope-label nnd-halo", textEnd, py - 14, "end", text);
  }
  if (h) {
    const [y1, y2] = [scales.slope(slope), scales.slope(secant)];
    draw(group, "line", "nnd-gap", { x1: px, x2: px, y1, y2 });
    draw(group, "circle", "nnd-secant-mark", { cx: px, cy: y2, r: 4.5 });
  }
  draw(group, "circle", "nnd-dot nnd-slope-dot", { cx: px, cy: scales.slope(slope), r: 6 });
}

function drawStage({ svg, drawing, point, step, second }, state, width) {
  const [scales, { main, x, h }] = [scalesFor(state, width), state];
  const move = (node, at, y) => node.setAttribute("transform", `translate(${scales.x(at)} ${y})`);
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  drawing.replaceChildren();
  for (const part of [drawBands, drawAxes, drawCurves, drawSlopes]) part(drawing, state, scales, width);
  move(point, x, scales.y(main.f(x)));
  move(second, x + h, scales.y(main.f(x + h)));
  move(step, x + h, TOP.to);
}

function buildPlots() {
  const named = { role: "group", "aria-label": "Graphs of the activation and of its slope" };
  const { svg, drawing } = buildStage(named);
  const second = draw(svg, "g", "nnd-second", { "aria-hidden": "true" });
  draw(second, "circle", "nnd-ring", { r: 12 });
  draw(second, "circle", "nnd-dot nnd-second-dot", { r: 5 });
  const point = buildHandle(svg, "nnd-point", "x", [X_MIN, X_MAX]);
  draw(point, "circle", "nnd-ring", { r: 12 });
  draw(point, "circle", "nnd-dot", { r: 7 });
  const step = buildHandle(svg, "nnd-handle", "h", [0, H_MAX]);
  draw(step, "rect", "nnd-ring", { x: -16, y: -3, width: 32, height: 34, rx: 6 });
  draw(step, "path", "nnd-triangle", { d: "M0,3L8,18H-8Z" });
  return { svg, drawing, point, step, second };
}

function numbersOf({ main, x, h, slope, secant }) {
  const smooth = x !== main.kink;
  const atZero = smooth ? "the secant is the tangent" : "none at h = 0";
  const difference = !smooth ? "no tangent" : h ? number(secant - slope) : "none";
  return [
    ["x", "x", number(x)],
    ["y", `y = ${main.label}(x)`, number(main.f(x))],
    ["slope", `slope ${main.label}′(x)`, smooth ? number(slope) : "no derivative; 0 by convention"],
    ["h", "h", number(h)],
    ["secant", h ? "secant slope (f(x+h) − f(x))/h" : "secant slope", h ? number(secant) : atZero],
    ["difference", "difference secant − tangent", difference],
  ];
}

function show(output, { point, step }, state) {
  const numbers = numbersOf(state);
  const cells = numbers.map(([key, text, value]) => {
    const name = make("span", "nnd-name", text);
    return make("span", "nnd-cell", name, " ", make("span", `nnd-value nnd-${key}`, value), " ");
  });
  output.replaceChildren(...cells);
  for (const [node, now, from] of [[point, state.x, 0], [step, state.h, 3]]) {
    const spoken = numbers.slice(from, from + 3).map(([, text, value]) => `${text} ${value}`);
    say(node, now, spoken.join(" "));
  }
}

function buildChoosers(model) {
  const names = labelsOf(activations, "name");
  const { softplus, silu, ...main } = names; // these two are there to compare with only
  const compare = (value, on) => {
    const drawn = model.get("compare");
    const now = Object.keys(names).filter((name) => (name === value ? on : drawn.includes(name)));
    change(model, { compare: now });
  };
  const one = choices("Activation", main, (activation) => change(model, { activation }));
  const more = choices("Compare with", names, compare, "checkbox");
  const update = () => {
    const chosen = model.get("activation");
    one.show(chosen);
    for (const button of more.buttons) {
      button.disabled = button.value === chosen; // it is drawn already
      button.checked = !button.disabled && model.get("compare").includes(button.value);
    }
  };
  return { fieldsets: [one.fieldset, more.fieldset], update };
}

function listen({ svg, point, step, second }, model, at) {
  // rounded, or steps of 0.1 would drift and never meet ReLU's kink at 0
  const moveTo = (x) => change(model, { x: rounded(x, X_MIN, X_MAX) });
  const widen = (h) => change(model, { h: rounded(h, 0, H_MAX) });
  onDrag(svg, point, (pixel) => moveTo(at(pixel)));
  for (const handle of [step, second]) {
    const left = (node) => node.getBoundingClientRect().left;
    handle.addEventListener("pointerdown", (event) => event.stopPropagation()); // or x would move too
    onDrag(handle, step, (pixel) => widen(at(pixel + left(handle) - left(svg)) - model.get("x")));
  }
  onSteps(point, { small: 0.1, large: 1 }, (by) => moveTo(model.get("x") + by));
  onSteps(step, { small: 0.1, large: 0.5 }, (by) => widen(model.get("h") + by));
}

function render({ model, el }) {
  const [choosers, stage, output] = [buildChoosers(model), buildPlots(), readout("nnd-readout")];
  const traits = ["activation", "compare", "h", "x"];
  const last = foot(model, traits);
  el.append(make("div", "nnd-explorer nnd-activation", ...choosers.fieldsets, stage.svg, output, last));

  let xAt;
  listen(stage, model, (pixel) => xAt(pixel));
  return live({ model, el }, traits, stage.svg, (width) => {
    const state = stateOf(model);
    xAt = scalesFor(state, width).xAt;
    choosers.update();
    drawStage(stage, state, width);
    show(output, stage, state);
    last.firstChild.textContent = `Drag, or use arrow keys. Shaded: ${state.main.rule}.`;
  });
}

export default { render };
