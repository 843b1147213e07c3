// A convolution, or pooling, of a short sequence: every window as a row, and what comes back through it.

import { choices, live, onSteps } from "../controls.js";
import { showNumber } from "../grids/cells.js";
import { buildFoot, buildHands, buildMarks, buildSizes, light } from "../grids/parts.js";
import { DIRECTIONS, keyOf } from "../grids/places.js";
import { change, make, readout, valuesOf } from "../shared.js";
import { buildTables } from "./tables.js";
import { entryAt, entryText, fedBy, inside, isConvolution, isGiven, litBy, usesAt, valueOf } from "./windows.js";
import { kindOf, symbolOf, textOf, writeOut } from "./words.js";

const OPERATIONS = { convolution: "convolution", max: "max pooling", average: "average pooling" };
const SIZES = { m: ["inputs m", 7, 4], k: ["window k", 4, 2], stride: ["stride s", 3], padding: ["padding", 1, 0] };
const TRAITS = ["operation", ...Object.keys(SIZES), "entry", "x", "w", "b", "dy"];
const FORMULAS = {
  convolution: "y = Ax + b, with w in each row of A",
  max: "y = the largest of each window; A = dy/dx",
  average: "y = Ax, the mean of each window",
};

const stateOf = (model) => valuesOf(model, TRAITS);
const entryOf = (model) => inside(entryAt(model.get("entry")), stateOf(model));

// The grids of now, built anew when a shape or the operation changes.
function buildBlocks(model, cells, hands) {
  cells.clear();
  const state = stateOf(model);
  return buildTables(state, cells, hands, (table, grid) => {
    onSteps(table, { small: 1, large: 1 }, (_, key) => {
      const [from, [down, right]] = [entryOf(model), DIRECTIONS[key]];
      const to = inside({ grid, row: from.row + down, column: from.column + right }, state);
      cells.get(keyOf(to)).cell.focus(); // which chooses it
    });
  });
}

function buildControls(model) {
  // the entry first, so that it always exists
  const set = (name, value) => {
    const entry = inside(entryOf(model), { ...stateOf(model), [name]: value });
    change(model, { entry: entryText(entry), [name]: value });
  };
  const operations = choices("Operation", OPERATIONS, (value) => set("operation", value));
  const sizes = buildSizes(SIZES, set);
  const show = (state) => {
    operations.show(state.operation);
    for (const { name, select, label } of sizes.selects) {
      select.value = state[name];
      label.hidden = name === "padding" && !isConvolution(state);
    }
  };
  return { parts: [operations.fieldset, sizes.row], show };
}

function showNumbers(cells, state) {
  for (const { place, cell } of cells.values()) {
    showNumber(cell, symbolOf(place, state), textOf(place, state));
    if (place.grid === "A") cell.classList.toggle("nnd-zero", !usesAt(place, state).length);
  }
}

function render({ model, el }) {
  const cells = new Map();
  const [blocks, output] = [make("div", "nnd-blocks"), readout("nnd-sum")];
  const formula = make("p", "nnd-formula");
  const { notice, last } = buildFoot(model, TRAITS, "Point at any number, or use tab and arrows. Those of x, w, b and dL/dy can be changed: click again, or type.");
  const hands = buildHands(model, {
    blocks, notice, isGiven, kindOf, again: show,
    nameOf: (place) => symbolOf(place, stateOf(model)),
    valueNow: (place) => valueOf(place, stateOf(model)),
    choose: (place) => change(model, { entry: entryText(place) }),
    chosen: () => entryOf(model),
  });
  const controls = buildControls(model);
  const root = make("div", "nnd-explorer nnd-grids nnd-convolution", ...controls.parts, formula, blocks, buildMarks(), output, last);
  el.append(root);

  let built;
  function show() {
    const [state, entry] = [stateOf(model), entryOf(model)];
    const shapes = JSON.stringify([state.operation, state.m, state.k, state.stride, state.padding]);
    // the grids stay while only entry and numbers change, or the focus would be lost
    if (built !== shapes) blocks.replaceChildren(...buildBlocks(model, cells, hands));
    built = shapes;
    controls.show(state);
    formula.textContent = FORMULAS[state.operation];
    showNumbers(cells, state);
    light(cells, entry, litBy(entry, state), fedBy(entry, state));
    writeOut(output, entry, state);
  }
  return live({ model, el }, TRAITS, root, show);
}

export default { render };
