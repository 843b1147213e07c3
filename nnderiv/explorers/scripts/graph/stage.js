// The drawing of a graph: to the right in a wide window, downward on a phone.

import { draw, write } from "../drawing.js";
import { buildParts, drawArrow } from "../graph_parts/parts.js";
import { clamp, make } from "../shared.js";
import { shorter } from "../graph_parts/short_numbers.js";
import { edgesOf, ends, exampleOf, EXAMPLES, nodesOf } from "./examples.js";
import { backward, changesOf, forward, isForward, isKnown, pathsTo, slopesOf } from "./passes.js";
import { describe, nameOf, signed } from "./words.js";

const NARROW = 480; // the width of the container query in explorer.css
const ACROSS = 3;
const CARD = { width: 88, height: 66 };

function spotsFor({ places, depth }, width) {
  const narrow = width < NARROW;
  const height = narrow ? 500 : 270; // as the heights in explorer.css
  const spread = (place, count, length) => (place + 0.5) * (length / count);
  const entries = Object.entries(places).map(([node, [along, across]]) => [node, narrow
    ? { x: spread(across, ACROSS, width), y: spread(along, depth, height) }
    : { x: spread(along, depth, width), y: spread(across, ACROSS, height) }]);
  return { places: Object.fromEntries(entries), width, height, narrow };
}

// From the side of one node to that of the other, and a little off its middle where it comes slanted.
function lineOf(edge, { places, narrow }) {
  const [one, other] = ends(edge).map((node) => places[node]);
  const off = (distance, size) => clamp(distance * 0.25, -size / 3, size / 3);
  if (narrow) {
    const lean = off(other.x - one.x, CARD.width);
    return [one.x + lean, one.y + CARD.height / 2 + 1, other.x - lean, other.y - CARD.height / 2 - 1];
  }
  const lean = off(other.y - one.y, CARD.height);
  return [one.x + CARD.width / 2 + 1, one.y + lean, other.x - CARD.width / 2 - 1, other.y - lean];
}

// Where the slope stands: on a long line, or beside a short one.
function slopePlace([x1, y1, x2, y2], { narrow }) {
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  if (Math.hypot(x2 - x1, y2 - y1) > 70) return { x, y: y + 5, anchor: "middle" };
  if (narrow) return x2 > x1 ? { x: x - 8, y: y + 5, anchor: "end" } : { x: x + 8, y: y + 5, anchor: "start" };
  return { x, y: y2 < y1 ? y + 21 : y - 9, anchor: "middle" };
}

function drawEdge(part, edge, { way, slope }, spots) {
  const line = lineOf(edge, spots);
  const place = slopePlace(line, spots);
  const [x1, y1, x2, y2] = line;
  drawArrow(part, way === "backward" ? [x2, y2, x1, y1] : line, place); // the gradient comes back
  if (slope !== undefined) write(part, "nnd-slope nnd-halo", place.x, place.y, place.anchor, shorter(slope));
}

function drawNode(part, node, { gate, value, gradient, change }, { places }) {
  const { x, y } = places[node];
  const [left, top] = [x - CARD.width / 2, y - CARD.height / 2];
  draw(part, "rect", "nnd-card-box", { x: left, y: top, ...CARD, rx: 8 });
  const name = write(part, "nnd-card-name", x, y + 6, "middle", node);
  if (gate) draw(name, "tspan", "nnd-card-gate").textContent = ` ${gate}`;
  if (value !== undefined) part.append(" ", write(part, "nnd-card-value", x, y - 15, "middle", shorter(value)));
  const below = (className, text) => part.append(" ", write(part, className, x, y + 26, "middle", text));
  if (gradient !== undefined) below("nnd-card-gradient", shorter(gradient));
  else if (change !== undefined) below("nnd-card-change", signed(change));
}

// Which way an edge is lit, and as part of which path: those of the node that was picked, or of the step.
function lit(edge, state) {
  const [{ selected }, example] = [state, exampleOf(state)];
  const isNode = nodesOf(example).includes(selected) && !example.held.includes(selected);
  if (isNode) {
    const path = pathsTo(example, selected).findIndex((edges) => edges.includes(edge));
    return path < 0 ? { way: "waiting" } : { way: "backward", path: path + 1 };
  }
  if (selected) return { way: "waiting" };
  const { way, edges } = describe(state);
  if (!edges.includes(edge)) return { way: "waiting" };
  return { way, quiet: way === "forward" && !(ends(edge)[0] in changesOf(state)) }; // the nudge takes other ways
}

function drawParts(parts, state, spots) {
  const [example, slopes, now] = [exampleOf(state), slopesOf(state), describe(state)];
  const [values, gradients, changes] = [forward(state), backward(state), changesOf(state)];
  for (const edge of edgesOf(example)) {
    const [from, to] = ends(edge);
    const { way, path, quiet } = lit(edge, state);
    const known = !example.held.includes(from) && (path || isKnown.value(to, state));
    const kind = `${example.held.includes(from) ? "nnd-edge-held" : ""} ${quiet ? "nnd-edge-quiet" : ""}`;
    parts.get(edge).setAttribute("class", `nnd-part nnd-edge nnd-edge-${way} nnd-path-${path ?? 0} ${kind}`);
    drawEdge(parts.get(edge), edge, { way, slope: known ? slopes[edge] : undefined }, spots);
  }
  for (const node of nodesOf(example)) {
    const value = isKnown.value(node, state) ? values[node] : undefined;
    const gradient = isKnown.gradient(node, state) ? gradients[node] : undefined;
    const change = isForward(state) && value !== undefined ? changes[node] : undefined;
    const active = !state.selected && now.node === node ? `nnd-card-${now.way}` : "";
    const kind = active || (value === undefined || example.held.includes(node) ? "nnd-card-unknown" : "");
    parts.get(node).setAttribute("class", `nnd-part nnd-card ${kind} nnd-node-${node}`);
    const gate = example.held.includes(node) ? "constant" : example.gates[node]?.name;
    drawNode(parts.get(node), node, { gate, value, gradient, change }, spots);
  }
}

// The arrow keys go through each node and the edges into it, as the computation does.
const orderOf = (example) =>
  nodesOf(example).flatMap((node) => [...edgesOf(example).filter((edge) => ends(edge)[1] === node), node]);

export function buildGraph(select) {
  const place = make("div", "nnd-graph-place");
  const graphs = Object.fromEntries(Object.entries(EXAMPLES).map(([name, example]) =>
    [name, buildParts([...edgesOf(example), ...nodesOf(example)], orderOf(example), select)]));
  const show = (state, width) => {
    const { svg, parts, name } = graphs[state.example];
    if (place.firstChild !== svg) place.replaceChildren(svg);
    const spots = spotsFor(exampleOf(state), width);
    svg.setAttribute("viewBox", `0 0 ${width} ${spots.height}`);
    for (const group of parts.values()) group.replaceChildren();
    drawParts(parts, state, spots);
    name(state.selected, (part) => nameOf(part, state));
    const known = nodesOf(exampleOf(state)).filter((node) => isKnown.value(node, state));
    svg.setAttribute("aria-label", `Graph of L: ${known.map((node) => nameOf(node, state)).join("; ")}`);
  };
  return { place, show };
}
