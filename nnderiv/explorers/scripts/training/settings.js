// What the reader chooses of the network, its first weights, its steps and the planted mistake.

import { ACTIVATIONS } from "../activations.js";
import { choices, labelsOf } from "../controls.js";
import { change, make } from "../shared.js";
import { slider } from "../slider.js";
import { MISTAKES } from "./backward.js";

const RATES = [0.1, 5];
const INITS = { zero: "0", small: "0.01", right: "1 / √inputs", large: "10 / √inputs" };

// A list to choose from; `options` are pairs of a value and its label.
function select(label, options, choose) {
  const node = make("select", "nnd-select", ...options.map(([value, text]) => new Option(text, value)));
  node.setAttribute("aria-label", label);
  node.addEventListener("change", () => choose(node.value));
  return node;
}

export function buildSettings(model) {
  const row = (name, text, options) => {
    const isNumber = name === "classes";
    const node = select(text, options, (value) => change(model, { [name]: isNumber ? Number(value) : value }));
    return { name, node, label: make("label", "nnd-setting", make("span", "", text), node) };
  };
  const rows = [
    row("activation", "Activation", Object.entries(labelsOf(ACTIVATIONS, "name"))),
    row("classes", "Spirals", [[2, "2"], [3, "3"]]),
    row("init", "First weights", Object.entries(INITS)),
  ];
  const rate = slider("Rate", RATES, "nnd-rate", (value) => change(model, { rate: value }));
  const mistakes = choices("Backward pass", MISTAKES, (mistake) => change(model, { mistake }));
  const show = (state) => {
    for (const { name, node } of rows) node.value = state[name];
    rate.show(state.rate);
    mistakes.show(state.mistake);
  };
  const first = make("div", "nnd-settings", ...rows.map(({ label }) => label));
  return { nodes: [first, mistakes.fieldset], rate: rate.label, show };
}
