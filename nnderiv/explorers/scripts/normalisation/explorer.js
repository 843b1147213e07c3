// A grid normalised over rows or columns; the gradient of a line as the sum of its paths.

import { choices, labelsOf, live, onSteps } from "../controls.js";
import { showNumber } from "../grids/cells.js";
import { buildFoot, buildGrid, buildHands, buildMarks, light } from "../grids/parts.js";
import { DIRECTIONS, LARGEST, keyOf, parseEntry } from "../grids/places.js";
import { button, change, clamp, make, readout, valuesOf } from "../shared.js";
import { NORMALISATIONS, isTyped, madeOf, madeWith, moved, valueAt } from "./layer.js";
import { buildPaths } from "./paths.js";
import { formulaOf, kindOf, statisticsText, symbol, symbolAt, textAt, writeOut } from "./words.js";

const TRAITS = ["normalisation", "eps", "entry", "x", "dh"];
const EPSILONS = { 0.5: "0.5", 0.00001: "0.00001" };
const MOVES = { "x + 1": (value) => value + 1, "2x": (value) => 2 * value };

const stateOf = (model) => valuesOf(model, TRAITS);
const entryOf = (model) => parseEntry(model.get("entry"));
const entryText = ({ grid, row, column }) => `${grid}:${row},${column}`;

function buildBlock(model, title, grids, cells, hands) {
  const step = ([down, right]) => {
    const { grid, row, column } = entryOf(model);
    const to = { grid, row: clamp(row + down, 1, LARGEST), column: clamp(column + right, 1, LARGEST) };
    cells.get(keyOf(to)).cell.focus(); // which chooses it
  };
  const tables = grids.map((grid) => {
    const caption = make("span", `nnd-symbol ${kindOf(grid)}`, symbol(grid));
    const table = buildGrid(grid, [LARGEST, LARGEST], [caption, " (3×3)"], cells, hands);
    onSteps(table, { small: 1, large: 1 }, (_, key) => step(DIRECTIONS[key]));
    return table;
  });
  const block = make("div", "nnd-block", ...tables);
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", title);
  return block;
}

function buildControls(model) {
  const kinds = choices("Layer", labelsOf(NORMALISATIONS, "label"), (value) => change(model, { normalisation: value }));
  const epsilons = choices("ε", EPSILONS, (value) => change(model, { eps: Number(value) }));
  const moves = Object.entries(MOVES).map(([label, rule]) => {
    const press = () => change(model, { x: moved(model.get("x"), rule) ?? model.get("x") });
    return { rule, node: button(label, press) };
  });
  const row = make("div", "nnd-sizes", epsilons.fieldset, ...moves.map(({ node }) => node));
  const show = (state) => {
    kinds.show(state.normalisation);
    epsilons.show(state.eps);
    // one that is disabled would lose the focus
    for (const { rule, node } of moves) node.setAttribute("aria-disabled", String(!moved(state.x, rule)));
  };
  return { parts: [kinds.fieldset, row], show };
}

function render({ model, el }) {
  const cells = new Map();
  const [blocks, paths, output] = [make("div", "nnd-blocks"), make("div", "nnd-block nnd-paths"), readout("nnd-sum")];
  const [formula, statistics] = [make("p", "nnd-title"), make("p", "nnd-statistics")];
  const { notice, last } = buildFoot(model, TRAITS, "Point at any number, or use tab and arrows. Those of x and dL/dh can be changed: click again, or type. The buttons x + 1 and 2x change all of x.");
  const hands = buildHands(model, {
    blocks, notice, kindOf, again: show,
    isGiven: isTyped,
    nameOf: symbolAt,
    valueNow: (place) => valueAt(place, stateOf(model)),
    choose: (place) => change(model, { entry: entryText(place) }),
    chosen: () => entryOf(model),
  });
  const controls = buildControls(model);
  blocks.append(
    buildBlock(model, "Forward", ["x", "h"], cells, hands),
    buildBlock(model, "Backward", ["dh", "dx"], cells, hands),
  );
  const root = make("div", "nnd-explorer nnd-grids nnd-normalisation", ...controls.parts, formula, blocks, buildMarks(), output, statistics, paths, last);
  el.append(root);

  function show() {
    const [state, entry] = [stateOf(model), entryOf(model)];
    controls.show(state);
    formula.textContent = formulaOf(state);
    for (const { place, cell } of cells.values()) showNumber(cell, symbolAt(place), textAt(place, state));
    light(cells, entry, madeOf(entry, state), madeWith(entry, state));
    writeOut(output, entry, state);
    statistics.textContent = statisticsText(entry, state);
    paths.replaceChildren(buildPaths(entry, state));
  }
  return live({ model, el }, TRAITS, root, show);
}

export default { render };
