// A network of two layers: its graph, its values, its gradients, and what moves its loss.

import { ACTIVATIONS } from "../activations.js";

// The nodes in two rows of five: what is given, and what x becomes.
export const NODES = {
  w1: { label: "w₁", row: 0, column: 0 },
  b1: { label: "b₁", row: 0, column: 1 },
  w2: { label: "w₂", row: 0, column: 2 },
  b2: { label: "b₂", row: 0, column: 3 },
  t: { label: "t", row: 0, column: 4 },
  x: { label: "x", row: 1, column: 0 },
  a: { label: "a", row: 1, column: 1 },
  z: { label: "z", row: 1, column: 2 },
  y: { label: "y", row: 1, column: 3 },
  L: { label: "L", row: 1, column: 4 },
};
export const GIVEN = ["x", "t", "w1", "b1", "w2", "b2"];
export const RANGE = [-3, 3];
export const PARAMETERS = ["w1", "b1", "w2", "b2"];
export const FORWARD = ["a", "z", "y", "L"];
export const BACKWARD = ["L", "y", "w2", "b2", "z", "a", "w1", "b1", "x"]; // t is data: no step for it
export const STEPS = FORWARD.length + BACKWARD.length;

// The slope along each edge: the derivative of the node at its end by the one at its start.
const SLOPES = {
  "w1-a": { formula: () => "x", value: (v) => v.x },
  "b1-a": { formula: () => "1", value: () => 1 },
  "x-a": { formula: () => "w₁", value: (v) => v.w1 },
  "a-z": { formula: (s) => `${s}′(a)`, value: (v, { df }) => df(v.a) },
  "w2-y": { formula: () => "z", value: (v) => v.z },
  "b2-y": { formula: () => "1", value: () => 1 },
  "z-y": { formula: () => "w₂", value: (v) => v.w2 },
  "t-L": { formula: () => "t − y", value: (v) => v.t - v.y },
  "y-L": { formula: () => "y − t", value: (v) => v.y - v.t },
};
export const EDGES = Object.keys(SLOPES);
export const ends = (edge) => edge.split("-");
// Each node has one way out, except L, which has none.
export const wayOut = (node) => EDGES.find((edge) => ends(edge)[0] === node);
export const waysInto = (node) => EDGES.filter((edge) => ends(edge)[1] === node);

export function forward({ x, t, w1, b1, w2, b2, activation }) {
  const a = w1 * x + b1;
  const z = ACTIVATIONS[activation].f(a);
  const y = w2 * z + b2;
  return { x, t, w1, b1, w2, b2, a, z, y, L: (y - t) ** 2 / 2 };
}

export function slopeOf(edge, state) {
  const activation = ACTIVATIONS[state.activation];
  const { formula, value } = SLOPES[edge];
  return { formula: formula(activation.label), value: value(forward(state), activation) };
}

// Every gradient is the one at the end of the way out times the slope along it.
export function backward(state) {
  const gradients = { L: 1 };
  for (const node of [...BACKWARD.slice(1), "t"]) {
    const edge = wayOut(node);
    gradients[node] = gradients[ends(edge)[1]] * slopeOf(edge, state).value;
  }
  return gradients;
}

// After how many steps a value and a gradient are known.
export const stepOfValue = (node) => FORWARD.indexOf(node) + 1; // 0 for what is given
export const stepOfGradient = (node) => FORWARD.length + BACKWARD.indexOf(node) + 1;
export const isKnown = {
  value: (node, step) => stepOfValue(node) <= step,
  gradient: (node, step) => BACKWARD.includes(node) && stepOfGradient(node) <= step,
  slope: (edge, step) => stepOfValue(ends(edge)[1]) <= step,
};

// What the gradient promises if an input grows by `by`, and how much L changes in truth.
export function nudge(state, name, by) {
  const L = forward({ ...state, [name]: state[name] + by }).L;
  const [slope, before] = [backward(state)[name], forward(state).L];
  return { slope, predicted: slope * by, before, after: L, actual: L - before };
}

// Where a step against the gradient leads the parameters.
export function descended(state) {
  const gradients = backward(state);
  return Object.fromEntries(PARAMETERS.map((name) => [name, state[name] - state.rate * gradients[name]]));
}
