// A nudge of one input: what the gradient predicts beside what happens.

import { withPower } from "../scientific.js";
import { change, make, number, readout } from "../shared.js";
import { NODES, PARAMETERS, nudge } from "./network.js";
import { gradientName, short } from "./words.js";

export const AMOUNTS = [0.1, 0.01, 0.001];

// Three digits also of what is tiny: here small numbers are compared.
const fine = (value) => (value !== 0 && Math.abs(value) < 0.0005 ? withPower(value, 2) : short(value));

// The comparison in three lines, each with its name.
export function compare(state) {
  const { nudged: name, nudge: by } = state;
  const { predicted, before, after, actual } = nudge(state, name, by);
  return {
    predicted: `${gradientName(name)} · ${by} = ${fine(predicted)}`,
    actual: `${number(after, 5)} − ${number(before, 5)} = ${fine(actual)}`,
    difference: fine(actual - predicted),
  };
}

function select(label, options, choose) {
  const node = make("select", "nnd-select", ...options.map(([value, text]) => new Option(text, value)));
  node.setAttribute("aria-label", label);
  node.addEventListener("change", () => choose(node.value));
  return node;
}

export function buildNudge(model) {
  const inputs = [...PARAMETERS, "x", "t"].map((name) => [name, NODES[name].label]);
  const which = select("Input to nudge", inputs, (nudged) => change(model, { nudged }));
  const amounts = AMOUNTS.map((by) => [by, by]);
  const amount = select("Amount of the nudge", amounts, (by) => change(model, { nudge: Number(by) }));
  const output = readout("nnd-comparison");
  const title = make("p", "nnd-panel-title", "Nudge ", which, " by ", amount, ": the change of L");
  const caption = make("p", "nnd-caption", "Nudge ten times less, and the difference is about a hundred times less.");
  const show = (state) => {
    which.value = state.nudged;
    amount.value = state.nudge;
    const lines = Object.entries(compare(state)).flatMap(([name, text]) => [
      make("span", "nnd-line-name", name), " ",
      make("span", `nnd-line-${name}`, text), " ",
    ]);
    output.replaceChildren(...lines);
  };
  return { panel: make("div", "nnd-panel", title, output, caption), show };
}
