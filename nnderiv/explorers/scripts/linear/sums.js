// y = xW + b and its gradients: what each entry is made of, and what it goes into.

import { keyOf, lowered, placesIn, upTo } from "../grids/places.js";
import { clamp } from "../shared.js";

const SYMBOLS = { dy: "dL/dy", dx: "dL/dx", dW: "dL/dW", db: "dL/db" };
export const FORWARD = ["W", "b", "x", "y"];
export const BACKWARD = ["dW", "db", "dx", "dy"]; // each gradient stands where its array stands above
const GIVEN = ["x", "W", "b", "dy"];
const RESULTS = ["y", "dx", "dW", "db"];

const isVector = (grid) => grid === "b" || grid === "db";
export const isGradient = (grid) => grid in SYMBOLS;
export const isGiven = (grid) => GIVEN.includes(grid);

// b and dL/db are kept as one row, and places count from 1, as in the book.
export function shapeOf(grid, { k, m, n }) {
  const shapes = { x: [k, m], W: [m, n], b: [1, n], y: [k, n] };
  return shapes[grid.replace("d", "")];
}

const placesOf = (grid, sizes) => placesIn(grid, shapeOf(grid, sizes));

// The sum that makes an entry: a list of terms, each a list of factors; none for what is given.
export function termsOf({ grid, row, column }, { k, m, n }) {
  const at = (name, i, j) => ({ grid: name, row: i, column: j });
  const sums = {
    y: () => [...upTo(m).map((l) => [at("x", row, l), at("W", l, column)]), [at("b", 1, column)]],
    dx: () => upTo(n).map((j) => [at("dy", row, j), at("W", column, j)]),
    dW: () => upTo(k).map((i) => [at("x", i, row), at("dy", i, column)]),
    db: () => upTo(k).map((i) => [at("dy", i, column)]),
  };
  return sums[grid]?.() ?? [];
}

// The results in whose sums an entry stands.
export const feedsOf = (entry, sizes) =>
  RESULTS.flatMap((grid) => placesOf(grid, sizes)).filter((result) =>
    termsOf(result, sizes).flat().some((factor) => keyOf(factor) === keyOf(entry)));

// `state` holds the sizes and the numbers. Products of numbers with one decimal have two, and so do
// their sums: what binary arithmetic leaves behind is rounded away.
export function valueOf(entry, state) {
  const { grid, row, column } = entry;
  if (isGiven(grid)) return (isVector(grid) ? [state[grid]] : state[grid])[row - 1][column - 1];
  const product = (term) => term.reduce((value, factor) => value * valueOf(factor, state), 1);
  const sum = termsOf(entry, state).reduce((total, term) => total + product(term), 0);
  return Number(sum.toFixed(2)) + 0;
}

export const gridOf = (grid, state) =>
  upTo(shapeOf(grid, state)[0]).map((row) =>
    upTo(shapeOf(grid, state)[1]).map((column) => valueOf({ grid, row, column }, state)));

export const entryText = ({ grid, row, column }) =>
  `${grid}:${isVector(grid) ? column : `${row},${column}`}`;

// The nearest entry that exists: a size may have shrunk under it.
export function inside({ grid, row, column }, sizes) {
  const [rows, columns] = shapeOf(grid, sizes);
  return { grid, row: clamp(row, 1, rows), column: clamp(column, 1, columns) };
}

export const symbol = (grid) => SYMBOLS[grid] ?? grid;
export const symbolOf = ({ grid, row, column }) =>
  symbol(grid) + (isVector(grid) ? "" : lowered(row)) + lowered(column);
export const shapeText = (grid, sizes) => {
  const [rows, columns] = shapeOf(grid, sizes);
  return isVector(grid) ? `(${columns})` : `(${rows}×${columns})`;
};
