// An activation above, its derivative below, and one point that moves along both.

const [X_MIN, X_MAX] = [-6, 6];
const SATURATED = 0.05; // a slope under this counts as saturated
// Heights are fixed, widths are measured: one unit is one CSS pixel, so text keeps its size.
const HEIGHT = 392;
const [TOP, BOTTOM] = [{ from: 6, to: 216 }, { from: 240, to: 366 }];
const MARGIN = { left: 38, right: 14 };
const TANGENT_HALF = 75;

const sigmoid = (x) => {
  const e = Math.exp(-Math.abs(x)); // exp of a positive number would overflow for large |x|
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
};
const beyond = (edge) => [[X_MIN, -edge], [edge, X_MAX]];

// `saturated` lists ranges of x; the derivative's label stands at `labelX`.
export const activations = {
  sigmoid: {
    label: "σ",
    f: sigmoid,
    df: (x) => sigmoid(x) * sigmoid(-x),
    saturated: beyond(2 * Math.atanh(Math.sqrt(1 - 4 * SATURATED))),
    rule: `slope under ${SATURATED}`,
    plot: { range: [-0.25, 1.25], ticks: [0, 0.5, 1], labelX: 0 },
  },
  tanh: {
    label: "tanh",
    f: Math.tanh,
    df: (x) => 1 / Math.cosh(x) ** 2,
    saturated: beyond(Math.atanh(Math.sqrt(1 - SATURATED))),
    rule: `slope under ${SATURATED}`,
    plot: { range: [-1.5, 1.5], ticks: [-1, 0, 1], labelX: 0 },
  },
  relu: {
    label: "ReLU",
    f: (x) => Math.max(x, 0),
    df: (x) => (x > 0 ? 1 : 0),
    kink: 0, // where it has no derivative
    saturated: [[X_MIN, 0]],
    rule: "x < 0, slope exactly 0",
    plot: { range: [-1.5, 7], ticks: [0, 3, 6], labelX: 3 },
  },
};
// One scale for all three, so that the sigmoid's 0.25 looks as small beside 1 as it is.
const SLOPE_PLOT = { range: [-0.1, 1.35], ticks: [0, 0.25, 1] };

const inPlot = (x) => clamp(x, X_MIN, X_MAX);

function scalesFor({ plot }, width) {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const up = ({ from, to }, [low, high]) => (v) => to - ((v - low) / (high - low)) * (to - from);
  return {
    x: (v) => left + ((v - X_MIN) / (X_MAX - X_MIN)) * (right - left),
    xAt: (pixel) => inPlot(X_MIN + ((pixel - left) / (right - left)) * (X_MAX - X_MIN)),
    y: up(TOP, plot.range),
    slope: up(BOTTOM, SLOPE_PLOT.range),
  };
}

function pathOf(f, xScale, yScale) {
  const xs = Array.from({ length: 241 }, (_, i) => X_MIN + (i * (X_MAX - X_MIN)) / 240);
  const jumps = (i) => i === 0 || Math.abs(f(xs[i]) - f(xs[i - 1])) > 0.5;
  const place = (x) => `${xScale(x).toFixed(2)},${yScale(f(x)).toFixed(2)}`;
  return xs.map((x, i) => (jumps(i) ? "M" : "L") + place(x)).join("");
}

function drawBands(group, { saturated }, scales) {
  for (const [from, to] of saturated) {
    const [x, width] = [scales.x(from), scales.x(to) - scales.x(from)];
    for (const { from: y, to: end } of [TOP, BOTTOM])
      draw(group, "rect", "nnd-band", { x, y, width, height: end - y });
    write(group, "nnd-tick", x + width / 2, BOTTOM.from + 18, "middle", "saturated");
  }
}

function drawAxes(group, activation, scales) {
  const [x1, x2] = [scales.x(X_MIN), scales.x(X_MAX)];
  for (const [scale, ticks] of [[scales.y, activation.plot.ticks], [scales.slope, SLOPE_PLOT.ticks]]) {
    for (const value of ticks) {
      const y = scale(value);
      draw(group, "line", value ? "nnd-grid" : "nnd-axis", { x1, x2, y1: y, y2: y });
      write(group, "nnd-tick", x1 - 6, y + 4, "end", minus(String(value)));
    }
  }
  for (const value of [-6, -3, 0, 3, 6])
    write(group, "nnd-tick", scales.x(value), HEIGHT - 8, "middle", minus(String(value)));
}

function drawCurves(group, { f, df, label, plot }, scales) {
  draw(group, "path", "nnd-curve", { d: pathOf(f, scales.x, scales.y) });
  draw(group, "path", "nnd-derivative", { d: pathOf(df, scales.x, scales.slope) });
  const [right, below] = [scales.x(X_MAX) - 6, scales.y(f(2)) + 26];
  write(group, "nnd-label nnd-curve-label", right, below, "end", `y = ${label}(x)`);
  const [middle, above] = [scales.x(plot.labelX), scales.slope(df(plot.labelX)) - 13];
  write(group, "nnd-label nnd-slope-label", middle, above, "middle", `slope ${label}′(x)`);
}

