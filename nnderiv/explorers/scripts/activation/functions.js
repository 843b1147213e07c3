// The activations that this explorer has beside those of the networks, and their derivatives.

import { sigmoid } from "../activations.js";
import { density, distribution } from "./normal.js";

const LEAK = 0.1; // the usual 0.01 would look like 0

export const MORE_ACTIVATIONS = {
  softplus: {
    name: "softplus",
    label: "softplus",
    f: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    df: sigmoid,
  },
  silu: {
    name: "SiLU",
    label: "SiLU",
    f: (x) => x * sigmoid(x),
    df: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
  },
  leaky_relu: {
    name: "leaky ReLU",
    label: "LReLU",
    f: (x) => Math.max(x, LEAK * x),
    df: (x) => (x > 0 ? 1 : LEAK), // the latter also at its kink
  },
  elu: { name: "ELU", label: "ELU", f: (x) => (x > 0 ? x : Math.expm1(x)), df: (x) => Math.exp(Math.min(x, 0)) },
  gelu: {
    name: "GELU",
    label: "GELU",
    f: (x) => x * distribution(x),
    df: (x) => distribution(x) + x * density(x),
  },
};
