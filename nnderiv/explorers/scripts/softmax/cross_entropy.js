// Softmax and cross entropy of logits, their derivatives, and steps against the gradient.

import { explain } from "./float64.js";
import { clamp } from "../shared.js";
import { exps, naiveSoftmax, softmax, sum } from "./formula.js";

export const H_MAX = 6;

export const naiveLoss = (h, t) => -Math.log(naiveSoftmax(h)[t]) + 0;
export const loss = (h, t) => {
  const lowered = h.map((value) => value - Math.max(...h));
  return Math.log(sum(exps(lowered))) - lowered[t];
};

export const gradient = (o, t) => o.map((value, i) => value - (i === t ? 1 : 0));

export const jacobian = (o) => o.map((oa, a) => o.map((oi, i) => oa * ((a === i ? 1 : 0) - oi)));

// dE/do of E = −log o_t: one entry that is not 0.
export const upstream = (o, t) => o.map((value, a) => (a === t ? -1 / value : 0));

// The row vector dE/do times the Jacobian.
export const product = (dy, rows) => dy.map((_, i) => sum(rows.map((row, a) => dy[a] * row[i])));

const SAFE = "The safe formula takes the largest logit away from all before it computes powers: none overflows.";

// All that is shown, from the traits.
export function compute({ h, t, shift, naive }) {
  const z = h.map((value) => value + shift);
  const o = (naive ? naiveSoftmax : softmax)(z);
  const [rows, dy] = [jacobian(o), upstream(o, t)];
  return {
    z,
    o,
    E: (naive ? naiveLoss : loss)(z, t),
    gradient: gradient(o, t),
    jacobian: rows,
    upstream: dy,
    product: product(dy, rows),
    note: naive ? explain(z) : SAFE,
  };
}

// The logits after one step against the gradient; they stay in the plot.
export const stepped = (state) => {
  const against = compute(state).gradient;
  return state.h.map((value, i) => clamp(value - state.rate * against[i], -H_MAX, H_MAX));
};

// The loss now, and after each of so many steps.
export function lossesAhead(state, count) {
  const states = [state];
  for (let i = 0; i < count; i += 1) states.push({ ...state, h: stepped(states[i]) });
  return states.map((one) => compute(one).E);
}

// What the gradient predicts of one step: E changes by −rate · |dE/dh|².
export const predicted = ({ rate }, against) => -rate * sum(against.map((value) => value ** 2));
