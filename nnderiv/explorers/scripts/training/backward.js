// The backward pass, right or with one planted mistake, and a step of gradient descent.

import { ACTIVATIONS } from "../activations.js";
import { forward, logSumExp, lossOf } from "./network.js";

export const MISTAKES = {
  none: "no mistake",
  "one-db": "db of one example",
  "mean-db": "db as a mean",
  "no-transpose": "forgotten transpose",
  "no-mean": "forgotten mean",
};

// dL/dh = (o − t) / rows, of the shape of the logits h.
function lossBackward(logits, t, mistake) {
  const classes = logits.length / t.length;
  const divisor = mistake === "no-mean" ? 1 : t.length;
  const dh = new Float64Array(logits.length);
  for (let i = 0; i < t.length; i += 1) {
    const total = logSumExp(logits, i, classes);
    for (let k = i * classes; k < (i + 1) * classes; k += 1) dh[k] = Math.exp(logits[k] - total) / divisor;
    dh[i * classes + t[i]] -= 1 / divisor;
  }
  return dh;
}

// dL/dW = xᵀ dL/dy, of shape (m, n).
function weightBackward(dy, x, { m, n }) {
  const dW = new Float64Array(m * n);
  for (let i = 0; i < dy.length / n; i += 1)
    for (let j = 0; j < m; j += 1)
      for (let k = 0; k < n; k += 1) dW[j * n + k] += x[i * m + j] * dy[i * n + k];
  return dW;
}

// dL/db: the sum of the rows of dL/dy, of shape (n,).
function biasBackward(dy, { n }, mistake) {
  if (mistake === "one-db") return dy.slice(0, n);
  const divisor = mistake === "mean-db" ? dy.length / n : 1;
  const db = new Float64Array(n);
  dy.forEach((value, i) => (db[i % n] += value / divisor));
  return db;
}

// dL/dx = dL/dy Wᵀ, of shape (rows, m). Without the transpose a square W still fits.
function inputBackward(dy, { m, n, W }, mistake) {
  const dx = new Float64Array((dy.length / n) * m);
  const transposed = !(mistake === "no-transpose" && m === n);
  for (let i = 0; i < dy.length / n; i += 1)
    for (let j = 0; j < m; j += 1)
      for (let k = 0; k < n; k += 1)
        dx[i * m + j] += dy[i * n + k] * W[transposed ? j * n + k : k * n + j];
  return dx;
}

// The loss, the logits and for each layer dL/dW and dL/db.
export function backward(layers, { x, t }, { activation, mistake }) {
  const { inputs, outputs, logits } = forward(layers, activation, x);
  const { df } = ACTIVATIONS[activation];
  const gradients = [];
  let dy = lossBackward(logits, t, mistake);
  for (let l = layers.length - 1; l >= 0; l -= 1) {
    gradients[l] = { W: weightBackward(dy, inputs[l], layers[l]), b: biasBackward(dy, layers[l], mistake) };
    if (l === 0) break;
    dy = inputBackward(dy, layers[l], mistake);
    for (let i = 0; i < dy.length; i += 1) dy[i] *= df(outputs[l - 1][i]);
  }
  return { loss: lossOf(logits, t), logits, gradients };
}

// One step against the gradients, in place.
export function descend(layers, gradients, rate) {
  layers.forEach((layer, l) => {
    for (const name of ["W", "b"])
      gradients[l][name].forEach((slope, i) => (layer[name][i] -= rate * slope));
  });
}
