// Logits to drag; softmax, the loss and its gradient follow. Below, one of three panels: a step
// against the gradient, the Jacobian, and what a float64 does to the formula.

import { CLASSES, shown, shownList, subscript } from "./softmax/classes.js";
import { choices, live, onSteps } from "./controls.js";
import { H_MAX, compute, stepped } from "./softmax/cross_entropy.js";
import { buildDescent, showDescent } from "./softmax/descent_panel.js";
import { buildJacobian, showJacobian } from "./softmax/jacobian_panel.js";
import { buildOverflow, showOverflow } from "./softmax/overflow_panel.js";
import { change, clamp, foot, make, readout, valuesOf } from "./shared.js";
import { buildPlots, drawStage, logitAt, onDragUp } from "./softmax/plot.js";

const TRAITS = ["entry", "h", "naive", "panel", "rate", "shift", "t"];
const PANELS = { descent: "one step", jacobian: "Jacobian", overflow: "overflow" };

function showNumbers(output, { E, o, gradient }, t) {
  const line = (key, name, value, className) =>
    make("span", `nnd-line ${className}`, `${name} = `, make("span", `nnd-is-${key}`, value), " ");
  output.replaceChildren(
    line("E", `E = −log o${subscript(t)}`, shown(E), "nnd-loss"),
    line("o", "o", shownList(o), "nnd-spoken"), // the plots have these numbers for the eye
    line("gradient", "o − t", shownList(gradient), "nnd-spoken"),
  );
}

function buildParts(model) {
  const set = (name) => (value) => change(model, { [name]: value });
  const labels = Object.fromEntries(CLASSES.map((i) => [i, String(i + 1)]));
  return {
    classes: choices("right class", labels, (value) => change(model, { t: Number(value) })),
    stage: buildPlots(),
    output: readout("nnd-numbers"),
    chooser: choices("Show", PANELS, set("panel")),
    panels: {
      descent: buildDescent(set("rate"), () => change(model, { h: stepped(valuesOf(model, TRAITS)) })),
      jacobian: buildJacobian(set("entry")),
      overflow: buildOverflow(set("shift"), set("naive")),
    },
  };
}

function listen({ svg, handles }, model) {
  const setLogit = (i, value, digits) => {
    const rounded = Number(clamp(value, -H_MAX, H_MAX).toFixed(digits)) + 0;
    change(model, { h: model.get("h").map((old, j) => (j === i ? rounded : old)) });
  };
  for (const [i, handle] of handles.entries()) {
    onDragUp(svg, handle, (pixel) => setLogit(i, logitAt(pixel), 1));
    onSteps(handle.point, { small: 0.1, large: 1 }, (step) => setLogit(i, model.get("h")[i] + step, 2));
  }
}

function show({ classes, stage, output, chooser, panels }, state, width) {
  const now = compute(state);
  classes.show(state.t);
  chooser.show(state.panel);
  for (const [name, { panel }] of Object.entries(panels)) panel.hidden = name !== state.panel;
  drawStage(stage, state, now, width);
  showNumbers(output, now, state.t);
  showDescent(panels.descent, state, now, width);
  showJacobian(panels.jacobian, now, state);
  showOverflow(panels.overflow, state, now);
}

function render({ model, el }) {
  const parts = buildParts(model);
  const { classes, stage, output, chooser, panels } = parts;
  chooser.fieldset.classList.add("nnd-panels");
  const last = foot(model, TRAITS, "Drag a logit h, or use the arrow keys. Dashed: the target t.");
  const below = Object.values(panels).map(({ panel }) => panel);
  const all = [classes.fieldset, stage.svg, output, chooser.fieldset, ...below, last];
  el.append(make("div", "nnd-explorer nnd-softmax", ...all));
  listen(stage, model);
  return live({ model, el }, TRAITS, stage.svg, (width) => show(parts, valuesOf(model, TRAITS), width));
}

export default { render };
