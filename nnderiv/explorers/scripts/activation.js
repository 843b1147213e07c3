// An activation above, its derivative below, one point that moves along both, and a secant.

import { buildPlots, drawStage, scalesFor } from "./activation/curves.js";
import { H_MAX, X_MAX, X_MIN, activations } from "./activation/plots.js";
import { choices, labelsOf, live, onSteps } from "./controls.js";
import { draw, onDrag, say } from "./drawing.js";
import { numberInput } from "./number_input.js";
import { change, clamp, foot, make, number, readout, valuesOf } from "./shared.js";

const DY_MAX = 10;
const TRAITS = ["activation", "compare", "dy", "h", "offered", "x"];

const rounded = (value, low, high) => Number(clamp(value, low, high).toFixed(2)) + 0;

function stateOf(model) {
  const { activation, compare, dy, h, x } = valuesOf(model, TRAITS);
  const main = activations[activation];
  const others = compare.map((name) => activations[name]).filter((other) => other !== main);
  const slope = main.df(x);
  return { main, others, x, h, slope, dx: dy * slope, secant: (main.f(x + h) - main.f(x)) / h };
}

function numbersOf({ main, x, h, dx, slope, secant }) {
  const smooth = x !== main.kink;
  const atZero = smooth ? "the secant is the tangent" : "none at h = 0";
  const difference = !smooth ? "no tangent" : h ? number(secant - slope) : "none";
  return {
    y: [`y = ${main.label}(x)`, number(main.f(x))],
    slope: [`slope ${main.label}′(x)`, smooth ? number(slope) : `no derivative; ${slope} by convention`],
    dx: [`dL/dx = dL/dy · ${main.label}′(x)`, number(dx)],
    secant: [h ? "secant slope (f(x+h) − f(x))/h" : "secant slope", h ? number(secant) : atZero],
    difference: ["difference secant − tangent", difference],
  };
}

function show(output, { point, step }, state) {
  const numbers = numbersOf(state);
  const cells = Object.entries(numbers).map(([key, [text, value]]) => {
    const name = make("span", "nnd-name", text);
    return make("span", "nnd-cell", name, " ", make("span", `nnd-value nnd-${key}`, value), " ");
  });
  output.replaceChildren(...cells);
  for (const [node, name, keys] of [[point, "x", ["y", "slope"]], [step, "h", ["secant", "difference"]]]) {
    const spoken = [[name, number(state[name])], ...keys.map((key) => numbers[key])];
    say(node, state[name], spoken.flat().join(" "));
  }
}

// A check box for each curve, with the line that it is drawn with, and its formula while it is.
function buildComparison(compare) {
  const { fieldset, buttons } = choices("Compare with", labelsOf(activations, "name"), compare, "checkbox");
  const rows = buttons.map((button) => {
    const size = { viewBox: "0 0 18 8", width: 18, height: 8, "aria-hidden": "true" };
    const swatch = draw(button.parentElement, "svg", "nnd-swatch", size);
    const line = draw(swatch, "path", "nnd-other", { d: "M0,4H18" });
    const formula = make("span", "nnd-formula");
    button.after(swatch);
    button.parentElement.after(formula);
    button.parentElement.classList.add(`nnd-own-${button.value}`);
    return { button, line, formula };
  });
  const update = (activation, compared, listed) => {
    for (const { button, line, formula } of rows) {
      formula.hidden = button.parentElement.hidden = !listed.includes(button.value);
      const main = button.value === activation; // it is drawn already
      button.disabled = main;
      button.checked = !main && compared.includes(button.value);
      line.setAttribute("class", main ? "nnd-curve" : "nnd-other");
      const row = activations[button.value];
      formula.textContent = main || button.checked ? `y = ${row.formula}, y′ = ${row.derivative}` : "";
    }
  };
  fieldset.classList.add("nnd-comparison");
  return { fieldset, update };
}

function buildChoosers(model) {
  const names = labelsOf(activations, "name");
  const one = choices("Activation", names, (activation) => change(model, { activation }));
  const more = buildComparison((value, on) => {
    const drawn = model.get("compare");
    const now = Object.keys(names).filter((name) => (name === value ? on : drawn.includes(name)));
    change(model, { compare: now });
  });
  const update = () => {
    const { activation, compare, offered } = valuesOf(model, ["activation", "compare", "offered"]);
    const listed = [...offered, activation, ...compare]; // what is drawn can be taken away again
    for (const button of one.buttons) button.parentElement.hidden = !listed.includes(button.value);
    one.show(activation);
    more.update(activation, compare, listed);
  };
  return { one: one.fieldset, more: more.fieldset, update };
}

function buildInputs(model) {
  const inputs = {
    x: numberInput("x", [X_MIN, X_MAX], (x) => change(model, { x })),
    h: numberInput("h", [-H_MAX, H_MAX], (h) => change(model, { h })),
    dy: numberInput("dL/dy", [-DY_MAX, DY_MAX], (dy) => change(model, { dy })),
  };
  const update = () => {
    for (const [name, { show: showValue }] of Object.entries(inputs)) showValue(model.get(name));
  };
  return { row: make("div", "nnd-inputs", ...Object.values(inputs).map(({ label }) => label)), update };
}

function listen({ svg, point, step, second }, model, at) {
  // rounded, or steps of 0.1 would drift and never meet ReLU's kink at 0
  const moveTo = (x) => change(model, { x: rounded(x, X_MIN, X_MAX) });
  const widen = (h) => change(model, { h: rounded(h, -H_MAX, H_MAX) });
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
  const [choosers, inputs] = [buildChoosers(model), buildInputs(model)];
  const [stage, output] = [buildPlots(), readout("nnd-readout")];
  const last = foot(model, TRAITS);
  const below = make("div", "nnd-below", make("div", "", inputs.row, output), choosers.more);
  el.append(make("div", "nnd-explorer nnd-activation", choosers.one, stage.svg, below, last));

  let xAt;
  listen(stage, model, (pixel) => xAt(pixel));
  return live({ model, el }, TRAITS, stage.svg, (width) => {
    const state = stateOf(model);
    const scales = scalesFor(state, width);
    ({ xAt } = scales);
    choosers.update();
    inputs.update();
    drawStage(stage, state, scales);
    show(output, stage, state);
    last.firstChild.textContent = `Drag, or use arrow keys. Shaded: ${state.main.rule}.`;
  });
}

export default { render };
