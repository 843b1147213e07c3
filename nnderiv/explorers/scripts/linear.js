// y = xW + b forward, the three gradients backward, and one entry with the numbers that make it.

import { live, onSteps } from "./controls.js";
import { change, clamp, foot, make, minus, readout, valuesOf } from "./shared.js";

const SIZES = { k: "examples k", m: "inputs m", n: "outputs n" };
const LARGEST = 3;
// Multiples of a half, so that every sum is exact and short; none is 0, or its term would vanish.
const NUMBERS = {
  x: [[1, 2, -1], [0.5, -1, 3], [-2, 1, 0.5]],
  W: [[2, 0.5, -1], [-1, 1, 2], [1, -2, 0.5]],
  b: [[0.5, -1, 1]],
  dy: [[1, -2, 0.5], [0.5, 1, -1], [-1, 0.5, 2]],
};
const SYMBOLS = { dy: "dL/dy", dx: "dL/dx", dW: "dL/dW", db: "dL/db" };
const RESULTS = ["y", "dx", "dW", "db"];
const FORWARD = ["W", "b", "x", "y"];
const BACKWARD = ["dW", "db", "dx", "dy"]; // each gradient stands where its array stands above
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

const isVector = (grid) => grid === "b" || grid === "db";
const isGradient = (grid) => grid in SYMBOLS;
const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);

// b and dL/db are kept as one row, and places count from 1, as in the book.
export function shapeOf(grid, { k, m, n }) {
  const shapes = { x: [k, m], W: [m, n], b: [1, n], y: [k, n] };
  return shapes[grid.replace("d", "")];
}

// The sum that makes an entry: a list of terms, each a list of factors.
export function termsOf({ grid, row, column }, { k, m, n }) {
  const at = (name, i, j) => ({ grid: name, row: i, column: j });
  const sums = {
    y: () => [...upTo(m).map((l) => [at("x", row, l), at("W", l, column)]), [at("b", 1, column)]],
    dx: () => upTo(n).map((j) => [at("dy", row, j), at("W", column, j)]),
    dW: () => upTo(k).map((i) => [at("x", i, row), at("dy", i, column)]),
    db: () => upTo(k).map((i) => [at("dy", i, column)]),
  };
  return sums[grid]();
}

export function valueOf(entry, sizes) {
  const { grid, row, column } = entry;
  if (grid in NUMBERS) return NUMBERS[grid][row - 1][column - 1];
  const product = (term) => term.reduce((value, factor) => value * valueOf(factor, sizes), 1);
  return termsOf(entry, sizes).reduce((sum, term) => sum + product(term), 0);
}

export function gridOf(grid, sizes) {
  const [rows, columns] = shapeOf(grid, sizes);
  const value = (row, column) => valueOf({ grid, row, column }, sizes);
  return upTo(rows).map((row) => upTo(columns).map((column) => value(row, column)));
}

// "y:1,2" and back; of "db:2" the row is 1.
export function parseEntry(text) {
  const [grid, place] = text.split(":");
  const [column, row = 1] = place.split(",").map(Number).reverse();
  return { grid, row, column };
}
export const entryText = ({ grid, row, column }) =>
  `${grid}:${isVector(grid) ? column : `${row},${column}`}`;

// The nearest entry that exists: a size may have shrunk under it.
export function inside({ grid, row, column }, sizes) {
  const [rows, columns] = shapeOf(grid, sizes);
  return { grid, row: clamp(row, 1, rows), column: clamp(column, 1, columns) };
}

const shown = (value) => minus(String(value));
const shownShape = (grid, sizes) => {
  const [rows, columns] = shapeOf(grid, sizes);
  return isVector(grid) ? `(${columns})` : `(${rows}×${columns})`;
};
const symbol = (grid) => SYMBOLS[grid] ?? grid;
const lowered = (number) => String.fromCharCode("₀".charCodeAt(0) + number);
const symbolOf = ({ grid, row, column }) =>
  symbol(grid) + (isVector(grid) ? "" : lowered(row)) + lowered(column);
const kindOf = (grid) => (isGradient(grid) ? "nnd-of-gradient" : "nnd-of-value");

function buildCell(place, sizes, choose) {
  const value = shown(valueOf(place, sizes));
  const cell = make("td", `nnd-entry ${kindOf(place.grid)}`, value);
  if (!RESULTS.includes(place.grid)) return cell;
  cell.setAttribute("role", "gridcell");
  cell.setAttribute("aria-label", `${symbolOf(place)} = ${value}`);
  cell.addEventListener("focus", () => choose(place));
  cell.addEventListener("click", () => choose(place));
  // a finger that scrolls passes over entries too; it chooses by a tap
  cell.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && choose(place));
  return cell;
}

