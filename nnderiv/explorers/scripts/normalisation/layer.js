// Four normalisations of a grid of three rows and columns, and of the gradient its three paths.

import { keyOf, parseNumber, upTo } from "../grids/places.js";

const SIDE = 3;
// What training gathered of each column; inference takes it as given.
export const GATHERED = { mean: [0.5, 1, 0], variance: [3.5, 1.5, 0.5] };

// `over` is what shares a mean and a variance; `paths` are those that a gradient takes back.
export const NORMALISATIONS = {
  layer: { label: "LayerNorm", over: "row", paths: ["direct", "mean", "variance"] },
  rms: { label: "RMSNorm", over: "row", paths: ["direct", "variance"] },
  batch: { label: "BatchNorm", over: "column", paths: ["direct", "mean", "variance"] },
  inference: { label: "inference", over: "entry", paths: ["direct"] },
};
export const PATHS = ["direct", "mean", "variance"];
export const isNormalisedOver = (what, { normalisation }) => NORMALISATIONS[normalisation].over === what;

const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
const average = (values) => sumOf(values) / values.length;
const allAt = (places, grid) => places.map(({ row, column }) => grid[row - 1][column - 1]);

// The places that share a mean and a variance with one: its row, its column, or it alone.
export function sharedBy({ grid, row, column }, { normalisation }) {
  const lines = {
    row: () => upTo(SIDE).map((j) => ({ grid, row, column: j })),
    column: () => upTo(SIDE).map((i) => ({ grid, row: i, column })),
    entry: () => [{ grid, row, column }],
  };
  return lines[NORMALISATIONS[normalisation].over]();
}

// RMSNorm takes 0 for the mean, so its variance is the mean of x².
export function statisticsAt(place, state) {
  const [values, given] = [allAt(sharedBy(place, state), state.x), isNormalisedOver("entry", state)];
  const own = state.normalisation === "rms" ? 0 : average(values);
  const mean = given ? GATHERED.mean[place.column - 1] : own;
  const variance = given ? GATHERED.variance[place.column - 1] : average(values.map((value) => (value - mean) ** 2));
  return { mean, variance, r: 1 / Math.sqrt(variance + state.eps) };
}

export function normalisedAt(place, state) {
  const { mean, r } = statisticsAt(place, state);
  return (allAt([place], state.x)[0] - mean) * r;
}

// dL/dx of one entry, path by path.
export function pathsAt(place, state) {
  const line = sharedBy(place, state);
  const [h, upstream, { r }] = [line.map((other) => normalisedAt(other, state)), allAt(line, state.dh), statisticsAt(place, state)];
  const ways = {
    direct: () => r * allAt([place], state.dh)[0],
    mean: () => -r * average(upstream),
    variance: () => -r * normalisedAt(place, state) * average(upstream.map((value, i) => value * h[i])),
  };
  return Object.fromEntries(NORMALISATIONS[state.normalisation].paths.map((path) => [path, ways[path]()]));
}

const total = (paths) => sumOf(Object.values(paths));
const VALUES = { h: normalisedAt, dx: (place, state) => total(pathsAt(place, state)) };
export const isTyped = (grid) => !(grid in VALUES);
export const valueAt = (place, state) => VALUES[place.grid]?.(place, state) ?? allAt([place], state[place.grid])[0];
export const numbersOf = (grid, state) =>
  upTo(SIDE).map((row) => upTo(SIDE).map((column) => valueAt({ grid, row, column }, state)));

// What goes into an entry, and what is made with it.
export function madeOf(place, state) {
  const inputs = { h: ["x"], dx: ["x", "dh"] }[place.grid] ?? [];
  const linear = place.grid === "dx" && isNormalisedOver("entry", state); // dL/dx does not depend on x
  return inputs.filter((grid) => !(linear && grid === "x")).flatMap((grid) => sharedBy({ ...place, grid }, state));
}
export const madeWith = (place, state) =>
  ["h", "dx"].flatMap((grid) => sharedBy({ ...place, grid }, state)).filter((result) =>
    madeOf(result, state).some((other) => keyOf(other) === keyOf(place)));

// The entries whose paths are shown beside each other: what shares a mean, and of inference a row.
export const shownLine = (place, state) =>
  sharedBy(place, isNormalisedOver("entry", state) ? { normalisation: "layer" } : state);

// Each path along the line, with its sum and its sum times h.
export function pathTable(place, state) {
  const line = shownLine(place, state);
  const h = line.map((other) => normalisedAt(other, state));
  const paths = line.map((other) => pathsAt(other, state));
  const row = (values) => [...values, sumOf(values), sumOf(values.map((value, j) => value * h[j]))];
  const rows = PATHS.map((path) => (path in paths[0] ? row(paths.map((all) => all[path])) : null));
  return [...rows, row(paths.map(total))];
}

// All of x with one rule applied, if the numbers stay those that a cell takes.
export function moved(x, rule) {
  const values = x.map((row) => row.map((value) => Number(rule(value).toFixed(1))));
  return values.flat().some((value) => parseNumber(String(value)) === undefined) ? undefined : values;
}
