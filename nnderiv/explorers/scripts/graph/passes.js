// The two passes through a graph, the paths that the second sums over, and what a nudge changes.

import { edgesOf, ends, exampleOf, nodesOf } from "./examples.js";

export function forward(state) {
  const { inputs, gates } = exampleOf(state);
  const values = Object.fromEntries(inputs.map((name, i) => [name, state[state.example][i]]));
  for (const [node, { value, operands }] of Object.entries(gates))
    values[node] = value(...operands.map((operand) => values[operand]));
  return values;
}

// The slope along each edge, while the other operands stay as they are.
export function slopesOf(state) {
  const values = forward(state);
  const pairs = Object.entries(exampleOf(state).gates).flatMap(([node, { slopes, operands }]) => {
    const along = slopes(...operands.map((operand) => values[operand]));
    return operands.map((operand, i) => [`${operand}-${node}`, along[i]]);
  });
  return Object.fromEntries(pairs);
}

// The gates from L back, and then the inputs: each after all gates that it feeds.
export function backwardOrder({ inputs, held, gates }) {
  return [...Object.keys(gates).reverse(), ...inputs.filter((name) => !held.includes(name))];
}

export const waysOut = (example, node) => edgesOf(example).filter((edge) => ends(edge)[0] === node);
export const waysInto = (example, node) => edgesOf(example).filter((edge) => ends(edge)[1] === node);

// Each gradient is a sum over the ways out: the gradient at the end of the way times its slope.
export function backward(state) {
  const [example, slopes, gradients] = [exampleOf(state), slopesOf(state), { L: 1 }];
  for (const node of backwardOrder(example).slice(1)) {
    gradients[node] = 0;
    for (const edge of waysOut(example, node)) gradients[node] += gradients[ends(edge)[1]] * slopes[edge];
  }
  return gradients;
}

// All paths from L back to a node, each as its edges from L on.
export function pathsTo(example, node) {
  if (node === "L") return [[]];
  return waysOut(example, node).flatMap((edge) =>
    pathsTo(example, ends(edge)[1]).map((path) => [...path, edge]),
  );
}

export const productAlong = (path, slopes) => path.reduce((product, edge) => product * slopes[edge], 1);

// The input that is nudged: the first, if the one that was chosen is none of this example's.
export function nudgedOf(state) {
  const { inputs, held } = exampleOf(state);
  const free = inputs.filter((name) => !held.includes(name));
  return free.includes(state.nudged) ? state.nudged : free[0];
}

// How much the nudge changes each node that it reaches, the nudged input among them.
export function changesOf(state) {
  const [example, name] = [exampleOf(state), nudgedOf(state)];
  const moved = [...state[state.example]];
  moved[example.inputs.indexOf(name)] += state.nudge;
  const [before, after] = [forward(state), forward({ ...state, [state.example]: moved })];
  const reached = new Set([name]);
  for (const edge of edgesOf(example)) if (reached.has(ends(edge)[0])) reached.add(ends(edge)[1]);
  const changes = nodesOf(example).filter((node) => reached.has(node)).map((node) => [node, after[node] - before[node]]);
  return Object.fromEntries([...changes, [name, state.nudge]]);
}

// What the gradient promises of a nudge, and what happens.
export function nudge(state) {
  const [before, slope, changes] = [forward(state).L, backward(state)[nudgedOf(state)], changesOf(state)];
  return { predicted: slope * state.nudge, before, after: before + changes.L, actual: changes.L };
}

// The gate max whose operands are equal, so that it has no derivative; undefined if there is none.
export function tieOf(state) {
  const values = forward(state);
  const isTie = ({ kind, operands: [u, v] }) => kind === "max" && values[u] === values[v];
  return Object.keys(exampleOf(state).gates).find((node) => isTie(exampleOf(state).gates[node]));
}

// The steps of both passes. An example has as many as it has gates, and gradients to compute.
export const forwardSteps = (example) => Object.keys(example.gates).length;
export const lastStepOf = (example) => forwardSteps(example) + backwardOrder(example).length;
export const stepNow = (state) => Math.min(state.step, lastStepOf(exampleOf(state)));
export const isForward = (state) => stepNow(state) <= forwardSteps(exampleOf(state));
// A value is known after the step of its gate, and what is given at once.
export const isKnown = {
  value: (node, state) => Object.keys(exampleOf(state).gates).indexOf(node) < stepNow(state),
  gradient: (node, state) => {
    const [example, step] = [exampleOf(state), stepNow(state)];
    const place = backwardOrder(example).indexOf(node);
    return place >= 0 && place < step - forwardSteps(example);
  },
};