function buildGrid(grid, sizes, cells, choose) {
  const [rows, columns] = shapeOf(grid, sizes);
  const shape = shownShape(grid, sizes);
  const name = make("span", `nnd-symbol ${kindOf(grid)}`, symbol(grid));
  const table = make("table", `nnd-table nnd-grid nnd-grid-${grid}`, make("caption", "nnd-shape", name, ` ${shape}`));
  const result = RESULTS.includes(grid);
  table.setAttribute("role", result ? "grid" : "table");
  const body = make("tbody", "");
  for (const row of upTo(rows)) {
    const line = make("tr", "");
    for (const column of upTo(columns)) {
      const cell = buildCell({ grid, row, column }, sizes, choose);
      cells.set(`${grid}:${row},${column}`, cell);
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

// Only one entry of a grid is a stop of the tab key; the arrows lead to the others.
function light(cells, entry, sizes) {
  const chosen = `${entry.grid}:${entry.row},${entry.column}`;
  const factors = termsOf(entry, sizes).flat();
  const lit = new Set(factors.map(({ grid, row, column }) => `${grid}:${row},${column}`));
  for (const [key, cell] of cells) {
    cell.classList.toggle("nnd-lit", lit.has(key));
    cell.classList.toggle("nnd-chosen", key === chosen);
    const [grid, place] = key.split(":");
    if (!RESULTS.includes(grid)) continue;
    cell.setAttribute("aria-selected", String(key === chosen));
    cell.tabIndex = key === chosen || (grid !== entry.grid && place === "1,1") ? 0 : -1;
  }
}

function showSum(output, entry, sizes) {
  const terms = termsOf(entry, sizes);
  const joined = (parts, between) => parts.flatMap((part, i) => (i ? [between, part] : [part]));
  const line = (className, write, times) => {
    const factor = (place) => make("span", kindOf(place.grid), write(place));
    const term = (places) => make("span", "nnd-term", ...joined(places.map(factor), times));
    return make("span", className, "= ", ...joined(terms.map(term), " + "));
  };
  const inBrackets = (value) => (value < 0 ? `(${shown(value)})` : shown(value));
  const narrow = "\u202f"; // dL/dy₁₁ and W₂₁ would run together
  output.replaceChildren(
    make("span", `nnd-whole ${kindOf(entry.grid)}`, symbolOf(entry)),
    " ",
    line("nnd-symbols", symbolOf, isGradient(entry.grid) ? narrow : ""),
    " ",
    line("nnd-products", (place) => inBrackets(valueOf(place, sizes)), "·"),
    " ",
    make("span", "nnd-result", `= ${shown(valueOf(entry, sizes))}`),
  );
}

function render({ model, el }) {
  const names = ["entry", ...Object.keys(SIZES)];
  const sizesNow = () => valuesOf(model, Object.keys(SIZES));
  const entryNow = () => inside(parseEntry(model.get("entry")), sizesNow());
  const choose = (place) => change(model, { entry: entryText(place) });
  const resize = (name, size) => {
    const entry = inside(entryNow(), { ...sizesNow(), [name]: size });
    change(model, { entry: entryText(entry), [name]: size }); // the entry first, so that it always exists
  };
  const cells = new Map();
  const { selects, row } = buildSizes(resize);
  const [blocks, output] = [make("div", "nnd-blocks"), readout("nnd-sum")];
  const last = foot(model, names, "Point at a number of y or of a gradient, or use tab and arrows.");
  const root = make("div", "nnd-explorer nnd-linear", row, blocks, output, last);
  el.append(root);

  const step = (grid, [down, right]) => {
    const from = entryNow();
    const to = inside({ grid, row: from.row + down, column: from.column + right }, sizesNow());
    cells.get(`${grid}:${to.row},${to.column}`).focus(); // which chooses it
  };
  const gridFor = (grid, sizes) => {
    const table = buildGrid(grid, sizes, cells, choose);
    const move = (_, key) => step(grid, DIRECTIONS[key]);
    if (RESULTS.includes(grid)) onSteps(table, { small: 1, large: 1 }, move);
    return table;
  };
  const build = (sizes) => {
    cells.clear();
    const tables = (grids) => grids.map((grid) => gridFor(grid, sizes));
    blocks.replaceChildren(
      buildBlock("Forward", ["y"], tables(FORWARD)),
      buildBlock("Backward", ["dx", "dW", "db"], tables(BACKWARD)),
    );
  };
  let built;
  return live({ model, el }, names, root, () => {
    const [sizes, entry] = [sizesNow(), entryNow()];
    // the grids stay while only the entry moves, or the focus would be lost
    if (built !== JSON.stringify(sizes)) build(sizes);
    built = JSON.stringify(sizes);
    for (const { name, select } of selects) select.value = sizes[name];
    light(cells, entry, sizes);
    for (const formula of blocks.querySelectorAll(".nnd-formula"))
      formula.classList.toggle("nnd-now", formula.classList.contains(`nnd-formula-${entry.grid}`));
    showSum(output, entry, sizes);
  });
}

export default { render };
