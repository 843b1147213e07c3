// What a step, a node and an edge of a graph say of themselves.

import { bracketed, short, shorter } from "../graph_parts/short_numbers.js";
import { ends, exampleOf } from "./examples.js";
import {
  backward, backwardOrder, changesOf, forward, forwardSteps, isForward, isKnown, nudgedOf, pathsTo, productAlong,
  slopesOf, stepNow, tieOf, waysInto, waysOut,
} from "./passes.js";

export const signed = (value) => (value < 0 ? shorter(value) : `+${shorter(value)}`);
export const slopeName = (edge) => `d${ends(edge)[1]}/d${ends(edge)[0]}`;
const line = (kind, formula, text) => ({ kind, formula, text });
// What one number makes is told by that number; the sum of several stands behind them.
const summed = (terms, total) => `= ${terms.join(" + ")}${terms.length > 1 || terms[0] !== total ? ` = ${total}` : ""}`;

function valueLine(node, state) {
  const [values, { formula, operands }] = [forward(state), exampleOf(state).gates[node]];
  const numbers = operands.map((operand, i) => (i ? bracketed(values[operand]) : short(values[operand])));
  return line("forward", `${node} = ${formula(...operands)}`, `= ${formula(...numbers)} = ${short(values[node])}`);
}

// How the changes of the operands become the change of a gate.
function changeLine(node, state) {
  const [changes, slopes, name] = [changesOf(state), slopesOf(state), nudgedOf(state)];
  if (!(node in changes)) return line("plain", "", `The nudge of ${name} does not reach ${node}.`);
  const ways = waysInto(exampleOf(state), node).filter((edge) => ends(edge)[0] in changes);
  const terms = ways.map((edge, i) => `${(i ? bracketed : short)(slopes[edge])} · ${bracketed(changes[ends(edge)[0]])}`);
  const predicted = ways.reduce((sum, edge) => sum + slopes[edge] * changes[ends(edge)[0]], 0);
  const text = `slope times change is ${terms.join(" + ")} = ${short(predicted)}; it changes by ${short(changes[node])}.`;
  return line("plain", `The nudge reaches ${node}:`, text);
}

function gradientLine(node, state) {
  if (node === "L") return line("backward", "dL/dL = 1", "L changes exactly as much as itself: the way back begins with 1.");
  const [gradients, slopes, ways] = [backward(state), slopesOf(state), waysOut(exampleOf(state), node)];
  const formulas = ways.map((edge) => `dL/d${ends(edge)[1]} · ${slopeName(edge)}`);
  const terms = ways.map((edge, i) => `${(i ? bracketed : short)(gradients[ends(edge)[1]])} · ${bracketed(slopes[edge])}`);
  return line("backward", `dL/d${node} = ${formulas.join(" + ")}`, summed(terms, short(gradients[node])));
}

const tieLine = (state) => {
  const node = tieOf(state);
  if (!node) return [];
  const second = exampleOf(state).gates[node].operands[1];
  const text = `Both equal: max has a kink here and no derivative. As for ReLU at 0, the book has a convention: the second, ${second}, gets the slope.`;
  return [line("tie", "", text)];
};

// Why the gradient of a node comes out so.
function rulesOf(node, ways, state) {
  const gates = ways.map((edge) => ends(edge)[1]);
  const tie = gates.includes(tieOf(state)) ? tieLine(state) : [];
  if (gates.length > 1) return [line("plain", "", `${node} is used twice, so what comes back on its two ways is summed.`), ...tie];
  return tie.length ? tie : gates.map((gate) => line("plain", "", exampleOf(state).gates[gate].rule));
}

// What a step computes: the node, the edges that take part, and lines of a formula and a text.
export function describe(state) {
  const [example, step] = [exampleOf(state), stepNow(state)];
  const gates = Object.keys(example.gates);
  if (step === 0) {
    const given = line("forward", "The inputs are given,", `and ${nudgedOf(state)} is nudged by ${state.nudge}. Next computes ${gates[0]}.`);
    return { way: "start", edges: [], lines: [given] };
  }
  if (isForward(state)) {
    const node = gates[step - 1];
    const { kind } = example.gates[node];
    const [head, tail] = [valueLine(node, state), changeLine(node, state)];
    const lines = [head, tail, ...(kind === "max" ? tieLine(state) : [])];
    return { way: "forward", node, edges: waysInto(example, node), lines };
  }
  const node = backwardOrder(example)[step - forwardSteps(example) - 1];
  const ways = waysOut(example, node);
  return { way: "backward", node, edges: ways, lines: [gradientLine(node, state), ...rulesOf(node, ways, state)] };
}

