// y = xW + b forward, the three gradients backward, and one entry with what makes it and what it makes.

import { live, onSteps } from "./controls.js";
import { showNumber } from "./grids/cells.js";
import { buildFoot, buildGrid, buildHands, buildMarks, buildSizes, light } from "./grids/parts.js";
import { DIRECTIONS, keyOf, parseEntry, plain } from "./grids/places.js";
import { BACKWARD, FORWARD, entryText, feedsOf, inside, isGiven, shapeOf, shapeText, symbol, symbolOf, termsOf, valueOf } from "./linear/sums.js";
import { kindOf, summed, writeOut } from "./linear/words.js";
import { change, make, readout, valuesOf } from "./shared.js";

const SIZES = { k: ["examples k"], m: ["inputs m"], n: ["outputs n"] };
const FORMULAS = {
  y: "y = xW + b",
  dx: "dL/dx = dL/dy Wᵀ",
  dW: "dL/dW = xᵀ dL/dy",
  db: "dL/db = Σᵢ dL/dyᵢ",
};

function buildBlock(title, formulas, tables) {
  const lines = formulas.map((grid) => make("p", `nnd-formula nnd-formula-${grid}`, FORMULAS[grid]));
  const corner = make("div", "nnd-corner", make("p", "nnd-title", title), ...lines);
  const block = make("div", "nnd-block", corner, ...tables);
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", title);
  return block;
}

const numbers = ["x", "W", "b", "dy"];
const stateOf = (model) => valuesOf(model, [...Object.keys(SIZES), ...numbers]);
const entryOf = (model) => inside(parseEntry(model.get("entry")), stateOf(model));

function buildBlocks(model, cells, hands) {
  cells.clear();
  const state = stateOf(model);
  const step = (grid, [down, right]) => {
    const from = entryOf(model);
    const to = inside({ grid, row: from.row + down, column: from.column + right }, state);
    cells.get(keyOf(to)).cell.focus(); // which chooses it
  };
  const tables = (grids) => grids.map((grid) => {
    const name = make("span", `nnd-symbol ${kindOf(grid)}`, symbol(grid));
    const table = buildGrid(grid, shapeOf(grid, state), [name, ` ${shapeText(grid, state)}`], cells, hands);
    onSteps(table, { small: 1, large: 1 }, (_, key) => step(grid, DIRECTIONS[key]));
    return table;
  });
  return [
    buildBlock("Forward", ["y"], tables(FORWARD)),
    buildBlock("Backward", ["dx", "dW", "db"], tables(BACKWARD)),
  ];
}

function render({ model, el }) {
  const names = ["entry", ...Object.keys(SIZES), ...numbers];
  const cells = new Map();
  const [blocks, output] = [make("div", "nnd-blocks"), readout("nnd-sum")];
  const { notice, last } = buildFoot(model, names, "Point at any number, or use tab and arrows. Those of x, W, b and dL/dy can be changed: click again, or type.");
  const hands = buildHands(model, {
    blocks, notice, isGiven, kindOf, again: show,
    nameOf: symbolOf,
    valueNow: (place) => valueOf(place, stateOf(model)),
    choose: (place) => change(model, { entry: entryText(place) }),
    chosen: () => entryOf(model),
  });
  const { selects, row } = buildSizes(SIZES, (name, size) => {
    const entry = inside(entryOf(model), { ...stateOf(model), [name]: size });
    change(model, { entry: entryText(entry), [name]: size }); // the entry first, so that it always exists
  });
  const root = make("div", "nnd-explorer nnd-grids nnd-linear", row, blocks, buildMarks(), output, last);
  el.append(root);

  let built;
  function show() {
    const [state, entry] = [stateOf(model), entryOf(model)];
    const sizes = JSON.stringify([state.k, state.m, state.n]);
    // the grids stay while only entry and numbers change, or the focus would be lost
    if (built !== sizes) blocks.replaceChildren(...buildBlocks(model, cells, hands));
    built = sizes;
    for (const { name, select } of selects) select.value = state[name];
    for (const { place, cell } of cells.values()) showNumber(cell, symbolOf(place), plain(valueOf(place, state)));
    light(cells, entry, termsOf(entry, state).flat(), feedsOf(entry, state));
    const formula = `nnd-formula-${summed(entry)?.grid}`;
    for (const line of blocks.querySelectorAll(".nnd-formula")) line.classList.toggle("nnd-now", line.classList.contains(formula));
    writeOut(output, entry, state);
  }
  return live({ model, el }, names, root, show);
}

export default { render };
