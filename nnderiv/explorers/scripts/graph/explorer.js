// A formula as a graph: a nudge travels forward through it, the gradient comes back, a node at a time.

import { choices, labelsOf, live } from "../controls.js";
import { AMOUNTS, EXAMPLES, edgesOf, exampleOf, nodesOf } from "./examples.js";
import { buildInputs } from "./inputs.js";
import { forwardSteps, lastStepOf, nudge, nudgedOf, stepNow } from "./passes.js";
import { buildGraph } from "./stage.js";
import { describe, explain, tellDifference } from "./words.js";
import { buildNudgePanel, comparison } from "../graph_parts/nudge_panel.js";
import { button, change, foot, make, readout, valuesOf } from "../shared.js";
import { buildWalk } from "../graph_parts/walk.js";

const NAMES = ["example", ...Object.keys(EXAMPLES), "step", "selected", "nudged", "nudge"];

// What of the state the example has: a link may name a part or an input of another one.
export function stateOf(model) {
  const state = valuesOf(model, NAMES);
  const example = exampleOf(state);
  const isPart = [...nodesOf(example), ...edgesOf(example)].includes(state.selected);
  return { ...state, step: stepNow(state), nudged: nudgedOf(state), selected: isPart ? state.selected : "" };
}

// What the reader pointed at explains itself; else the last step does.
function showText(output, state) {
  const lines = state.selected ? explain(state.selected, state) : describe(state).lines;
  const spans = lines.map(({ kind, formula, text }) => make(
    "span", `nnd-line nnd-line-${kind}`,
    ...(formula ? [make("span", "nnd-formula", formula), " "] : []),
    make("span", "nnd-numbers", text), " ",
  ));
  output.replaceChildren(...spans);
}

// The panel of the nudge; what is chosen there is shown on its way, at the end of the forward pass.
function buildNudge(model, stateNow, send) {
  const choose = (chosen) => change(model, { ...chosen, step: forwardSteps(exampleOf(stateNow())), selected: "" });
  const { panel, title, show } = buildNudgePanel(AMOUNTS, choose);
  title.append(" ", button("Send it forward", send));
  const free = ({ inputs, held }) => inputs.filter((name) => !held.includes(name)).map((name) => [name, name]);
  const showNudge = (state) =>
    show(free(exampleOf(state)), state, comparison(`dL/d${state.nudged}`, state.nudge, nudge(state)), tellDifference(state));
  return { panel, show: showNudge };
}

function render({ model, el }) {
  const stateNow = () => stateOf(model);
  const goTo = (step) => change(model, { step, selected: "" });
  const chooser = choices("L =", labelsOf(EXAMPLES, "label"), (example) => change(model, { example, step: 0, selected: "" }));
  const inputs = buildInputs((values) => change(model, { [model.get("example")]: values }));
  const graph = buildGraph((selected) => change(model, { selected }));
  const walk = buildWalk(goTo, () => stateNow().step, () => lastStepOf(exampleOf(stateNow())));
  const output = readout("nnd-readout");
  const panel = buildNudge(model, stateNow, () => walk.playFrom(0, forwardSteps(exampleOf(stateNow()))));
  const last = foot(model, NAMES, "Above its name a node has its value, below it the change by the nudge, then the gradient; an edge has its slope. Click one.");
  const parts = [chooser.fieldset, inputs.place, graph.place, walk.row, output, panel.panel, last];
  el.append(make("div", "nnd-explorer nnd-parts nnd-graph", ...parts));

  const end = live({ model, el }, NAMES, graph.place, (width) => {
    const state = stateNow();
    chooser.show(state.example);
    inputs.show(state);
    graph.show(state, width);
    showText(output, state);
    walk.show(state.step, describe(state).way);
    panel.show(state);
  });
  return () => {
    walk.end();
    end();
  };
}

export default { render };