function pathLine(path, i, state) {
  const slopes = slopesOf(state);
  const [route, product] = [["L", ...path.map((edge) => ends(edge)[0])].join(" → "), short(productAlong(path, slopes))];
  const numbers = path.map((edge, k) => (k ? bracketed : short)(slopes[edge])).join(" · ");
  const result = path.length > 1 ? `${numbers} = ${product}` : product;
  return line(`path-${i + 1}`, `Path ${route}:`, `${path.map(slopeName).join(" · ")} = ${result}`);
}

// The product of the slopes along each path from L back to a node, and the sum over the paths.
function explainNode(node, state) {
  const example = exampleOf(state);
  if (example.held.includes(node))
    return [line("forward", `${node} = ${short(forward(state)[node])}`, `is held constant: the target is data, so no path back to ${node} is followed.`)];
  if (node === "L") return [valueLine(node, state), gradientLine(node, state)];
  const [paths, slopes] = [pathsTo(example, node), slopesOf(state)];
  const products = paths.map((path, i) => (i ? bracketed : short)(productAlong(path, slopes)));
  const total = line("backward", `dL/d${node}`, summed(products, short(backward(state)[node])));
  const lines = paths.map((path, i) => pathLine(path, i, state));
  const tied = paths.flat().some((edge) => ends(edge)[1] === tieOf(state));
  return [...lines, total, ...(tied ? tieLine(state) : [])];
}

function explainEdge(edge, state) {
  const [[operand, node], values] = [ends(edge), forward(state)];
  const example = exampleOf(state);
  const { operands, formulas, rule, kind } = example.gates[node];
  const formula = formulas(...operands)[operands.indexOf(operand)];
  if (example.held.includes(operand)) return explainNode(operand, state);
  const slope = short(slopesOf(state)[edge]);
  const number = kind === "max" ? `(here ${slope})` : `= ${slope}`;
  const head = line("forward", `${slopeName(edge)} = ${formula}`, formula === slope ? "" : number);
  const fixed = operands.filter((other) => other !== operand).map((other) => `${other} = ${short(values[other])}`);
  const meaning = `The slope of ${node} along ${operand}${fixed.length ? `, while ${fixed[0]} stays fixed` : ""}. ${rule}`;
  const tie = kind === "max" ? tieLine(state) : [];
  return [head, ...(tie.length ? tie : [line("plain", "", meaning)])];
}

// What a node ("a") or an edge ("a-s") tells of itself.
export const explain = (part, state) => (part.includes("-") ? explainEdge(part, state) : explainNode(part, state));

// The same in a few words, as its name for those who do not see the drawing. It has to hold what the
// drawing shows, in the same order and with nothing between.
export function nameOf(part, state) {
  const example = exampleOf(state);
  if (part.includes("-")) {
    const [from, to] = ends(part);
    if (example.held.includes(from)) return `from ${from} to ${to}, held constant`;
    const shown = isKnown.value(to, state) || pathsTo(example, state.selected).flat().includes(part);
    return `from ${from} to ${to}, slope ${shown ? shorter(slopesOf(state)[part]) : "not known yet"}`;
  }
  const gate = part in example.gates ? ` ${example.gates[part].name}` : "";
  if (!isKnown.value(part, state)) return `${part}${gate}, not known yet`;
  const value = shorter(forward(state)[part]);
  if (example.held.includes(part)) return `${part} constant = ${value}`;
  const name = `${part}${gate} = ${value}`;
  if (isKnown.gradient(part, state)) return `${name}, ${shorter(backward(state)[part])} is dL/d${part}`;
  const change = changesOf(state)[part];
  return isForward(state) && change !== undefined ? `${name}, ${signed(change)} by the nudge` : name;
}

// What there is to say of the difference between the predicted and the actual change.
export function tellDifference(state) {
  if (tieOf(state)) return "At the kink where a = c there is no derivative: what is predicted rests on a choice.";
  const told = {
    product: "L is a straight line in each single input, so its slope tells the whole change.",
    paths: "L is a straight line in each single input, but for the kink where a = c. Nudge one across it.",
    neuron: "L is a curve: nudge ten times less, and the difference is about a hundred times less.",
  };
  return told[state.example];
}
