// The gates, and the chapter's three examples as graphs of them.

import { ACTIVATIONS, sigmoid } from "../activations.js";

// What a gate computes from its operands, its slopes along them, and the same as formulas.
const GATES = {
  add: {
    name: "add",
    value: (u, v) => u + v,
    slopes: () => [1, 1],
    formula: (u, v) => `${u} + ${v}`,
    formulas: () => ["1", "1"],
    rule: "Add distributes: both operands get the gradient as it is.",
  },
  multiply: {
    name: "multiply",
    value: (u, v) => u * v,
    slopes: (u, v) => [v, u],
    formula: (u, v) => `${u} · ${v}`,
    formulas: (u, v) => [v, u],
    rule: "Multiply swaps: each operand gets the gradient times the other one.",
  },
  max: {
    name: "max",
    value: Math.max,
    slopes: (u, v) => (u > v ? [1, 0] : [0, 1]), // of two equal numbers the second has it
    formula: (u, v) => `max(${u}, ${v})`,
    formulas: (u, v) => [`1 if ${u} > ${v}, else 0`, `1 if ${v} ≥ ${u}, else 0`],
    rule: "Max routes: the larger operand gets the whole gradient, the other 0.",
  },
  sigmoid: {
    name: "sigmoid",
    value: sigmoid,
    slopes: (u) => [ACTIVATIONS.sigmoid.df(u)],
    formula: (u) => `σ(${u})`,
    formulas: (u) => [`σ(${u})(1 − σ(${u}))`],
    rule: "The slope of the sigmoid is at most ¼, so every gradient shrinks on its way through.",
  },
  squaredError: {
    name: "(y − t)²",
    value: (u, v) => (u - v) ** 2,
    slopes: (u, v) => [2 * (u - v), 2 * (v - u)],
    formula: (u, v) => `(${u} − ${v})²`,
    formulas: (u, v) => [`2(${u} − ${v})`, `2(${v} − ${u})`],
    rule: "The slope of a square is twice what is squared.",
  },
};

const gate = (kind, ...operands) => ({ ...GATES[kind], kind, operands });

// A place is how far a node is on the way to L, and where across that way. `held` are inputs that
// stay as they are: nothing is nudged there, and no gradient is computed.
export const EXAMPLES = {
  product: {
    label: "(a + b) · c",
    inputs: ["a", "b", "c"],
    held: [],
    gates: { s: gate("add", "a", "b"), L: gate("multiply", "s", "c") },
    places: { a: [0, 0], b: [0, 1], c: [0, 2], s: [1, 0.5], L: [2, 1] },
    depth: 3,
  },
  paths: {
    label: "a · b + max(a, c)",
    inputs: ["a", "b", "c"],
    held: [],
    gates: { p: gate("multiply", "a", "b"), m: gate("max", "a", "c"), L: gate("add", "p", "m") },
    places: { b: [0, 0], a: [0, 1], c: [0, 2], p: [1, 0.5], m: [1, 1.5], L: [2, 1] },
    depth: 3,
  },
  neuron: {
    label: "(σ(w · x + b) − t)²",
    inputs: ["w", "x", "b", "t"],
    held: ["t"],
    gates: {
      p: gate("multiply", "w", "x"),
      z: gate("add", "p", "b"),
      y: gate("sigmoid", "z"),
      L: gate("squaredError", "y", "t"),
    },
    places: { w: [0, 0], x: [0, 1], p: [1, 0.5], b: [1, 1.65], z: [2, 1], y: [3, 1], t: [3, 2], L: [4, 1] },
    depth: 5,
  },
};
export const RANGE = [-5, 5];
export const AMOUNTS = [0.001, 0.01, 0.1, 0.5];

export const exampleOf = (state) => EXAMPLES[state.example];
export const nodesOf = ({ inputs, gates }) => [...inputs, ...Object.keys(gates)];
export const edgesOf = ({ gates }) =>
  Object.entries(gates).flatMap(([node, { operands }]) => operands.map((operand) => `${operand}-${node}`));
export const ends = (edge) => edge.split("-");
