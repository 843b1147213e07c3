// A Jacobian as a grid whose entries tell what they are made of; below, the gradient with it and without.

import { choices, labelsOf, live, onSteps } from "./controls.js";
import { showNumber } from "./grids/cells.js";
import { buildGrid, buildHands, buildLegend, buildNotice, buildSizes, light } from "./grids/parts.js";
import { DIRECTIONS, keyOf, parseEntry } from "./grids/places.js";
import { compute, costsOf, entryText, fedBy, inputOf, inside, isGiven, kindOf, litBy, madeOf, shapeOf, symbolOf } from "./jacobian/arrays.js";
import { FUNCTIONS, isLayer } from "./jacobian/functions.js";
import { buildJacobian, stepInJacobian } from "./jacobian/table.js";
import { textOf, writeOut } from "./jacobian/words.js";
import { change, foot, make, readout, valuesOf } from "./shared.js";

const SIZES = { k: ["examples k", 2], m: ["columns of x, m"], n: ["of W, n"] };
const ROWS = { outputs: "outputs (numerator layout)", inputs: "inputs (denominator layout)" };
const TRAITS = ["function", "rows", "entry", ...Object.keys(SIZES), "x", "W", "b", "dy"];

const stateOf = (model) => valuesOf(model, TRAITS);
const entryOf = (model) => inside(parseEntry(model.get("entry")), stateOf(model));
const group = (className, label, ...parts) => {
  const block = make("div", `nnd-block ${className}`, make("p", "nnd-title", label), ...parts);
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", label);
  return block;
};
const kept = (count, what) => `keeps ${count} ${count === 1 ? "number" : "numbers"}${what}`;
const times = (count) => `${count} ${count === 1 ? "multiplication" : "multiplications"}`;

// The grids of now, built anew when a shape or the layout changes.
function buildBlocks(model, cells, hands) {
  cells.clear();
  const state = stateOf(model);
  const shape = (grid) => shapeOf(grid, state).join("×");
  const goTo = (place) => cells.get(keyOf(place)).cell.focus(); // which chooses it
  const tableOf = (grid) => {
    const symbol = { dy: "dL/dy", vjp: `dL/d${inputOf(state)}`, short: `dL/d${inputOf(state)}` }[grid] ?? grid;
    const name = make("span", `nnd-symbol ${kindOf(grid)}`, symbol);
    const table = buildGrid(grid, shapeOf(grid, state), [name, grid === "b" ? "" : ` (${shape(grid)})`], cells, hands);
    onSteps(table, { small: 1, large: 1 }, (_, key) => {
      const [from, [down, right]] = [entryOf(model), DIRECTIONS[key]];
      goTo(inside({ grid, row: from.row + down, column: from.column + right }, state));
    });
    return table;
  };
  const jacobian = buildJacobian(state, cells, hands);
  onSteps(jacobian, { small: 1, large: 1 }, (_, key) => goTo(stepInJacobian(entryOf(model), DIRECTIONS[key], state)));
  const { formula, code, kept: what } = FUNCTIONS[state.function];
  const { built, short } = costsOf(state);
  const way = (name, title, rule, lines, grid) =>
    make("div", `nnd-way nnd-${name}`, make("p", "nnd-title", title), make("code", "nnd-code", rule), tableOf(grid),
      make("p", "nnd-cost", lines.join(", ")));
  const forward = isLayer(state) ? ["x", "W", "b", "y"] : ["x", "y"];
  const size = state.rows === "outputs" ? shape("J") : [...shapeOf("J", state)].reverse().join("×");
  const title = `Jacobian ${state.rows === "outputs" ? "J = " : "Jᵀ, of J = "}dy/d${inputOf(state)} (${size})`;
  return [
    group("nnd-forward", formula, make("div", "nnd-side", ...forward.map(tableOf))),
    group("nnd-matrix", title, jacobian),
    group("nnd-backward", `The gradient of L with respect to ${inputOf(state)}`,
      make("div", "nnd-side", tableOf("dy"),
        way("built", "with J", "dy.ravel() @ J", [kept(built.kept, ", J"), times(built.multiplied)], "vjp"),
        way("short", "without J", code, [kept(short.kept, what && short.kept ? `, ${what}` : ""), times(short.multiplied)], "short"))),
  ];
}

function buildControls(model) {
  // the entry first, so that it always exists
  const set = (name, value) => {
    const entry = inside(entryOf(model), { ...stateOf(model), [name]: value });
    change(model, { entry: entryText(entry), [name]: value });
  };
  const functions = choices("Function", labelsOf(FUNCTIONS, "label"), (value) => set("function", value));
  const rows = choices("Rows of J", ROWS, (value) => change(model, { rows: value }));
  const sizes = buildSizes(SIZES, set);
  const show = (state) => {
    functions.show(state.function);
    rows.show(state.rows);
    for (const { name, select, label } of sizes.selects) {
      select.value = state[name];
      label.hidden = name === "n" && !isLayer(state);
    }
  };
  return { parts: [functions.fieldset, rows.fieldset, sizes.row], show };
}

function render({ model, el }) {
  const cells = new Map();
  const [blocks, output, notice] = [make("div", "nnd-blocks"), readout("nnd-sum"), buildNotice()];
  const aboutNow = () => ({ state: stateOf(model), now: compute(stateOf(model)) });
  const hands = {
    isGiven,
    kindOf,
    ...buildHands(model, {
      blocks, notice, again: show,
      nameOf: (place) => symbolOf(place, stateOf(model)),
      valueNow: ({ grid, row, column }) => aboutNow().now[grid][row - 1][column - 1],
      choose: (place) => change(model, { entry: entryText(place) }),
      chosen: () => entryOf(model),
    }),
  };
  const controls = buildControls(model);
  const last = foot(model, TRAITS, "Point at any entry or heading, or use tab and arrows. The numbers of x, W, b and dL/dy can be changed: click again, or type.");
  last.prepend(notice); // in the place of the caption
  last.addEventListener("click", () => (notice.textContent = ""));
  const root = make("div", "nnd-explorer nnd-grids nnd-jacobians", ...controls.parts, blocks, buildLegend(), output, last);
  el.append(root);

  let built;
  function show() {
    const [about, entry] = [aboutNow(), entryOf(model)];
    const { state } = about;
    const shapes = JSON.stringify([state.function, state.rows, state.k, state.m, state.n]);
    // the grids stay while only entry and numbers change, or the focus would be lost
    if (built !== shapes) blocks.replaceChildren(...buildBlocks(model, cells, hands));
    built = shapes;
    controls.show(state);
    light(cells, entry, litBy(entry, state), fedBy(entry, state));
    for (const { place, cell } of cells.values()) {
      if (!(place.grid in about.now)) continue; // a heading
      showNumber(cell, symbolOf(place, state), textOf(place, about, 3));
      if (place.grid === "J") cell.classList.toggle("nnd-zero", !madeOf(place, state).length);
    }
    writeOut(output, entry, about);
  }
  return live({ model, el }, TRAITS, root, show);
}

export default { render };
