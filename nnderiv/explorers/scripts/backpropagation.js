// A network of two layers as a graph: values run forward, gradients backward, a node at a time.

import { ACTIVATIONS } from "./activations.js";
import { buildDescent } from "./backpropagation/descent_panel.js";
import { buildGraph } from "./backpropagation/graph.js";
import { GIVEN, NODES, RANGE, STEPS } from "./backpropagation/network.js";
import { buildNudge } from "./backpropagation/nudge_panel.js";
import { describe, explain } from "./backpropagation/words.js";
import { choices, labelsOf, live } from "./controls.js";
import { change, foot, make, readout, valuesOf } from "./shared.js";
import { slider } from "./slider.js";
import { buildWalk } from "./graph_parts/walk.js";

// What the reader pointed at explains itself; else the last step does.
function showText(output, state) {
  const { way, formula, text } = describe(state);
  const lines = state.selected ? explain(state.selected, state) : [{ kind: way, formula, text }];
  const spans = lines.map((line) => make(
    "span", `nnd-line nnd-line-${line.kind}`,
    ...(line.formula ? [make("span", "nnd-formula", line.formula), " "] : []),
    make("span", "nnd-numbers", line.text), " ",
  ));
  output.replaceChildren(...spans);
}

function render({ model, el }) {
  const names = ["activation", ...GIVEN, "step", "selected", "nudged", "nudge", "rate", "losses"];
  const stateNow = () => valuesOf(model, names);
  // what is set by hand is no step of descent: its losses begin anew
  const set = (values) => change(model, { ...values, losses: [] });
  const labels = labelsOf(ACTIVATIONS, "name");
  const chooser = choices("Activation", labels, (activation) => set({ activation }));
  const graph = buildGraph((selected) => change(model, { selected }));
  const goTo = (step) => change(model, { step, selected: "" });
  const walk = buildWalk(goTo, () => model.get("step"), () => STEPS);
  const output = readout("nnd-readout");
  const sliders = GIVEN.map((name) => {
    const move = (value) => set({ [name]: value });
    return { name, ...slider(NODES[name].label, RANGE, `nnd-given-${name}`, move) };
  });
  const given = make("div", "nnd-given", ...sliders.map(({ label }) => label));
  const [nudge, descent] = [buildNudge(model), buildDescent(model, stateNow)];
  const panels = make("div", "nnd-panels", nudge.panel, descent.panel);
  const last = foot(model, names, "A node has its value above and its gradient below, an edge its slope. Click one: it explains itself.");
  const parts = [chooser.fieldset, graph.svg, walk.row, output, given, panels, last];
  el.append(make("div", "nnd-explorer nnd-parts nnd-backpropagation", ...parts));

  const end = live({ model, el }, names, graph.svg, (width) => {
    const state = stateNow();
    chooser.show(state.activation);
    for (const { name, show } of sliders) show(state[name]);
    graph.show(state, width);
    showText(output, state);
    walk.show(state.step, describe(state).way);
    nudge.show(state);
    descent.show(state);
  });
  return () => {
    walk.end();
    end();
  };
}

export default { render };
