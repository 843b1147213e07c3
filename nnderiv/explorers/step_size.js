// The errors of three numerical derivatives against their step h, from truncation to round-off.

const [X_MIN, X_MAX] = [-3, 3];
const LOG_H = { low: -16, high: 0 }; // powers of ten, as all that follows on the axes
const LOG_ERROR = { low: -17, high: 1 };
const UNIT_ROUNDOFF = 2 ** -53; // the largest relative error of rounding to 64 bits
const NARROW = 480; // the width of the container query in step_size.css
const MARGIN = { top: 24, right: 14, bottom: 40, left: 46 };

// A complex number is a pair [real part, imaginary part].
const timesComplex = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];
const expComplex = ([a, b]) => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];
const sigmoidComplex = ([a, b]) => {
  const [c, d] = expComplex([-a, -b]);
  const size = (1 + c) ** 2 + d ** 2; // 1 / (1 + e^−z), made real below the line
  return [(1 + c) / size, -d / size];
};
const sigmoidReal = (x) => 1 / (1 + Math.exp(-x));
const sigmoidSlope = (x) => sigmoidReal(x) * sigmoidReal(-x);

// f, its first three derivatives, and f of a complex number.
export const functions = {
  exp: { label: "eˣ", f: Math.exp, d1: Math.exp, d2: Math.exp, d3: Math.exp, complex: expComplex },
  sin: {
    label: "sin x",
    f: Math.sin,
    d1: Math.cos,
    d2: (x) => -Math.sin(x),
    d3: (x) => -Math.cos(x),
    complex: ([a, b]) => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)],
  },
  sigmoid: {
    label: "σ(x)",
    f: sigmoidReal,
    d1: sigmoidSlope,
    d2: (x) => sigmoidSlope(x) * (1 - 2 * sigmoidReal(x)),
    d3: (x) => sigmoidSlope(x) * (1 - 6 * sigmoidSlope(x)),
    complex: sigmoidComplex,
  },
  cube: {
    label: "x³",
    f: (x) => x * x * x,
    d1: (x) => 3 * x * x,
    d2: (x) => 6 * x,
    d3: () => 6,
    complex: (z) => timesComplex(timesComplex(z, z), z),
  },
};

// `label` stands `shift` pixels from the curve's point at h = 10^`at`, and above an error of
// 10^`above`, clear of the noise.
export const methods = {
  oneSided: {
    name: "one-sided",
    estimate: ({ f }, x, h) => (f(x + h) - f(x)) / h,
    marker: "M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0Z",
    label: { at: -4.2, above: -6, shift: [-8, -6], anchor: "end" },
  },
  central: {
    name: "central",
    estimate: ({ f }, x, h) => (f(x + h) - f(x - h)) / (2 * h),
    marker: "M-5,-5h10v10h-10Z",
    label: { at: -3.6, shift: [10, 12], anchor: "start" },
  },
  complexStep: {
    name: "complex step",
    estimate: ({ complex }, x, h) => complex([x, h])[1] / h,
    marker: "M0,-9.5L9.5,0L0,9.5L-9.5,0Z", // seen behind the square,
    label: { at: -15.5, above: -15, shift: [0, 0], anchor: "start" },
  },
};

// Relative to the derivative, or as it is where the derivative is 0.
export const errorOf = (estimate, exact) => Math.abs(estimate - exact) / (Math.abs(exact) || 1);

// The exponent of the step at which the one-sided difference's two errors are equal, by bounds.
export function crossover({ f, d1, d2, d3 }, x) {
  const truncation = (h) => (h * Math.abs(d2(x))) / 2 + (h * h * Math.abs(d3(x))) / 6;
  // f(x) and f(x + h) are rounded, and x + h too
  const roundOff = (h) => (UNIT_ROUNDOFF * (2 * Math.abs(f(x)) + Math.abs(x * d1(x)))) / h;
  let { low, high } = LOG_H;
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (truncation(10 ** middle) > roundOff(10 ** middle)) high = middle;
    else low = middle;
  }
  return high - LOG_H.low < 1e-6 ? LOG_H.low : high;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (whole) =>
  String(whole).replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPTS[digit]);
const tenTo = (exponent) => (exponent === 0 ? "1" : `10${superscript(exponent)}`);

// 0.00012 as "1.2·10⁻⁴".
export function scientific(value) {
  if (value === 0) return "0";
  const [digits, exponent] = value.toExponential(1).split("e");
  return `${minus(digits)}·10${superscript(Number(exponent))}`;
}

