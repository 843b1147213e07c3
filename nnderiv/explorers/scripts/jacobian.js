// A Jacobian as a grid whose entries tell what they are made of; below, the gradient with it and without.

import { choices, labelsOf, live, onSteps } from "./controls.js";
import { showNumber } from "./grids/cells.js";
import { buildFoot, buildGrid, buildHands, buildMarks, buildSizes, light } from "./grids/parts.js";
import { DIRECTIONS, keyOf, parseEntry } from "./grids/places.js";
import { compute, costsOf, entryText, fedBy, inputOf, inside, isGiven, kindOf, litBy, madeOf, shapeOf, symbolOf } from "./jacobian/arrays.js";
import { FUNCTIONS, isLayer } from "./jacobian/functions.js";
import { buildJacobian, stepInJacobian } from "./jacobian/table.js";
import { textOf, writeOut } from "./jacobian/words.js";
import { change, make, readout, valuesOf } from "./shared.js";

const SIZES = { k: ["examples k", 2], m: ["inputs m"], n: ["outputs n"] };
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
const nameOf = (grid, state) =>
  ({ dy: "dL/dy", vjp: `dL/d${inputOf(state)}`, short: `dL/d${inputOf(state)}` })[grid] ?? grid;
function titleOf(state) {
  const shape = shapeOf("J", state);
  const derivative = `dy/d${inputOf(state)}`;
  if (state.rows === "outputs") return `Jacobian J = ${derivative} (${shape.join("×")})`;
  return `Jᵀ (${shape.reverse().join("×")}), the transpose of J = ${derivative}`;
}
const counted = (count, noun) => `${count || "no"} ${noun}${count === 1 ? "" : "s"}`;

// The gradient with J and without it, in two columns.
function buildGradient(state, tableOf) {
  const input = inputOf(state);
  const { code, kept } = FUNCTIONS[state.function];
  const { built, short } = costsOf(state);
  const product = state.rows === "outputs" ? "dy.ravel() @ J" : "J.T @ dy.ravel()";
  const way = (name, title, rule, grid, what, cost) => make(
    "div", `nnd-way nnd-${name}`,
    make("p", "nnd-way-title", title), make("code", "nnd-code", rule), tableOf(grid),
    make("p", "nnd-cost", `${counted(cost.kept, "number")} kept${cost.kept ? ` (${what})` : ""}`),
    make("p", "nnd-cost", counted(cost.multiplied, "multiplication")),
  );
  return group(
    "nnd-backward", `The gradient of L with respect to ${input}`, tableOf("dy"),
    way("built", "with J", `g = ${product}\ng.reshape(${input}.shape)`, "vjp", "J", built),
    way("short", "without J", code, "short", kept, short),
  );
}

// The grids of now, built anew when a shape or the layout changes.
function buildBlocks(model, cells, hands) {
  cells.clear();
  const state = stateOf(model);
  const goTo = (place) => cells.get(keyOf(place)).cell.focus(); // which chooses it
  const tableOf = (grid) => {
    const shape = shapeOf(grid, state);
    const text = ` (${grid === "b" ? shape[1] : shape.join("×")})`;
    const caption = [make("span", `nnd-symbol ${kindOf(grid)}`, nameOf(grid, state)), text];
    const table = buildGrid(grid, shape, caption, cells, hands);
    onSteps(table, { small: 1, large: 1 }, (_, key) => {
      const [from, [down, right]] = [entryOf(model), DIRECTIONS[key]];
      goTo(inside({ grid, row: from.row + down, column: from.column + right }, state));
    });
    return table;
  };
  const jacobian = buildJacobian(state, cells, hands);
  onSteps(jacobian, { small: 1, large: 1 }, (_, key) => goTo(stepInJacobian(entryOf(model), DIRECTIONS[key], state)));
  const forward = (isLayer(state) ? ["x", "W", "b", "y"] : ["x", "y"]).map(tableOf);
  return [
    group("nnd-forward", FUNCTIONS[state.function].formula, make("div", "nnd-side", ...forward)),
    group("nnd-matrix", titleOf(state), jacobian),
    buildGradient(state, tableOf),
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

function showNumbers(cells, { state, now }) {
  for (const { place, cell } of cells.values()) {
    if (!(place.grid in now)) continue; // a heading
    showNumber(cell, symbolOf(place, state), textOf(place, { state, now }, 3));
    if (place.grid === "J") cell.classList.toggle("nnd-zero", !madeOf(place, state).length);
  }
}

function render({ model, el }) {
  const cells = new Map();
  const [blocks, marks, output] = [make("div", "nnd-blocks"), buildMarks(), readout("nnd-sum")];
  const { notice, last } = buildFoot(model, TRAITS, "Point at any entry or heading, or use tab and arrows. The numbers of x, W, b and dL/dy can be changed: click again, or type.");
  const aboutNow = () => ({ state: stateOf(model), now: compute(stateOf(model)) });
  const hands = buildHands(model, {
    blocks, notice, isGiven, kindOf, again: show,
    nameOf: (place) => symbolOf(place, stateOf(model)),
    valueNow: ({ grid, row, column }) => aboutNow().now[grid][row - 1][column - 1],
    choose: (place) => change(model, { entry: entryText(place) }),
    chosen: () => entryOf(model),
  });
  const controls = buildControls(model);
  const root = make("div", "nnd-explorer nnd-grids nnd-jacobians", ...controls.parts, blocks, last);
  el.append(root);

  let built;
  function show() {
    const [about, entry] = [aboutNow(), entryOf(model)];
    const { state } = about;
    const shapes = JSON.stringify([state.function, state.rows, state.k, state.m, state.n]);
    // the grids stay while only entry and numbers change, or the focus would be lost
    if (built !== shapes) {
      const [forward, matrix, gradient] = buildBlocks(model, cells, hands);
      blocks.replaceChildren(forward, matrix, marks, output, gradient);
    }
    built = shapes;
    controls.show(state);
    showNumbers(cells, about);
    light(cells, entry, litBy(entry, state), fedBy(entry, state));
    writeOut(output, entry, about);
  }
  return live({ model, el }, TRAITS, root, show);
}

export default { render };
