// A network of two layers as a graph: values run forward, gradients backward, a node at a time.

import { ACTIVATIONS } from "./activations.js";
import { choices, labelsOf, live } from "./controls.js";
import { buildStage, draw, write } from "./drawing.js";
import { withPower } from "./scientific.js";
import { button, change, clamp, foot, make, minus, readout, valuesOf } from "./shared.js";
import { slider } from "./slider.js";

const RANGE = [-3, 3];
const NARROW = 480; // the width of the container query in backpropagation.css
const CARD_HEIGHT = 72;

// The nodes in two rows of five: what is given, and what x becomes.
const NODES = {
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
const INTO = { a: ["w1", "b1", "x"], z: ["a"], y: ["z", "w2", "b2"], L: ["y", "t"] };
const EDGES = Object.entries(INTO).flatMap(([to, all]) => all.map((from) => [from, to]));
export const GIVEN = ["x", "t", "w1", "b1", "w2", "b2"];

export function forward({ x, t, w1, b1, w2, b2, activation }) {
  const a = w1 * x + b1;
  const z = ACTIVATIONS[activation].f(a);
  const y = w2 * z + b2;
  return { x, t, w1, b1, w2, b2, a, z, y, L: (y - t) ** 2 / 2 };
}

// Every gradient is the one of the node above times the derivative along the edge.
export function backward(state) {
  const { x, t, w1, w2, a, z, y } = forward(state);
  const L = 1;
  const dy = L * (y - t);
  const dz = dy * w2;
  const da = dz * ACTIVATIONS[state.activation].df(a);
  return { L, y: dy, w2: dy * z, b2: dy * 1, z: dz, a: da, w1: da * x, b1: da * 1, x: da * w1 };
}

// A number for a formula: four digits, and no zeros behind.
export function short(value, significant = 4) {
  if (value !== 0 && Math.abs(value) < 0.0005) return withPower(value, 0);
  return minus(String(Number(value.toPrecision(significant)) + 0));
}
// The same for a node, where there is less room.
const shorter = (value) =>
  value !== 0 && Math.abs(value) < 0.0005 ? short(value) : short(Number(value.toFixed(3)));
const bracketed = (value) => (value < 0 ? `(${short(value)})` : short(value));

// What the steps compute: the node, the formula, and the formula with numbers.
const FORWARD = [
  ["a", () => "a = w₁x + b₁", (v) => `${short(v.w1)}·${bracketed(v.x)} + ${bracketed(v.b1)}`],
  ["z", (s) => `z = ${s}(a)`, (v, _, s) => `${s}(${short(v.a)})`],
  ["y", () => "y = w₂z + b₂", (v) => `${short(v.w2)}·${bracketed(v.z)} + ${bracketed(v.b2)}`],
  ["L", () => "L = ½(y − t)²", (v) => `½(${short(v.y)} − ${bracketed(v.t)})²`],
];
// The gradient at `node` is the one at `above` times `local`, which `value` gives as a number.
const BACKWARD = [
  { node: "L" },
  { node: "y", above: "L", local: () => "(y − t)", value: (v) => v.y - v.t },
  { node: "w2", above: "y", local: () => "z", value: (v) => v.z },
  { node: "b2", above: "y", local: () => "1", value: () => 1 },
  { node: "z", above: "y", local: () => "w₂", value: (v) => v.w2 },
  { node: "a", above: "z", local: (s) => `${s}′(a)`, value: (v, { df }) => df(v.a) },
  { node: "w1", above: "a", local: () => "x", value: (v) => v.x },
  { node: "b1", above: "a", local: () => "1", value: () => 1 },
  { node: "x", above: "a", local: () => "w₁", value: (v) => v.w1 },
];
export const STEPS = FORWARD.length + BACKWARD.length;

const gradientName = (node) => `dL/d${NODES[node].label}`;

function forwardStep([node, formula, numbers], state) {
  const [values, { label }] = [forward(state), ACTIVATIONS[state.activation]];
  const into = INTO[node].map((from) => [from, node]);
  const text = `= ${numbers(values, state, label)} = ${short(values[node])}`;
  return { way: "forward", node, into, formula: formula(label), text, value: values[node] };
}

function backwardStep({ node, above, local, value }, state) {
  const [name, gradients] = [gradientName(node), backward(state)];
  const step = { way: "backward", node, into: [[node, above]], value: gradients[node] };
  if (!above) return { ...step, into: [], formula: `${name} = 1`, text: "where the way back begins" };
  const activation = ACTIVATIONS[state.activation];
  const factor = bracketed(value(forward(state), activation));
  const formula = `${name} = ${gradientName(above)} · ${local(activation.label)}`;
  return { ...step, formula, text: `= ${short(gradients[above])} · ${factor} = ${short(step.value)}` };
}

const START = {
  way: "start",
  into: [],
  formula: "x, t and the parameters are given.",
  text: "Next computes a.",
};

// What a step does and shows; step 0 shows what is given.
export function describe(state, step = state.step) {
  if (step === 0) return START;
  return step <= FORWARD.length
    ? forwardStep(FORWARD[step - 1], state)
    : backwardStep(BACKWARD[step - FORWARD.length - 1], state);
}

const reached = (step) => ({
  values: [...GIVEN, ...FORWARD.slice(0, step).map(([node]) => node)],
  gradients: BACKWARD.slice(0, Math.max(0, step - FORWARD.length)).map(({ node }) => node),
});

function placesFor(width) {
  const gap = width < NARROW ? 40 : 76; // between the rows, as the heights in backpropagation.css
  const [column, cardWidth] = [width / 5, Math.min(width / 5 - 11, 84)];
  const height = 2 * CARD_HEIGHT + gap + 8;
  const place = ({ row, column: i }) => ({
    x: column * (i + 0.5),
    y: 4 + CARD_HEIGHT / 2 + row * (CARD_HEIGHT + gap),
  });
  const places = Object.entries(NODES).map(([name, node]) => [name, place(node)]);
  return { places: Object.fromEntries(places), cardWidth, width, height };
}

// From the border of one card to that of the other, so that the arrow's head is seen.
function ends([from, to], { places, cardWidth }) {
  const [one, other] = [places[from], places[to]];
  if (one.y === other.y) return [one.x + cardWidth / 2 + 1, one.y, other.x - cardWidth / 2 - 1, one.y];
  const lean = Math.sign(other.x - one.x) * cardWidth * 0.3; // a slanted edge joins two corners
  return [one.x + lean, one.y + CARD_HEIGHT / 2 + 1, other.x - lean, other.y - CARD_HEIGHT / 2 - 1];
}

function drawEdge(group, edge, kind, spots) {
  let [x1, y1, x2, y2] = ends(edge, spots);
  if (kind === "backward") [x1, y1, x2, y2] = [x2, y2, x1, y1]; // the gradient comes back
  const part = draw(group, "g", `nnd-edge nnd-edge-${kind}`);
  const inHead = 1 - 5 / Math.hypot(x2 - x1, y2 - y1); // a line up to the tip would be seen beside it
  const [endX, endY] = [x1 + (x2 - x1) * inHead, y1 + (y2 - y1) * inHead];
  draw(part, "line", "nnd-edge-line", { x1, y1, x2: endX, y2: endY });
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const transform = `translate(${x2} ${y2}) rotate(${angle})`;
  draw(part, "path", "nnd-edge-head", { d: "M0,0L-7,-4V4Z", transform });
}

function drawCard(group, name, { value, gradient, now }, { places, cardWidth }) {
  const { x, y } = places[name];
  const kind = now ? `nnd-card-${now}` : value === undefined ? "nnd-card-unknown" : "";
  const part = draw(group, "g", `nnd-card ${kind} nnd-node-${name}`);
  const [left, top] = [x - cardWidth / 2, y - CARD_HEIGHT / 2];
  draw(part, "rect", "nnd-card-box", { x: left, y: top, width: cardWidth, height: CARD_HEIGHT, rx: 8 });
  if (value !== undefined) write(part, "nnd-card-value", x, y - 17, "middle", shorter(value));
  write(part, "nnd-card-name", x, y + 6, "middle", NODES[name].label);
  if (gradient !== undefined) write(part, "nnd-card-gradient", x, y + 27, "middle", shorter(gradient));
}

function drawStage({ svg, drawing }, state, width) {
  const [spots, step] = [placesFor(width), describe(state)];
  const [values, gradients, known] = [forward(state), backward(state), reached(state.step)];
  svg.setAttribute("viewBox", `0 0 ${width} ${spots.height}`);
  drawing.replaceChildren();
  const isNow = (edge) => step.into.some(([from, to]) => from === edge[0] && to === edge[1]);
  for (const edge of EDGES) drawEdge(drawing, edge, isNow(edge) ? step.way : "waiting", spots);
  for (const name of Object.keys(NODES)) {
    const value = known.values.includes(name) ? values[name] : undefined;
    const gradient = known.gradients.includes(name) ? gradients[name] : undefined;
    const now = step.node === name && step.way;
    drawCard(drawing, name, { value, gradient, now }, spots);
  }
  const read = (names, title, from) => names.map((name) => `${title(name)} = ${short(from[name])}`);
  const spoken = [
    ...read(known.values, (name) => NODES[name].label, values),
    ...read(known.gradients, gradientName, gradients),
  ];
  svg.setAttribute("aria-label", `Graph of the network: ${spoken.join(", ")}`);
}

function showStep(place, output, state) {
  const { way, formula, text } = describe(state);
  place.textContent = `Step ${state.step} of ${STEPS}, ${way}`;
  output.replaceChildren(
    make("span", `nnd-formula nnd-formula-${way}`, formula), " ",
    make("span", "nnd-numbers", text),
  );
}

// Disabling the button that has the focus would lose it, so the other gets it.
function disable(here, other, disabled) {
  if (disabled && document.activeElement === here) other.focus({ preventScroll: true });
  here.disabled = disabled;
}

function render({ model, el }) {
  const names = ["activation", ...GIVEN, "step"];
  const goBy = (steps) => change(model, { step: clamp(model.get("step") + steps, 0, STEPS) });
  const labels = labelsOf(ACTIVATIONS, "name");
  const chooser = choices("Activation", labels, (activation) => change(model, { activation }));
  const [stage, output] = [buildStage({ role: "img" }), readout("nnd-readout")];
  const [back, next] = [button("← Back", () => goBy(-1)), button("Next →", () => goBy(1))];
  const sliders = GIVEN.map((name) => {
    const set = (value) => change(model, { [name]: value });
    return { name, ...slider(NODES[name].label, RANGE, `nnd-given-${name}`, set) };
  });
  const place = make("span", "nnd-way");
  const walk = make("div", "nnd-walk", make("div", "nnd-buttons", back, next), place, output);
  const given = make("div", "nnd-given", ...sliders.map(({ label }) => label));
  const last = foot(model, names, "Press Next. Each node has its value above and its gradient below.");
  const parts = [chooser.fieldset, stage.svg, walk, given, last];
  el.append(make("div", "nnd-explorer nnd-backpropagation", ...parts));

  return live({ model, el }, names, stage.svg, (width) => {
    const state = valuesOf(model, names);
    chooser.show(state.activation);
    for (const { name, show } of sliders) show(state[name]);
    drawStage(stage, state, width);
    showStep(place, output, state);
    disable(back, next, false);
    disable(next, back, state.step === STEPS);
    disable(back, next, state.step === 0);
  });
}

export default { render };
