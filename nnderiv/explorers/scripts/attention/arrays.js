// Attention and its gradients: all arrays of now, what each entry is made of and what it goes into.

import { keyOf, lowered, placesIn, upTo } from "../grids/places.js";

const [POSITIONS, LENGTH] = [3, 2]; // of queries, keys and values; and of each of them
const ROOT = Math.sqrt(LENGTH);
export const FORWARD = ["Q", "K", "V", "S", "A", "Y"];
export const BACKWARD = ["dQ", "dK", "dV", "dS", "dA", "dy"]; // each stands where its array stands above
const RESULTS = ["S", "A", "Y", "dA", "dV", "dS", "dQ", "dK"];

// Which keys take part for a query.
export const MASKS = {
  none: { label: "none", takesPart: () => true },
  causal: { label: "causal", takesPart: (query, key) => key <= query },
  earlier: { label: "earlier keys only", takesPart: (query, key) => key < query },
  padding: { label: "last key out", takesPart: (_, key) => key < POSITIONS },
};

export const isGradient = (grid) => grid.startsWith("d");
export const isGiven = (grid) => ["Q", "K", "V", "dy"].includes(grid);
export const shapeOf = (grid) => [POSITIONS, /[SA]$/.test(grid) ? POSITIONS : LENGTH];

const at = (grid, row, column) => ({ grid, row, column });
export const takesPart = ({ row, column }, { mask }) => MASKS[mask].takesPart(row, column);
const keysOf = (query, state) => upTo(POSITIONS).filter((key) => takesPart({ row: query, column: key }, state));
const queriesOf = (key, state) => upTo(POSITIONS).filter((query) => takesPart({ row: query, column: key }, state));

// The places that an entry is made of: a list of terms, each a list of factors; none for what is
// given or left out. Those of S, dL/dQ and dL/dK are divided by √d, A and dL/dS are no plain sums.
export function termsOf({ grid, row, column }, state) {
  const isLeftOut = ["S", "A", "dS"].includes(grid) && !takesPart({ row, column }, state);
  const sums = {
    S: () => upTo(LENGTH).map((c) => [at("Q", row, c), at("K", column, c)]),
    A: () => keysOf(row, state).map((j) => [at("S", row, j)]),
    Y: () => keysOf(row, state).map((j) => [at("A", row, j), at("V", j, column)]),
    dV: () => queriesOf(row, state).map((i) => [at("A", i, row), at("dy", i, column)]),
    dA: () => upTo(LENGTH).map((c) => [at("dy", row, c), at("V", column, c)]),
    dS: () => keysOf(row, state).map((j) => [at("A", row, j), at("dA", row, j)]),
    dQ: () => keysOf(row, state).map((j) => [at("dS", row, j), at("K", j, column)]),
    dK: () => queriesOf(row, state).map((i) => [at("dS", i, row), at("Q", i, column)]),
  };
  return isLeftOut ? [] : sums[grid]?.() ?? [];
}

export const placesOf = (grid) => placesIn(grid, shapeOf(grid));

// The results that an entry goes into.
export const feedsOf = (entry, state) =>
  RESULTS.flatMap(placesOf).filter((result) =>
    termsOf(result, state).flat().some((factor) => keyOf(factor) === keyOf(entry)));

// The mean of row i of dL/dA, with row i of A as weights.
export const meanOf = (row, { A, dA }) => A[row - 1].reduce((sum, weight, j) => sum + weight * dA[row - 1][j], 0);

// Everything that is shown, as rows. What is left out has the score −∞.
export function compute(state) {
  const now = { Q: state.Q, K: state.K, V: state.V, dy: state.dy };
  const factor = ({ grid, row, column }) => now[grid][row - 1][column - 1] + (grid === "K" ? state.bias : 0);
  const sum = (place) => termsOf(place, state).reduce((total, term) =>
    total + term.reduce((value, one) => value * factor(one), 1), 0);
  const fill = (grid, value) => {
    now[grid] = upTo(POSITIONS).map((row) => upTo(shapeOf(grid)[1]).map((column) => value(at(grid, row, column))));
  };
  fill("S", (place) => (takesPart(place, state) ? sum(place) / ROOT : -Infinity));
  fill("A", ({ row, column }) => {
    const scores = now.S[row - 1];
    const power = (score) => (score === -Infinity ? 0 : Math.exp(score - Math.max(...scores)));
    return power(scores[column - 1]) / (scores.reduce((total, score) => total + power(score), 0) || 1);
  });
  for (const grid of ["Y", "dV", "dA"]) fill(grid, sum);
  fill("dS", ({ row, column }) => now.A[row - 1][column - 1] * (now.dA[row - 1][column - 1] - meanOf(row, now)));
  for (const grid of ["dQ", "dK"]) fill(grid, (place) => sum(place) / ROOT);
  return now;
}

export const symbol = (grid) => (isGradient(grid) ? `dL/d${grid.slice(1).toUpperCase()}` : grid);
export const symbolOf = ({ grid, row, column }) => symbol(grid) + lowered(row) + lowered(column);
export const shapeText = (grid) => `(${shapeOf(grid).join("×")})`;
export const entryText = ({ grid, row, column }) => `${grid}:${row},${column}`;