function drawTangent(group, { f, df, kink }, x, scales) {
  const [px, py, slope] = [scales.x(x), scales.y(f(x)), df(x)];
  draw(group, "line", "nnd-guide", { x1: px, x2: px, y1: py, y2: scales.slope(slope) });
  if (x !== kink) {
    const unit = Math.hypot(scales.x(1) - scales.x(0), scales.y(slope) - scales.y(0));
    const [from, to] = [inPlot(x - TANGENT_HALF / unit), inPlot(x + TANGENT_HALF / unit)];
    const [y1, y2] = [from, to].map((end) => scales.y(f(x) + slope * (end - x)));
    draw(group, "line", "nnd-tangent", { x1: scales.x(from), x2: scales.x(to), y1, y2 });
  }
  // All three bend away from this side of their tangent, so the number never meets the curve.
  const [toX, toY, anchor] = x >= 0 ? [px - 12, py - 14, "end"] : [px + 12, py + 24, "start"];
  const text = x === kink ? "no tangent" : `slope ${number(slope)}`;
  write(group, "nnd-label nnd-slope-label nnd-halo", toX, toY, anchor, text);
  draw(group, "circle", "nnd-dot nnd-slope-dot", { cx: px, cy: scales.slope(slope), r: 6 });
}

function drawStage({ svg, drawing, point }, activation, x, width) {
  const scales = scalesFor(activation, width);
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  drawing.replaceChildren();
  for (const part of [drawBands, drawAxes, drawCurves]) part(drawing, activation, scales);
  drawTangent(drawing, activation, x, scales);
  point.setAttribute("transform", `translate(${scales.x(x)} ${scales.y(activation.f(x))})`);
}

function buildStage() {
  const named = { role: "group", "aria-label": "Graphs of the activation and of its slope" };
  const svg = draw(document.createDocumentFragment(), "svg", "nnd-stage", named);
  const drawing = draw(svg, "g", "nnd-drawing", { "aria-hidden": "true" });
  const slider = { role: "slider", tabindex: 0, "aria-valuemin": X_MIN, "aria-valuemax": X_MAX };
  const point = draw(svg, "g", "nnd-point", { ...slider, "aria-label": "x" });
  draw(point, "circle", "nnd-ring", { r: 12 });
  draw(point, "circle", "nnd-dot", { r: 7 });
  return { svg, drawing, point };
}

function showNumbers(output, { f, df, label, kink }, x) {
  const slope = x === kink ? "no derivative; 0 by convention" : number(df(x));
  const cell = (key, text, value) => {
    const name = make("span", "nnd-name", text);
    return make("span", "nnd-cell", name, " ", make("span", `nnd-value nnd-${key}`, value), " ");
  };
  output.replaceChildren(
    cell("x", "x", number(x)),
    cell("y", `y = ${label}(x)`, number(f(x))),
    cell("slope", `slope ${label}′(x)`, slope),
  );
}

function render({ model, el }) {
  const change = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  // rounded, or steps of 0.1 would drift and never meet ReLU's kink at 0
  const moveTo = (x) => change("x", Number(inPlot(x).toFixed(2)) + 0);
  const current = () => activations[model.get("activation")];
  const names = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU" };
  const chooser = choices("Activation", names, (value) => change("activation", value));
  const [stage, output] = [buildStage(), make("output", "nnd-readout")];
  const caption = make("p", "nnd-caption");
  output.setAttribute("aria-live", "polite");
  const reset = resetButton(model, ["activation", "x"]);
  const foot = make("div", "nnd-foot", caption, reset);
  el.append(make("div", "nnd-explorer nnd-activation", chooser.fieldset, stage.svg, output, foot));

  let xAt;
  onDrag(stage.svg, stage.point, (pixel) => moveTo(xAt(pixel)));
  onSteps(stage.point, { small: 0.1, large: 1 }, (step) => moveTo(model.get("x") + step));
  const end = live(model, ["x", "activation"], stage.svg, (width) => {
    for (const button of chooser.buttons) button.checked = button.value === model.get("activation");
    xAt = scalesFor(current(), width).xAt;
    drawStage(stage, current(), model.get("x"), width);
    showNumbers(output, current(), model.get("x"));
    stage.point.setAttribute("aria-valuenow", model.get("x"));
    stage.point.setAttribute("aria-valuetext", output.textContent.trim());
    caption.textContent = `Drag the point, or use the arrow keys. Shaded: saturated (${current().rule}).`;
  });
  return () => {
    end();
    el.replaceChildren();
  };
}

export default { render };
