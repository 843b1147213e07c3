// The inputs of an example: each is a number to type and a slider to drag.

import { numberInput } from "../number_input.js";
import { make } from "../shared.js";
import { EXAMPLES, RANGE } from "./examples.js";

function buildInput(name, move) {
  const [min, max] = RANGE;
  const { label, show } = numberInput(name, RANGE, move);
  const range = Object.assign(make("input", "nnd-range"), { type: "range", min, max, step: 0.1 });
  range.setAttribute("aria-label", `${name} by slider`);
  range.addEventListener("input", () => move(Number(range.value)));
  const showBoth = (value) => {
    show(value);
    range.value = value;
  };
  return { row: make("div", "nnd-input-row", label, range), show: showBoth };
}

// `set` gets all inputs of the example, one of them changed.
export function buildInputs(set) {
  const place = make("div", "nnd-graph-inputs");
  let now;
  const groups = Object.fromEntries(Object.entries(EXAMPLES).map(([example, { inputs }]) =>
    [example, inputs.map((name, i) => buildInput(name, (value) => set(now.map((old, k) => (k === i ? value : old)))))]));
  const show = (state) => {
    now = state[state.example];
    const rows = groups[state.example];
    if (place.firstChild !== rows[0].row) place.replaceChildren(...rows.map(({ row }) => row));
    rows.forEach((input, i) => input.show(now[i]));
  };
  return { place, show };
}
