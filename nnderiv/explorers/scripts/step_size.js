// The errors of three numerical derivatives against their step h, from truncation to round-off.

import { choices, labelsOf, live, onSteps } from "./controls.js";
import { LOG_H, errorOf, functions, regimeOf } from "./step_size/differences.js";
import { draw, onDrag, say } from "./drawing.js";
import { scientific } from "./scientific.js";
import { change, clamp, foot, make, number, readout, valuesOf } from "./shared.js";
import { slider } from "./slider.js";
import { buildPlot, drawStage, methods, scalesFor } from "./step_size/plot.js";

const X_RANGE = [-3, 3];

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

const regimesNow = (f, state) =>
  Object.entries(methods).map(([key, { name }]) => `${name}: ${regimeOf(key, f, state)}`).join(", ");

function showNumbers(output, state) {
  const f = functions[state.function];
  const [h, exact] = [10 ** state.log10_h, f.d1(state.x)];
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
    make("span", "nnd-regimes-now", regimesNow(f, state)),
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
    const spoken = `h = ${scientific(10 ** state.log10_h)}, ${regimesNow(functions[state.function], state)}`;
    say(stage.handle, state.log10_h, spoken);
  });
}

export default { render };
