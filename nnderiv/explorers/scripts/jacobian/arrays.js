// All arrays of now, the places in them, and which numbers go into which.

import { keyOf, lowered, placesIn } from "../grids/places.js";
import { clamp } from "../shared.js";
import { FUNCTIONS, isLayer } from "./functions.js";

const GIVEN = ["x", "W", "b", "dy"];
const GRADIENTS = ["dy", "vjp", "short"];
const VECTORS = ["b", "output", "input"];
export const isGiven = (grid) => GIVEN.includes(grid);
export const kindOf = (grid) => (GRADIENTS.includes(grid) ? "nnd-of-gradient" : "nnd-of-value");
export const inputOf = (state) => FUNCTIONS[state.function].input;
export const sizesOf = (state) => ({ k: state.k, m: state.m, n: isLayer(state) ? state.n : state.m });

// Rows and columns; zeros of what the function does not have. Headings are kept as a row.
export function shapeOf(grid, state) {
  const { k, m, n } = sizesOf(state);
  const W = isLayer(state) ? [m, n] : [0, 0];
  const input = inputOf(state) === "W" ? W : [k, m];
  const [outputs, inputs] = [k * n, input[0] * input[1]];
  const shapes = {
    x: [k, m], W, b: [Math.sign(W[0]), W[1]], y: [k, n], dy: [k, n],
    J: [outputs, inputs], output: [1, outputs], input: [1, inputs],
  };
  return shapes[grid] ?? input;
}

export const placesOf = (grid, state) => placesIn(grid, shapeOf(grid, state));
export const outputAt = (row, state) => placesOf("y", state)[row - 1];
export const inputAt = (column, state) => placesOf(inputOf(state), state)[column - 1];
const order = (place, state) => placesOf(place.grid, state).findIndex((other) => keyOf(other) === keyOf(place)) + 1;

// The heading of an output or of an input.
export const headingOf = (place, state) =>
  ({ grid: place.grid === "y" ? "output" : "input", row: 1, column: order(place, state) });

// The places whose numbers an entry of J takes.
export const madeOf = ({ row, column }, state) =>
  FUNCTIONS[state.function].entry(outputAt(row, state), inputAt(column, state));

// Everything that is shown, as rows.
export function compute(state) {
  const { k, m, n } = sizesOf(state);
  const cut = (rows, count, columns) => rows.slice(0, count).map((row) => row.slice(0, columns));
  const now = { x: cut(state.x, k, m), W: cut(state.W, m, n), b: state.b.slice(0, n), dy: cut(state.dy, k, n) };
  const chosen = FUNCTIONS[state.function];
  now.y = chosen.forward(now);
  const numberAt = ({ grid, row, column }) => now[grid][row - 1][column - 1];
  const rowsOf = (grid, value) => {
    const columns = shapeOf(grid, state)[1];
    const values = placesOf(grid, state).map(value);
    return Array.from({ length: values.length / columns }, (_, i) => values.slice(i * columns, (i + 1) * columns));
  };
  now.J = rowsOf("J", (place) => {
    const takes = madeOf(place, state);
    return takes.length ? chosen.value(takes.map(numberAt)) : 0;
  });
  const upstream = now.dy.flat();
  now.vjp = rowsOf("vjp", (_, c) => upstream.reduce((sum, value, r) => sum + value * now.J[r][c], 0));
  now.short = rowsOf("short", (place) => chosen.short(place, now));
  return { ...now, b: [now.b] };
}

// The numbers that both ways keep until the gradient is there, and their multiplications.
export function costsOf(state) {
  const { build, kept, multiplied } = FUNCTIONS[state.function].cost(sizesOf(state));
  const [outputs, inputs] = shapeOf("J", state);
  const size = outputs * inputs;
  return { built: { kept: size, multiplied: build + size }, short: { kept, multiplied } };
}

// The entries of J that belong to a heading and are not 0 everywhere.
export const entriesAt = ({ grid, column }, state) =>
  placesOf("J", state).filter((place) =>
    (grid === "output" ? place.row : place.column) === column && madeOf(place, state).length);

const gradientsAt = (grid, columns, state) => columns.map((column) => placesOf(grid, state)[column - 1]);

// What goes into an entry; the numbers of a row of J, of what its output depends on.
export function litBy(entry, state) {
  const ofRow = (column) => {
    const entries = entriesAt({ grid: "output", column }, state);
    return [...entries, ...entries.map((place) => inputAt(place.column, state))];
  };
  const ways = {
    J: () => madeOf(entry, state),
    y: () => ofRow(order(entry, state)),
    output: () => ofRow(entry.column),
    vjp: () => {
      const entries = entriesAt({ grid: "input", column: order(entry, state) }, state);
      return [...entries, ...entries.map(({ row }) => ({ ...outputAt(row, state), grid: "dy" }))];
    },
    short: () => FUNCTIONS[state.function].takes(entry, sizesOf(state)),
  };
  return ways[entry.grid]?.() ?? [];
}

// What is made with an entry: of an input its outputs, its column of J and the sums of that column.
export function fedBy(entry, state) {
  const { grid } = entry;
  const takes = (places) => places.some((place) => keyOf(place) === keyOf(entry));
  const takersIn = (other) => placesOf(other, state).filter((place) => takes(litBy(place, state)));
  const ofColumn = (column) => {
    const entries = entriesAt({ grid: "input", column }, state);
    const gradients = ["vjp", "short"].flatMap((way) => gradientsAt(way, [column], state));
    return [...entries, ...entries.map(({ row }) => outputAt(row, state)), ...gradients];
  };
  if (grid === inputOf(state)) return ofColumn(order(entry, state));
  const ways = {
    input: () => ofColumn(entry.column),
    J: () => gradientsAt("vjp", madeOf(entry, state).length ? [entry.column] : [], state),
    b: () => placesOf("y", state).filter(({ column }) => column === entry.column),
    dy: () => [...takersIn("vjp"), ...takersIn("short")],
    x: () => [...takersIn("J"), ...takersIn("short")],
    W: () => [...takersIn("J"), ...takersIn("short")],
  };
  return ways[grid]?.() ?? [];
}

// The nearest entry that exists: a size may have shrunk under it, or the function changed.
export function inside({ grid, row, column }, state) {
  const [rows, columns] = shapeOf(grid, state);
  if (!rows) return { grid: "J", row: 1, column: 1 };
  return { grid, row: clamp(row, 1, rows), column: clamp(column, 1, columns) };
}

export const entryText = ({ grid, row, column }) =>
  `${grid}:${VECTORS.includes(grid) ? column : `${row},${column}`}`;

// x₂, or with more than one example x₁₂; dL/dx₂; an entry of J as dy₁/dx₂.
export function symbolOf(place, state) {
  const { grid, row, column } = place;
  const named = {
    J: () => `d${symbolOf(outputAt(row, state), state)}/d${symbolOf(inputAt(column, state), state)}`,
    output: () => symbolOf(outputAt(column, state), state),
    input: () => symbolOf(inputAt(column, state), state),
    dy: () => `dL/d${symbolOf({ ...place, grid: "y" }, state)}`,
  };
  if (grid === "vjp" || grid === "short") return `dL/d${symbolOf({ ...place, grid: inputOf(state) }, state)}`;
  const one = grid === "b" || (grid !== "W" && state.k === 1);
  return named[grid]?.() ?? grid + (one ? "" : lowered(row)) + lowered(column);
}
