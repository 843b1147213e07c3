// What is drawn of each activation: where it is saturated, and where its plots and labels stand.

import { ACTIVATIONS, sigmoid } from "../activations.js";

export const [X_MIN, X_MAX, H_MAX] = [-6, 6, 2];
// The plots reach so far that x + h is never outside.
export const [X_START, X_END] = [X_MIN - H_MAX, X_MAX + H_MAX];
const SATURATED = 0.05; // a slope under this counts as saturated

const beyond = (edge) => [[X_START, -edge], [edge, X_END]];
const TALL = { range: [-2, 8.6], ticks: [0, 4, 8] };

// `formula` and `derivative` are those of y = f(x); the longest just fits on a phone. `saturated` lists ranges of x. The labels of the curve and of its derivative stand `at` and
// `slopeAt` an x, so far under the curve, where no curve of another one of these passes.
export const activations = {
  sigmoid: {
    ...ACTIVATIONS.sigmoid,
    formula: "1/(1 + e⁻ˣ)",
    derivative: "y (1 − y)",
    saturated: beyond(2 * Math.atanh(Math.sqrt(1 - 4 * SATURATED))),
    rule: `slope under ${SATURATED}`,
    plot: { range: [-0.25, 1.25], ticks: [0, 0.5, 1], at: [7.8, 24, "end"], slopeAt: [2.6, -9, "start"] },
  },
  tanh: {
    ...ACTIVATIONS.tanh,
    formula: "(eˣ\u2009−\u2009e⁻ˣ)/(eˣ\u2009+\u2009e⁻ˣ)",
    derivative: "1 − y²",
    saturated: beyond(Math.atanh(Math.sqrt(1 - SATURATED))),
    rule: `slope under ${SATURATED}`,
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
  softplus: {
    name: "softplus",
    f: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    df: sigmoid,
    formula: "log(1 + eˣ)",
    derivative: "σ(x)",
    plot: { ...TALL, at: [-0.4, -7, "end"], slopeAt: [1.25, 24, "start"] },
  },
  silu: {
    name: "SiLU",
    f: (x) => x * sigmoid(x),
    df: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
    formula: "x σ(x)",
    derivative: "σ(x) + y σ(−x)",
    plot: { ...TALL, at: [-1.4, 13, "end"], slopeAt: [2.4, -6, "middle"] },
  },
};
// One scale for all, so that the sigmoid's 0.25 looks as small beside 1 as it is.
export const SLOPE_PLOT = { range: [-0.18, 1.5], ticks: [0, 0.25, 1] };
