// What a step, a node and an edge of the network say of themselves.

import { ACTIVATIONS } from "../activations.js";
import { bracketed, short } from "../graph_parts/short_numbers.js";
import {
  BACKWARD, FORWARD, NODES, backward, ends, forward, isKnown, slopeOf, stepOfGradient, stepOfValue, wayOut, waysInto,
} from "./network.js";

export const gradientName = (node) => `dL/d${NODES[node].label}`;
const factorOf = (formula) => (formula.includes(" ") ? `(${formula})` : formula);

const VALUES = {
  a: [() => "w₁x + b₁", (v) => `${short(v.w1)}·${bracketed(v.x)} + ${bracketed(v.b1)}`],
  z: [(s) => `${s}(a)`, (v, s) => `${s}(${short(v.a)})`],
  y: [() => "w₂z + b₂", (v) => `${short(v.w2)}·${bracketed(v.z)} + ${bracketed(v.b2)}`],
  L: [() => "½(y − t)²", (v) => `½(${short(v.y)} − ${bracketed(v.t)})²`],
};

function valueText(node, state) {
  const [values, { label }] = [forward(state), ACTIVATIONS[state.activation]];
  const [formula, numbers] = VALUES[node];
  return {
    formula: `${NODES[node].label} = ${formula(label)}`,
    text: `= ${numbers(values, label)} = ${short(values[node])}`,
  };
}

function gradientText(node, state) {
  const [gradients, edge] = [backward(state), wayOut(node)];
  if (!edge) return { formula: `${gradientName(node)} = 1`, text: "where the way back begins" };
  const [above, { formula, value }] = [ends(edge)[1], slopeOf(edge, state)];
  return {
    formula: `${gradientName(node)} = ${gradientName(above)} · ${factorOf(formula)}`,
    text: `= ${short(gradients[above])} · ${bracketed(value)} = ${short(gradients[node])}`,
  };
}

const START = {
  way: "start",
  edges: [],
  formula: "x, t and the parameters are given.",
  text: "Next computes a.",
};

// What a step does and shows; step 0 shows what is given.
export function describe(state, step = state.step) {
  if (step === 0) return START;
  const back = step > FORWARD.length;
  const node = back ? BACKWARD[step - FORWARD.length - 1] : FORWARD[step - 1];
  return back
    ? { way: "backward", node, edges: [wayOut(node)].filter(Boolean), ...gradientText(node, state) }
    : { way: "forward", node, edges: waysInto(node), ...valueText(node, state) };
}

// What a gradient means, in a sentence.
function meaning(node, state) {
  const [{ label }, slope] = [NODES[node], backward(state)[node]];
  if (node === "L") return "L grows exactly as fast as itself.";
  if (slope === 0) return `If ${label} grows a little, L stays as it is.`;
  return `If ${label} grows a little, L ${slope > 0 ? "grows" : "falls"} ${short(Math.abs(slope))} times that much.`;
}

function explainTarget(state) {
  const [{ t }, { t: slope }] = [forward(state), backward(state)];
  return [
    { kind: "forward", formula: `t = ${short(t)}`, text: "is given." },
    { kind: "backward", formula: "dL/dt = dL/dL · (t − y)", text: isKnown.value("y", state.step) ? `= ${short(slope)}` : "" },
    { kind: "plain", text: "It exists, but t is data: training never moves the target, so no step computes it." },
  ];
}

function explainNode(node, state) {
  if (node === "t") return explainTarget(state);
  const value = node in VALUES ? valueText(node, state) : undefined;
  const lines = [];
  if (!value) lines.push({ kind: "forward", formula: `${NODES[node].label} = ${short(state[node])}`, text: "is given." });
  else if (isKnown.value(node, state.step)) lines.push({ kind: "forward", ...value });
  else lines.push({ kind: "forward", formula: value.formula, text: `comes in step ${stepOfValue(node)}.` });
  const gradient = gradientText(node, state);
  if (!isKnown.gradient(node, state.step))
    return [...lines, { kind: "backward", formula: gradient.formula, text: `comes in step ${stepOfGradient(node)}.` }];
  return [...lines, { kind: "backward", ...gradient }, { kind: "plain", text: meaning(node, state) }];
}

function explainEdge(edge, state) {
  const [[from, to], { formula, value }] = [ends(edge), slopeOf(edge, state)];
  const [one, other] = [NODES[from].label, NODES[to].label];
  const known = isKnown.slope(edge, state.step);
  const number = formula === short(value) ? "" : `= ${short(value)}`;
  const slope = {
    kind: "forward",
    formula: `d${other}/d${one} = ${formula}`,
    text: known ? number : `comes in step ${stepOfValue(to)}.`,
  };
  const rule = `The slope from ${one} to ${other}. On the way back it multiplies ${gradientName(to)}:`;
  if (from === "t") return [slope, ...explainTarget(state).slice(2)];
  const gradient = gradientText(from, state);
  const text = isKnown.gradient(from, state.step) ? gradient.text : `comes in step ${stepOfGradient(from)}.`;
  return [slope, { kind: "plain", text: rule }, { kind: "backward", formula: gradient.formula, text }];
}

// What a node ("z") or an edge ("a-z") tells of itself after so many steps: lines of a formula and a text.
export const explain = (part, state) => (part in NODES ? explainNode(part, state) : explainEdge(part, state));

// The same in a few words, as its name for those who do not see the drawing.
export function nameOf(part, state) {
  if (!(part in NODES)) {
    const [from, to] = ends(part).map((node) => NODES[node].label);
    const slope = isKnown.slope(part, state.step) ? short(slopeOf(part, state).value) : "not known yet";
    return `from ${from} to ${to}, slope ${slope}`;
  }
  const { label } = NODES[part];
  if (!isKnown.value(part, state.step)) return `${label}, not known yet`;
  const value = `${label} = ${short(forward(state)[part])}`;
  if (!isKnown.gradient(part, state.step)) return value;
  return `${value}, ${gradientName(part)} = ${short(backward(state)[part])}`;
}
