// What is drawn of each activation: where it is saturated, and where its plots and labels stand.

import { ACTIVATIONS } from "../activations.js";
import { MORE_ACTIVATIONS } from "./functions.js";

export const [X_MIN, X_MAX, H_MAX] = [-6, 6, 2];
// The plots reach so far that x + h is never outside.
export const [X_START, X_END] = [X_MIN - H_MAX, X_MAX + H_MAX];
const SATURATED = 0.05; // a slope under this counts as saturated

// Left of `from` the slope goes to 0: where is it as small as SATURATED?
function leftOf(from, { df }) {
  let [flat, steep] = [X_START, from];
  for (let halving = 0; halving < 60; halving += 1) {
    const between = (flat + steep) / 2;
    if (Math.abs(df(between)) < SATURATED) flat = between;
    else steep = between;
  }
  return [[X_START, flat]];
}

const beyond = (edge) => [[X_START, -edge], [edge, X_END]];
const SMALL_SLOPE = `slope under ${SATURATED}`;
const SMALL_FALL = `far left, slope between −${SATURATED} and 0`;
const TALL = { range: [-2, 8.6], ticks: [0, 4, 8] };

// `formula` and `derivative` are those of y = f(x), "A or B" is A where x > 0; the longest just fits
// on a phone. `saturated` lists ranges of x. The labels of the curve and of its derivative stand
// `at` and `slopeAt` an x, so far under the curve, where no curve of another one of these passes.
export const activations = {
  sigmoid: {
    ...ACTIVATIONS.sigmoid,
    formula: "1/(1 + e⁻ˣ)",
    derivative: "y (1 − y)",
    saturated: beyond(2 * Math.atanh(Math.sqrt(1 - 4 * SATURATED))),
    rule: SMALL_SLOPE,
    plot: { range: [-0.25, 1.25], ticks: [0, 0.5, 1], at: [7.8, 24, "end"], slopeAt: [2.6, -9, "start"] },
  },
  tanh: {
    ...ACTIVATIONS.tanh,
    formula: "(eˣ\u2009−\u2009e⁻ˣ)/(eˣ\u2009+\u2009e⁻ˣ)",
    derivative: "1 − y²",
    saturated: beyond(Math.atanh(Math.sqrt(1 - SATURATED))),
    rule: SMALL_SLOPE,
    plot: { range: [-1.5, 1.5], ticks: [-1, 0, 1], at: [-7.9, 18, "start"], slopeAt: [-1.6, -36, "end"] },
  },
  relu: {
    ...ACTIVATIONS.relu,
    formula: "max(0, x)",
    derivative: "1 or 0",
    kink: 0, // where it has no derivative
    saturated: [[X_START, 0]],
    rule: "x\u00a0<\u00a00, slope exactly 0",
    plot: { ...TALL, at: [3.8, 15, "start"], slopeAt: [7.8, 24, "end"] },
  },
  leaky_relu: {
    ...MORE_ACTIVATIONS.leaky_relu,
    formula: "x or 0.1 x",
    derivative: "1 or 0.1",
    kink: 0,
    saturated: [],
    rule: `nothing, no slope is under ${SATURATED}`,
    plot: { ...TALL, at: [2.2, 15, "start"], slopeAt: [-7.9, -5, "start"] },
  },
  elu: {
    ...MORE_ACTIVATIONS.elu,
    formula: "x or eˣ − 1",
    derivative: "1 or eˣ",
    saturated: leftOf(0, MORE_ACTIVATIONS.elu),
    rule: SMALL_SLOPE,
    plot: { ...TALL, at: [-7.9, 14, "start"], slopeAt: [-1.25, -6, "end"] },
  },
  softplus: {
    ...MORE_ACTIVATIONS.softplus,
    formula: "log(1 + eˣ)",
    derivative: "σ(x)",
    saturated: leftOf(0, MORE_ACTIVATIONS.softplus),
    rule: SMALL_SLOPE,
    plot: { ...TALL, at: [-0.4, -7, "end"], slopeAt: [1.25, 24, "start"] },
  },
  gelu: {
    ...MORE_ACTIVATIONS.gelu,
    formula: "x Φ(x)",
    derivative: "Φ(x) + x φ(x)",
    saturated: leftOf(-Math.SQRT2, MORE_ACTIVATIONS.gelu), // where its slope is least
    rule: SMALL_FALL,
    plot: { ...TALL, at: [4.6, -5, "end"], slopeAt: [0.3, 22, "start"] },
  },
  silu: {
    ...MORE_ACTIVATIONS.silu,
    formula: "x σ(x)",
    derivative: "σ(x) + y σ(−x)",
    saturated: leftOf(-2.4, MORE_ACTIVATIONS.silu), // where its slope is least
    rule: SMALL_FALL,
    plot: { ...TALL, at: [6.4, -5, "end"], slopeAt: [1.3, -11, "start"] },
  },
};
// One scale for all, so that the sigmoid's 0.25 looks as small beside 1 as it is.
export const SLOPE_PLOT = { range: [-0.18, 1.5], ticks: [0, 0.25, 1] };
