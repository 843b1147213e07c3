// y = xW + b forward, the three gradients backward, and one entry with what makes it and what it makes.

import { live, onSteps } from "./controls.js";
import { buildCell, showNumber } from "./linear/cells.js";
import {
  BACKWARD, FORWARD, LARGEST, entryText, feedsOf, inside, keyOf, parseEntry, shapeOf, shapeText, symbol, termsOf, upTo, valueOf,
  withNumber,
} from "./linear/sums.js";
import { kindOf, parseNumber, refusal, summed, writeOut } from "./linear/words.js";
import { change, foot, make, readout, valuesOf } from "./shared.js";

const SIZES = { k: "examples k", m: "inputs m", n: "outputs n" };
const FORMULAS = {
  y: "y = xW + b",
  dx: "dL/dx = dL/dy Wᵀ",
  dW: "dL/dW = xᵀ dL/dy",
  db: "dL/db = Σᵢ dL/dyᵢ",
};
const DIRECTIONS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-LARGEST, 0], PageDown: [LARGEST, 0], Home: [0, -LARGEST], End: [0, LARGEST],
};

function buildGrid(grid, sizes, cells, hands) {
  const [rows, columns] = shapeOf(grid, sizes);
  const name = make("span", `nnd-symbol ${kindOf(grid)}`, symbol(grid));
  const caption = make("caption", "nnd-shape", name, ` ${shapeText(grid, sizes)}`);
  const table = make("table", `nnd-table nnd-grid nnd-grid-${grid}`, caption);
  table.setAttribute("role", "grid");
  const body = make("tbody", "");
  for (const row of upTo(rows)) {
    const line = make("tr", "");
    for (const column of upTo(columns)) {
      const place = { grid, row, column };
      const cell = buildCell(place, hands);
      cells.set(keyOf(place), { place, cell });
      line.append(cell);
    }
    body.append(line);
  }
  table.append(body);
  return table;
}

function buildBlock(title, formulas, tables) {
  const lines = formulas.map((grid) => make("p", `nnd-formula nnd-formula-${grid}`, FORMULAS[grid]));
  const corner = make("div", "nnd-corner", make("p", "nnd-title", title), ...lines);
  const block = make("div", "nnd-block", corner, ...tables);
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", title);
  return block;
}

function buildSizes(resize) {
  const selects = Object.entries(SIZES).map(([name, text]) => {
    const select = make("select", "nnd-select", ...upTo(LARGEST).map((size) => new Option(size)));
    select.addEventListener("change", () => resize(name, Number(select.value)));
    return { name, select, label: make("label", "nnd-size", text, select) };
  });
  return { selects, row: make("div", "nnd-sizes", ...selects.map(({ label }) => label)) };
}

function buildLegend() {
  const sample = (kind, text) => {
    const box = make("span", `nnd-entry nnd-sample nnd-of-value ${kind}`);
    return make("span", "nnd-sign", box, text);
  };
  const [chosen, makes, made] = [
    sample("nnd-chosen", "chosen"), sample("nnd-lit", "goes into it"), sample("nnd-fed", "made with it"),
  ];
  return make("div", "nnd-legend", chosen, makes, made);
}

// Only one entry of a grid is a stop of the tab key; the arrows lead to the others.
function light(cells, entry, state) {
  const lit = new Set(termsOf(entry, state).flat().map(keyOf));
  const fed = new Set(feedsOf(entry, state).map(keyOf));
  for (const [key, { place, cell }] of cells) {
    const chosen = key === keyOf(entry);
    cell.classList.toggle("nnd-lit", lit.has(key));
    cell.classList.toggle("nnd-fed", fed.has(key));
    cell.classList.toggle("nnd-chosen", chosen);
    cell.setAttribute("aria-selected", String(chosen));
    cell.tabIndex = chosen || (place.grid !== entry.grid && key.endsWith(":1,1")) ? 0 : -1;
    showNumber(cell, place, state);
  }
}

const numbers = ["x", "W", "b", "dy"];
const stateOf = (model) => valuesOf(model, [...Object.keys(SIZES), ...numbers]);
const entryOf = (model) => inside(parseEntry(model.get("entry")), stateOf(model));

// What the cells do to the model; `again` shows what a cell showed before its number was typed.
function buildHands(model, blocks, notice, again) {
  // what was typed into a cell, or undefined if the reader thought better of it
  const enter = (place, typed) => {
    const number = typed === undefined ? undefined : parseNumber(typed);
    const bad = typed !== undefined && number === undefined;
    notice.textContent = bad ? refusal(place, typed, stateOf(model)) : "";
    if (number !== undefined) change(model, withNumber(stateOf(model), place, number));
    again();
  };
  return {
    enter,
    choose: (place) => change(model, { entry: entryText(place) }),
    isChosen: (place) => keyOf(place) === keyOf(entryOf(model)),
    isEditing: () => blocks.querySelector("input") !== null,
    valueNow: (place) => valueOf(place, stateOf(model)),
  };
}

function buildBlocks(model, cells, hands) {
  cells.clear();
  const state = stateOf(model);
  const step = (grid, [down, right]) => {
    const from = entryOf(model);
    const to = inside({ grid, row: from.row + down, column: from.column + right }, state);
    cells.get(keyOf(to)).cell.focus(); // which chooses it
  };
  const tables = (grids) => grids.map((grid) => {
    const table = buildGrid(grid, state, cells, hands);
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
  const [blocks, output, notice] = [make("div", "nnd-blocks"), readout("nnd-sum"), make("p", "nnd-notice")];
  notice.setAttribute("role", "alert");
  const hands = buildHands(model, blocks, notice, show);
  const { selects, row } = buildSizes((name, size) => {
    const entry = inside(entryOf(model), { ...stateOf(model), [name]: size });
    change(model, { entry: entryText(entry), [name]: size }); // the entry first, so that it always exists
  });
  const last = foot(model, names, "Point at any number, or use tab and arrows. Those of x, W, b and dL/dy can be changed: click again, or type.");
  last.prepend(notice); // in the place of the caption
  last.addEventListener("click", () => (notice.textContent = ""));
  const root = make("div", "nnd-explorer nnd-linear", row, blocks, buildLegend(), output, last);
  el.append(root);

  let built;
  function show() {
    const [state, entry] = [stateOf(model), entryOf(model)];
    const sizes = JSON.stringify([state.k, state.m, state.n]);
    // the grids stay while only entry and numbers change, or the focus would be lost
    if (built !== sizes) blocks.replaceChildren(...buildBlocks(model, cells, hands));
    built = sizes;
    for (const { name, select } of selects) select.value = state[name];
    light(cells, entry, state);
    const formula = `nnd-formula-${summed(entry)?.grid}`;
    for (const line of blocks.querySelectorAll(".nnd-formula")) line.classList.toggle("nnd-now", line.classList.contains(formula));
    writeOut(output, entry, state);
  }
  return live({ model, el }, names, root, show);
}

export default { render };
