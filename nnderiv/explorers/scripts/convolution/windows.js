// Convolution and pooling: which entry of x each window has, with which weight, and all values.
// Places in grids count from 1; p, i and j count from 0, as in the chapter.

import { keyOf, placesIn } from "../grids/places.js";
import { clamp } from "../shared.js";

const GIVEN = ["x", "w", "b", "dy"];
const RESULTS = ["y", "dx", "dw", "db"];
const STANDING = ["y", "dy"]; // shown as a column, beside the windows
const OWN = ["w", "dw", "b", "db"]; // of a convolution alone

export const isGiven = (grid) => GIVEN.includes(grid);
export const isGradient = (grid) => grid.length === 2;
export const isConvolution = (state) => state.operation === "convolution";
export const paddingOf = (state) => (isConvolution(state) ? state.padding : 0);
export const windowsOf = (state) => Math.floor((state.m + 2 * paddingOf(state) - state.k) / state.stride) + 1;
const countTo = (count) => Array.from({ length: count }, (_, i) => i);

// Rows and columns, 0 of what pooling does not have.
export function shapeOf(grid, state) {
  if (OWN.includes(grid) && !isConvolution(state)) return [0, 0];
  const count = windowsOf(state);
  const shapes = { x: [1, state.m], w: [1, state.k], b: [1, 1], y: [count, 1], A: [count, state.m + 2 * paddingOf(state)] };
  return shapes[grid.replace("d", "")];
}

export const placesOf = (grid, state) => placesIn(grid, shapeOf(grid, state));
export const orderOf = ({ row, column }) => Math.max(row, column) - 1;
export const at = (grid, order) =>
  (STANDING.includes(grid) ? { grid, row: order + 1, column: 1 } : { grid, row: 1, column: order + 1 });
const inMatrix = (p, column) => ({ grid: "A", row: p + 1, column: column + 1 });
const share = { grid: "share", row: 1, column: 1 }; // 1/k, what average pooling multiplies by

const numberOf = ({ grid, row, column }, state) => (grid === "share" ? 1 / state.k : state[grid][orderOf({ row, column })]);

// Where each window has its entries: window p, place i in it, entry j of x, or no j in the padding.
// `acts` tells whether the entry reaches y: of max pooling, only the first of the largest.
export function usesOf(state) {
  const x = state.x.slice(0, state.m);
  return countTo(windowsOf(state)).flatMap((p) => {
    const uses = countTo(state.k).map((i) => {
      const column = p * state.stride + i;
      const j = column - paddingOf(state);
      return { p, i, column, j: j >= 0 && j < state.m ? j : undefined };
    });
    const largest = Math.max(...uses.map(({ j }) => x[j] ?? -Infinity));
    const first = uses.find(({ j }) => x[j] === largest);
    return uses.map((use) => ({ ...use, acts: state.operation !== "max" || use === first }));
  });
}

// The uses that an entry takes part in.
export function usesAt({ grid, row, column }, state) {
  const order = orderOf({ row, column });
  const belongs = {
    y: ({ p }) => p === order,
    x: ({ j }) => j === order,
    w: ({ i }) => i === order,
    b: () => false,
    A: (use) => use.p === row - 1 && use.column === column - 1,
  };
  return usesOf(state).filter(belongs[grid.replace("d", "")]);
}

// The sum that makes an entry: terms, each a list of factors; of max pooling, what y is the largest of.
export function termsOf(entry, state) {
  const uses = usesAt(entry, state).filter(({ j }) => j !== undefined);
  const weight = ({ i }) => ({ convolution: [at("w", i)], average: [share], max: [] })[state.operation];
  const sums = {
    y: () => [...uses.map((use) => [...weight(use), at("x", use.j)]), ...(isConvolution(state) ? [[at("b", 0)]] : [])],
    dx: () => uses.filter(({ acts }) => acts).map((use) => [at("dy", use.p), ...weight(use)]),
    dw: () => uses.map(({ p, j }) => [at("dy", p), at("x", j)]),
    db: () => placesOf("dy", state).map((place) => [place]),
  };
  return sums[entry.grid]?.() ?? [];
}

// What a window multiplies an entry of x by.
function weightAt(entry, state) {
  const [use] = usesAt(entry, state);
  if (!use) return 0;
  return { convolution: state.w[use.i], average: 1 / state.k, max: Number(use.acts) }[state.operation];
}

// What binary arithmetic leaves behind is rounded away.
export function valueOf(entry, state) {
  if (entry.grid === "A") return weightAt(entry, state);
  if (isGiven(entry.grid) || entry.grid === "share") return numberOf(entry, state);
  const products = termsOf(entry, state).map((term) =>
    term.reduce((product, factor) => product * numberOf(factor, state), 1));
  if (entry.grid === "y" && state.operation === "max") return Math.max(...products);
  return Number(products.reduce((sum, product) => sum + product, 0).toFixed(9)) + 0;
}

export const gridOf = (grid, state) => placesOf(grid, state).map((place) => valueOf(place, state));

// What goes into an entry: the factors of its sum, and where its windows use them.
export function litBy(entry, state) {
  const uses = usesAt(entry, state);
  if (entry.grid === "A") {
    return uses.filter(({ j }) => j !== undefined).flatMap(({ p, i, j }) =>
      [at("x", j), at("dy", p), ...(isConvolution(state) ? [at("w", i)] : [])]);
  }
  if (isGiven(entry.grid)) return [];
  const shown = entry.grid === "y" ? uses : uses.filter(({ acts }) => acts);
  return [...termsOf(entry, state).flat(), ...shown.map(({ p, column }) => inMatrix(p, column))];
}

// What is made with an entry.
export function fedBy(entry, state) {
  const [use] = usesAt(entry, state);
  if (entry.grid === "A") {
    if (use?.j === undefined) return [];
    return [at("y", use.p), ...(use.acts ? [at("dx", use.j)] : []), ...(isConvolution(state) ? [at("dw", use.i)] : [])];
  }
  if (!isGiven(entry.grid)) return [];
  const made = RESULTS.flatMap((grid) => placesOf(grid, state)).filter((result) =>
    termsOf(result, state).flat().some((factor) => keyOf(factor) === keyOf(entry)));
  return [...made, ...usesAt(entry, state).map(({ p, column }) => inMatrix(p, column))];
}

// The nearest entry that exists: a size may have shrunk under it, or the operation changed.
export function inside({ grid, row, column }, state) {
  const [rows, columns] = shapeOf(grid, state);
  if (!rows) return at("y", 0);
  return { grid, row: clamp(row, 1, rows), column: clamp(column, 1, columns) };
}

// "y:1" and "A:1,3", counted from 0 as in Python.
export function entryAt(text) {
  const [grid, place] = text.split(":");
  const [first, second] = place.split(",").map(Number);
  return second === undefined ? at(grid, first) : inMatrix(first, second);
}
export const entryText = ({ grid, row, column }) =>
  (grid === "A" ? `A:${row - 1},${column - 1}` : `${grid}:${orderOf({ row, column })}`);
