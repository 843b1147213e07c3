// A number added to all logits, the formula as it stands, and what is left of the digits.

import { CLASSES, shown, subscript } from "./classes.js";
import { choices } from "../controls.js";
import { digitsRight } from "./float64.js";
import { make, minus, readout } from "../shared.js";
import { naiveSoftmax, softmax } from "./formula.js";

const SHIFT = { min: -1000, max: 1000, step: 10 };

function buildShift(move) {
  const input = Object.assign(make("input", "nnd-range"), { type: "range", ...SHIFT });
  input.addEventListener("input", () => move(Number(input.value)));
  const value = make("span", "nnd-shift-value");
  return { input, value, label: make("label", "nnd-shift", "add c to all h", input, value) };
}

export function buildOverflow(setShift, setNaive) {
  const shift = buildShift(setShift);
  const power = () => ["e", make("sup", "", "h")];
  const formula = make("span", "", "use the naive formula ", ...power(), " / Σ ", ...power());
  const naive = choices("", { naive: formula }, (_, on) => setNaive(on), "checkbox");
  const rows = {};
  const body = make("tbody", "");
  const head = CLASSES.map((i) => Object.assign(make("th", "nnd-head", `o${subscript(i)}`), { scope: "col" }));
  body.append(make("tr", "", make("td", "nnd-corner"), ...head));
  for (const name of ["naive", "safe", "right digits"]) {
    rows[name] = CLASSES.map(() => make("td", "nnd-cell"));
    const label = Object.assign(make("th", "nnd-head", name), { scope: "row" });
    body.append(make("tr", "", label, ...rows[name]));
  }
  const note = readout("nnd-note");
  const box = naive.fieldset.querySelector("label");
  const table = make("table", "nnd-table nnd-formulas", body);
  return { panel: make("div", "nnd-panel", shift.label, box, table, note), shift, naive: naive.buttons[0], rows, note };
}

export function showOverflow({ shift, naive, rows, note }, state, now) {
  const c = minus(String(Number(state.shift.toFixed(2))));
  naive.checked = state.naive;
  shift.input.value = state.shift; // moved to the nearest step
  shift.value.textContent = `c = ${c}`;
  shift.input.setAttribute("aria-valuetext", c);
  const [found, right] = [naiveSoftmax(now.z), softmax(now.z)];
  for (const i of CLASSES) {
    rows.naive[i].textContent = shown(found[i], 6);
    rows.safe[i].textContent = shown(right[i], 6);
    rows["right digits"][i].textContent = digitsRight(found[i], right[i]);
  }
  note.textContent = now.note;
  note.classList.toggle("nnd-broken", state.naive && !now.o.every(Number.isFinite));
}
