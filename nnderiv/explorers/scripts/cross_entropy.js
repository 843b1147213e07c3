// Softmax and cross entropy of logits, their derivatives, and what a float64 does to the formula.

import { minus } from "./shared.js";

const sum = (values) => values.reduce((total, value) => total + value, 0);
const exps = (h) => h.map(Math.exp);

export function naiveSoftmax(h) {
  const total = sum(exps(h));
  return exps(h).map((e) => e / total);
}

const lowered = (h) => h.map((value) => value - Math.max(...h)); // so that no power overflows
export const softmax = (h) => naiveSoftmax(lowered(h));

export const naiveLoss = (h, t) => -Math.log(naiveSoftmax(h)[t]) + 0;
export const loss = (h, t) => Math.log(sum(exps(lowered(h)))) - lowered(h)[t];

export const gradient = (o, t) => o.map((value, i) => value - (i === t ? 1 : 0));

export const jacobian = (o) => o.map((oa, a) => o.map((oi, i) => oa * ((a === i ? 1 : 0) - oi)));

// What a float64 does to the formula as it stands.
export function explain(h) {
  const largest = minus(String(Number(Math.max(...h).toFixed(2))));
  const total = sum(exps(h));
  if (exps(h).includes(Infinity))
    return `overflow: e^${largest} is too large for a float64; inf/inf = nan`;
  if (total === Infinity)
    return "overflow: the sum is too large for a float64; each o is a number/inf = 0";
  if (total === 0) return `underflow: e^${largest}, the largest power, is 0 in a float64; 0/0 = nan`;
  return `no overflow here: e^${largest}, the largest power, fits into a float64`;
}
const SAFE = "computed as e^(h − r) / Σe^(h − r) with r the largest logit: nothing overflows";

// All that is shown, from the traits.
export function compute({ h, t, shift, naive }) {
  const z = h.map((value) => value + shift);
  const o = (naive ? naiveSoftmax : softmax)(z);
  return {
    z,
    o,
    E: (naive ? naiveLoss : loss)(z, t),
    gradient: gradient(o, t),
    jacobian: jacobian(o),
    note: naive ? explain(z) : SAFE,
  };
}