function scalesFor(width) {
  const height = width < NARROW ? 304 : 330; // as in step_size.css: reserved before the drawing
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const logH = (pixel) => LOG_H.low + ((pixel - left) / (right - left)) * (LOG_H.high - LOG_H.low);
  const share = (log) => (log - LOG_ERROR.low) / (LOG_ERROR.high - LOG_ERROR.low);
  return {
    left, right, top, bottom, width, height,
    x: (log) => left + ((log - LOG_H.low) / (LOG_H.high - LOG_H.low)) * (right - left),
    xAt: (pixel) => clamp(logH(pixel), LOG_H.low, LOG_H.high),
    y: (error) => {
      const log = clamp(Math.log10(error), LOG_ERROR.low, LOG_ERROR.high); // log10(0) is −∞
      return bottom - 10 - share(log) * (bottom - 10 - top);
    },
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

function buildStage() {
  const named = { role: "group", "aria-label": "Graph of the errors against the step" };
  const svg = draw(document.createDocumentFragment(), "svg", "nnd-stage", named);
  const drawing = draw(svg, "g", "nnd-drawing", { "aria-hidden": "true" });
  const { low, high } = LOG_H;
  const slider = { role: "slider", tabindex: 0, "aria-valuemin": low, "aria-valuemax": high };
  const handle = draw(svg, "g", "nnd-point nnd-handle", { ...slider, "aria-label": "log₁₀ h" });
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

// What the one-sided difference suffers from, as a name and what that means.
export function regimeOf(f, { x, log10_h: log }) {
  return log < crossover(f, x)
    ? ["round-off", ": the error grows as h shrinks"]
    : ["truncation", ": the error falls with h"];
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

// A slider's number: the reader's has one decimal, one set from Python may have more.
const onSlider = (value) => number(value, value === Number(value.toFixed(1)) ? 1 : 2);

// A slider with its name before it and its number behind it.
function pointSlider(move) {
  const range = { type: "range", min: X_MIN, max: X_MAX, step: 0.1 };
  const input = Object.assign(make("input", "nnd-range"), range);
  const value = make("span", "nnd-range-value");
  input.setAttribute("aria-label", "x"); // or its number would be a part of its name
  input.addEventListener("input", () => move(Number(input.value)));
  return { label: make("label", "nnd-slider", "x", input, value), input, value };
}

function render({ model, el }) {
  const change = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const clampH = (log) => clamp(log, LOG_H.low, LOG_H.high);
  // rounded, or steps of 0.1 would drift
  const moveTo = (log) => change("log10_h", Number(clampH(log).toFixed(1)) + 0);
  const names = ["function", "x", "log10_h"];
  const stateNow = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const labels = Object.entries(functions).map(([name, { label }]) => [name, label]);
  const chooser = choices("f(x) =", Object.fromEntries(labels), (value) => change("function", value));
  const [point, stage] = [pointSlider((x) => change("x", x)), buildStage()];
  const output = make("output", "nnd-readout");
  output.setAttribute("aria-live", "polite");
  const caption = make("p", "nnd-caption", "Drag the line, or use the arrow keys. Bold digits are right.");
  const foot = make("div", "nnd-foot", caption, resetButton(model, names));
  const controls = make("div", "nnd-controls", chooser.fieldset, point.label);
  el.append(make("div", "nnd-explorer nnd-step-size", controls, stage.svg, output, foot));

  let xAt;
  onDrag(stage.svg, stage.handle, (pixel) => moveTo(xAt(pixel)));
  onSteps(stage.handle, { small: 0.1, large: 1 }, (step) => moveTo(model.get("log10_h") + step));
  const end = live(model, names, stage.svg, (width) => {
    const [state, scales] = [stateNow(), scalesFor(width)];
    ({ xAt } = scales);
    for (const button of chooser.buttons) button.checked = button.value === state.function;
    point.input.value = state.x;
    point.value.textContent = onSlider(state.x);
    drawStage(stage, state, scales);
    showNumbers(output, state);
    const f = functions[state.function];
    stage.handle.setAttribute("aria-valuenow", state.log10_h);
    const spoken = `h = ${scientific(10 ** state.log10_h)}, ${regimeOf(f, state).join("")}`;
    stage.handle.setAttribute("aria-valuetext", spoken);
  });
  return () => {
    end();
    el.replaceChildren();
  };
}

export default { render };
