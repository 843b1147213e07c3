// The network: linear, activation, linear, activation, linear, and cross entropy of a softmax, as
// its mean over the batch. A matrix is a flat array of its rows; each example is a row.

import { ACTIVATIONS } from "../activations.js";

export const HIDDEN = 8; // the layer in the middle is square: a transpose that is missing there fits

// How large the weights are at first, by the number of inputs of their layer.
export const SCALES = {
  zero: () => 0,
  small: () => 0.01,
  right: (m) => 1 / Math.sqrt(m),
  large: (m) => 10 / Math.sqrt(m),
};

// The same numbers from 0 to 1 each time (the generator mulberry32).
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Weights with the standard deviation of the scale, drawn evenly; the biases are 0.
export function initialLayers(init, classes) {
  const next = generator(1);
  const sizes = [2, HIDDEN, HIDDEN, classes];
  return sizes.slice(1).map((n, l) => {
    const m = sizes[l];
    const widest = Math.sqrt(3) * SCALES[init](m);
    const W = Float64Array.from({ length: m * n }, () => widest * (2 * next() - 1));
    return { m, n, W, b: new Float64Array(n) };
  });
}

// y = xW + b, of shape (rows, n).
function linear(x, { m, n, W, b }) {
  const rows = x.length / m;
  const y = new Float64Array(rows * n);
  for (let i = 0; i < rows; i += 1)
    for (let k = 0; k < n; k += 1) {
      let sum = b[k];
      for (let j = 0; j < m; j += 1) sum += x[i * m + j] * W[j * n + k];
      y[i * n + k] = sum;
    }
  return y;
}

// What each layer takes and what it gives; the last one gives the logits.
export function forward(layers, activation, x) {
  const { f } = ACTIVATIONS[activation];
  const [inputs, outputs] = [[x], []];
  layers.forEach((layer, l) => {
    outputs.push(linear(inputs[l], layer));
    if (l < layers.length - 1) inputs.push(outputs[l].map(f));
  });
  return { inputs, outputs, logits: outputs.at(-1) };
}

// log Σ e^h of a row, without an overflow: softmax is e^(h − this), and −log of it this − h.
export function logSumExp(logits, i, classes) {
  let largest = -Infinity;
  for (let k = i * classes; k < (i + 1) * classes; k += 1) largest = Math.max(largest, logits[k]);
  let sum = 0;
  for (let k = i * classes; k < (i + 1) * classes; k += 1) sum += Math.exp(logits[k] - largest);
  return largest + Math.log(sum);
}

export function lossOf(logits, t) {
  const classes = logits.length / t.length;
  let sum = 0;
  for (let i = 0; i < t.length; i += 1) sum += logSumExp(logits, i, classes) - logits[i * classes + t[i]];
  return sum / t.length;
}

// The class with the largest logit in a row.
export function classOf(logits, i, classes) {
  let best = 0;
  for (let c = 1; c < classes; c += 1) if (logits[i * classes + c] > logits[i * classes + best]) best = c;
  return best;
}

export function accuracyOf(logits, t) {
  const classes = logits.length / t.length;
  return t.filter((right, i) => classOf(logits, i, classes) === right).length / t.length;
}
