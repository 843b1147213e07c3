// A nudge of one input: what the gradient predicts beside what happens.

import { withPower } from "../scientific.js";
import { make, number, readout } from "../shared.js";
import { short } from "./short_numbers.js";

const ROUND_OFF = 1e-13; // of L

// Three digits also of what is tiny: here small numbers are compared.
const fine = (value) => (value !== 0 && Math.abs(value) < 0.0005 ? withPower(value, 2) : short(value));

// The comparison in three lines, each with its name.
export function comparison(gradient, by, { predicted, before, after, actual }) {
  const difference = actual - predicted;
  const noise = ROUND_OFF * Math.max(1, Math.abs(before), Math.abs(after));
  return {
    predicted: `${gradient} · ${by} = ${fine(predicted)}`,
    actual: `${number(after, 5)} − ${before < 0 ? `(${number(before, 5)})` : number(before, 5)} = ${fine(actual)}`,
    difference: fine(Math.abs(difference) > noise ? difference : 0),
  };
}

function dropdown(label, choose) {
  const node = make("select", "nnd-select");
  node.setAttribute("aria-label", label);
  node.addEventListener("change", () => choose(node.value));
  const show = (options, value) => {
    if (node.options.length !== options.length || options.some(([name], i) => node.options[i].value !== String(name)))
      node.replaceChildren(...options.map(([name, text]) => new Option(text, name)));
    node.value = value;
  };
  return { node, show };
}

// `choose` gets the input or the amount that the reader picks.
export function buildNudgePanel(amounts, choose) {
  const which = dropdown("Input to nudge", (nudged) => choose({ nudged }));
  const amount = dropdown("Amount of the nudge", (by) => choose({ nudge: Number(by) }));
  const output = readout("nnd-comparison");
  const title = make("p", "nnd-panel-title", "Nudge ", which.node, " by ", amount.node, ": the change of L");
  const caption = make("p", "nnd-caption");
  const show = (inputs, { nudged, nudge }, compared, text) => {
    which.show(inputs, nudged);
    amount.show(amounts.map((by) => [by, by]), nudge);
    const lines = Object.entries(compared).flatMap(([name, told]) => [
      make("span", "nnd-line-name", name), " ",
      make("span", `nnd-line-${name}`, told), " ",
    ]);
    output.replaceChildren(...lines);
    caption.textContent = text;
  };
  return { panel: make("div", "nnd-panel", title, output, caption), title, show };
}
