// The drawing of the network: nodes and edges that a reader points at.

import { draw, write } from "../drawing.js";
import { buildParts, drawArrow } from "../graph_parts/parts.js";
import { shorter } from "../graph_parts/short_numbers.js";
import { EDGES, NODES, backward, ends, forward, isKnown, slopeOf } from "./network.js";
import { describe, nameOf } from "./words.js";

const NARROW = 480; // the width of the container query in backpropagation.css
const CARD_HEIGHT = 72;
// In the order of the computation, as the arrow keys go.
const PARTS = [
  "x", "x-a", "w1", "w1-a", "b1", "b1-a", "a", "a-z", "z", "z-y",
  "w2", "w2-y", "b2", "b2-y", "y", "y-L", "t", "t-L", "L",
];

function placesFor(width) {
  const narrow = width < NARROW;
  const gap = narrow ? 56 : 76; // between the rows, as the heights in backpropagation.css
  const [column, cardWidth] = [width / 5, Math.min(width / 5 - 11, 84)];
  const below = narrow ? 26 : 0; // for the slopes that find no room between two nodes of a row
  const height = 2 * CARD_HEIGHT + gap + 8 + below;
  const place = ({ row, column: i }) => ({
    x: column * (i + 0.5),
    y: 4 + CARD_HEIGHT / 2 + row * (CARD_HEIGHT + gap),
  });
  const places = Object.entries(NODES).map(([name, node]) => [name, place(node)]);
  return { places: Object.fromEntries(places), cardWidth, width, height, narrow };
}

// From the border of one node to that of the other, so that the arrow's head is seen.
function lineOf(edge, { places, cardWidth }) {
  const [one, other] = ends(edge).map((node) => places[node]);
  if (one.y === other.y) return [one.x + cardWidth / 2 + 1, one.y, other.x - cardWidth / 2 - 1, one.y];
  const lean = Math.sign(other.x - one.x) * cardWidth * 0.3; // a slanted edge joins two corners
  return [one.x + lean, one.y + CARD_HEIGHT / 2 + 1, other.x - lean, other.y - CARD_HEIGHT / 2 - 1];
}

// Where the slope of an edge stands, and its box, which is pointed at as the edge is.
function slopePlace(edge, [x1, y1, x2, y2], { narrow, width }) {
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  if (y1 === y2) return { x, y: narrow ? y + CARD_HEIGHT / 2 + 18 : y - 10, anchor: "middle" };
  if (x1 !== x2) return { x: x - 4, y: y + 5, anchor: "middle" };
  const apart = narrow ? 11 : 0; // the slopes at b₂ and t would touch on a phone
  return x1 > width * 0.8 // the last column has no room to its right
    ? { x: x - 8, y: y + 5 + apart, anchor: "end" }
    : { x: x + 8, y: y + 5 - apart, anchor: "start" };
}

function drawEdge(part, edge, { kind, slope }, spots) {
  const line = lineOf(edge, spots);
  let [x1, y1, x2, y2] = line;
  if (kind === "backward") [x1, y1, x2, y2] = [x2, y2, x1, y1]; // the gradient comes back
  const place = slopePlace(edge, line, spots);
  drawArrow(part, [x1, y1, x2, y2], place);
  if (slope === undefined) return;
  if (spots.narrow && y1 === y2) // leads to the slope, which stands below the row
    draw(part, "line", "nnd-edge-lead", { x1: place.x, x2: place.x, y1: y1 + 6, y2: place.y - 13 });
  write(part, "nnd-slope nnd-halo", place.x, place.y, place.anchor, shorter(slope));
}

function drawNode(part, node, { value, gradient }, { places, cardWidth }) {
  const { x, y } = places[node];
  const [left, top] = [x - cardWidth / 2, y - CARD_HEIGHT / 2];
  draw(part, "rect", "nnd-card-box", { x: left, y: top, width: cardWidth, height: CARD_HEIGHT, rx: 8 });
  // in the order of the part's name, which has to hold what is seen
  write(part, "nnd-card-name", x, y + 6, "middle", NODES[node].label);
  if (value !== undefined) part.append(" ", write(part, "nnd-card-value", x, y - 17, "middle", shorter(value)));
  if (gradient !== undefined) part.append(" ", write(part, "nnd-card-gradient", x, y + 27, "middle", shorter(gradient)));
}

function drawParts(parts, state, spots) {
  const [now, values, gradients] = [describe(state), forward(state), backward(state)];
  const ifKnown = (known, value) => (known ? value : undefined);
  for (const edge of EDGES) {
    const kind = now.edges.includes(edge) ? now.way : "waiting";
    const slope = ifKnown(isKnown.slope(edge, state.step), slopeOf(edge, state).value);
    parts.get(edge).setAttribute("class", `nnd-part nnd-edge nnd-edge-${kind}`);
    drawEdge(parts.get(edge), edge, { kind, slope }, spots);
  }
  for (const node of Object.keys(NODES)) {
    const value = ifKnown(isKnown.value(node, state.step), values[node]);
    const gradient = ifKnown(isKnown.gradient(node, state.step), gradients[node]);
    const kind = now.node === node ? `nnd-card-${now.way}` : value === undefined ? "nnd-card-unknown" : "";
    parts.get(node).setAttribute("class", `nnd-part nnd-card ${kind} nnd-node-${node}`);
    drawNode(parts.get(node), node, { value, gradient }, spots);
  }
}

export function buildGraph(select) {
  const names = [...EDGES, ...Object.keys(NODES)]; // the nodes lie above the edges
  const { svg, parts, name } = buildParts(names, PARTS, select);
  const show = (state, width) => {
    const spots = placesFor(width);
    svg.setAttribute("viewBox", `0 0 ${width} ${spots.height}`);
    for (const group of parts.values()) group.replaceChildren();
    drawParts(parts, state, spots);
    name(state.selected, (part) => nameOf(part, state));
    const known = Object.keys(NODES).filter((node) => isKnown.value(node, state.step));
    const spoken = known.map((node) => nameOf(node, state)).join(", ");
    svg.setAttribute("aria-label", `Graph of the network: ${spoken}`);
  };
  return { svg, show };
}
