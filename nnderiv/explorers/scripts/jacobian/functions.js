// Four functions: forward, each entry of the Jacobian with what it takes, and the same gradient by
// a short form that never builds the Jacobian, with what both cost. Arrays are lists of rows.

import { upTo } from "../grids/places.js";

const at = (grid, row, column) => ({ grid, row, column });
const total = (values) => values.reduce((sum, value) => sum + value, 0);

function softmaxOf(row) {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  return powers.map((power) => power / total(powers));
}
const sigmoidOf = (value) => 1 / (1 + Math.exp(-value));
const layer = ({ x, W, b }) => x.map((row) => b.map((bias, j) => total(row.map((value, l) => value * W[l][j])) + bias));

// Of a function: `input` is what J is taken with respect to; `entry` gets the places of an output
// and of an input and returns the places whose numbers it takes, none if it is 0 everywhere;
// `short` does so for an entry of the gradient. The costs are for k examples of m inputs and n
// outputs: multiplications that build J; then of the short form the numbers kept and its
// multiplications.
export const FUNCTIONS = {
  softmax: {
    label: "softmax(x)", input: "x", forward: ({ x }) => x.map(softmaxOf),
    formula: "y = softmax(x)",
    code: "s = (dy * y).sum(-1, keepdims=True)\ny * (dy - s)",
    entry: (y, x) => (y.row !== x.row ? [] : [...new Set([y.column, x.column])].map((j) => at("y", y.row, j))),
    value: ([first, second]) => (second === undefined ? first * (1 - first) : -first * second),
    short: ({ row, column }, { y, dy }) => {
      const weighted = total(y[row - 1].map((value, j) => value * dy[row - 1][j]));
      return y[row - 1][column - 1] * (dy[row - 1][column - 1] - weighted);
    },
    takes: ({ row }, { n }) => upTo(n).flatMap((j) => [at("y", row, j), at("dy", row, j)]),
    cost: ({ k, n }) => ({ build: k * n * n, kept: k, multiplied: 2 * k * n }),
    kept: "s",
  },
  sigmoid: {
    label: "sigmoid σ(x)", input: "x", forward: ({ x }) => x.map((row) => row.map(sigmoidOf)),
    formula: "y = σ(x), entry by entry",
    code: "dy * y * (1 - y)",
    entry: (y, x) => (y.row === x.row && y.column === x.column ? [at("y", y.row, y.column)] : []),
    value: ([y]) => y * (1 - y),
    short: ({ row, column }, { y, dy }) =>
      dy[row - 1][column - 1] * y[row - 1][column - 1] * (1 - y[row - 1][column - 1]),
    takes: ({ row, column }) => [at("dy", row, column), at("y", row, column)],
    cost: ({ k, n }) => ({ build: k * n, kept: 0, multiplied: 2 * k * n }),
  },
  linear: {
    label: "xW + b, dy/dx", input: "x", forward: layer,
    formula: "y = xW + b",
    code: "dy @ W.T",
    entry: (y, x) => (y.row === x.row ? [at("W", x.column, y.column)] : []),
    value: ([weight]) => weight,
    short: ({ row, column }, { dy, W }) => total(W[column - 1].map((weight, j) => dy[row - 1][j] * weight)),
    takes: ({ row, column }, { n }) => upTo(n).flatMap((j) => [at("dy", row, j), at("W", column, j)]),
    cost: ({ k, m, n }) => ({ build: 0, kept: 0, multiplied: k * m * n }),
  },
  weights: {
    label: "xW + b, dy/dW", input: "W", forward: layer,
    formula: "y = xW + b",
    code: "x.T @ dy",
    entry: (y, W) => (y.column === W.column ? [at("x", y.row, W.row)] : []),
    value: ([x]) => x,
    short: ({ row, column }, { dy, x }) => total(x.map((values, i) => values[row - 1] * dy[i][column - 1])),
    takes: ({ row, column }, { k }) => upTo(k).flatMap((i) => [at("x", i, row), at("dy", i, column)]),
    cost: ({ k, m, n }) => ({ build: 0, kept: 0, multiplied: k * m * n }),
  },
};

export const isLayer = ({ function: name }) => name === "linear" || name === "weights";
