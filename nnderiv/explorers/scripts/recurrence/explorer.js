// A state that goes through time, and its gradient on the way back.

import { choices, live, onSteps } from "../controls.js";
import { onDrag, say } from "../drawing.js";
import { change, clamp, foot, make, readout, valuesOf } from "../shared.js";
import { slider } from "../slider.js";
import { passes } from "./passes.js";
import { buildPlot, drawStage, scalesFor } from "./plot.js";
import { captionOf, gradientWords, showWords, stepWords } from "./words.js";

const STEPS = [2, 12];
const SLIDERS = {
  w_h: ["wₕ", [-2.5, 2.5]], w_x: ["wₓ", [-2, 2]], b: ["b", [-2, 2]], steps: ["T", STEPS], f: ["f", [0, 1]],
};
const CELLS = { rnn: "RNN", lstm: "LSTM cell" };
const LOSSES = { last: "last step", all: "every step" };

function buildControls(model) {
  const chooser = (name, legend, options) => choices(legend, options, (value) => change(model, { [name]: value }));
  const cell = chooser("cell", "Layer:", CELLS);
  const loss = chooser("loss", "Loss sees:", LOSSES);
  const sliders = Object.entries(SLIDERS).map(([name, [text, range]]) => {
    const one = slider(text, range, `nnd-${name}`, (value) => change(model, { [name]: value }));
    return { ...one, name, input: one.label.querySelector("input") };
  });
  const whole = sliders.find(({ name }) => name === "steps");
  whole.input.step = 1;
  const show = (state) => {
    cell.show(state.cell);
    loss.show(state.loss);
    for (const one of sliders) {
      one.show(state[one.name]);
      one.input.disabled = one.name === "f" && state.cell === "rnn";
    }
    whole.label.querySelector(".nnd-steps").textContent = state.steps; // without a decimal
  };
  const rows = make("div", "nnd-sliders", ...sliders.map(({ label }) => label));
  return { nodes: [make("div", "nnd-choosers", cell.fieldset, loss.fieldset), rows], show };
}

function shownOf(state, found) {
  const rnn = state.cell === "rnn";
  return {
    states: found.h,
    gradients: rnn ? found.dh : found.dc,
    titles: ["state hₜ", rnn ? "size of dL/dhₜ" : "size of dL/dcₜ"],
  };
}

function render({ model, el }) {
  const names = ["cell", "loss", "w_h", "w_x", "b", "f", "steps", "t"];
  const marked = () => Math.min(model.get("t"), model.get("steps"));
  const moveTo = (t) => change(model, { t: clamp(t, 1, model.get("steps")) });
  const controls = buildControls(model);
  const [stage, output] = [buildPlot([1, STEPS[1]]), readout("nnd-readout")];
  const formula = make("p", "nnd-formula-now");
  const last = foot(model, names, "Drag over the plots to mark a step, or use the arrow keys. Hollow bars are negative.");
  el.append(make("div", "nnd-explorer nnd-recurrence", ...controls.nodes, formula, stage.svg, output, last));

  let stepAt;
  onDrag(stage.svg, stage.handle, (pixel) => moveTo(stepAt(pixel)));
  onSteps(stage.handle, { small: 1, large: 3 }, (step) => moveTo(marked() + step));
  return live({ model, el }, names, stage.svg, (width) => {
    const state = valuesOf(model, names);
    const [found, scales, t] = [passes(state), scalesFor(width, state.steps), marked()];
    ({ stepAt } = scales);
    controls.show(state);
    formula.textContent = captionOf(state);
    drawStage(stage, shownOf(state, found), t, scales);
    showWords(output, t, state, found);
    stage.handle.setAttribute("aria-valuemax", state.steps);
    say(stage.handle, t, `step ${t}: ${stepWords(t, state, found)}, ${gradientWords(t, state, found)}`);
  });
}

export default { render };
