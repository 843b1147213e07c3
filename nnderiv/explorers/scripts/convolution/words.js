// What an entry says of itself: which windows it takes part in, and the sum that makes it or its gradient.

import { buildSum } from "../grids/parts.js";
import { inBrackets, listed, lowered, plain } from "../grids/places.js";
import { make } from "../shared.js";
import { at, fedBy, isConvolution, isGiven, isGradient, orderOf, termsOf, usesAt, valueOf } from "./windows.js";

const SHARES = { 2: "½", 3: "⅓", 4: "¼" };

export const kindOf = (grid) => (isGradient(grid) ? "nnd-of-gradient" : "nnd-of-value");
export const nameOf = (grid) => (isGradient(grid) ? `dL/d${grid[1]}` : grid);

export function symbolOf(place, state) {
  const { grid, row } = place;
  if (grid === "share") return SHARES[state.k];
  if (grid !== "A") return nameOf(grid) + (/b/.test(grid) ? "" : lowered(orderOf(place)));
  const [use] = usesAt(place, state);
  const output = symbolOf(at("y", row - 1), state);
  if (!use) return `for ${output}`;
  return use.j === undefined ? `padding for ${output}` : `${symbolOf(at("x", use.j), state)} for ${output}`;
}

// A number to two decimals, or else, as the mean of three numbers, a fraction.
function exactly(value, { k }) {
  const short = Number(value.toFixed(2));
  return Math.abs(value - short) < 1e-6 ? plain(short) : `${plain(Number((value * k).toFixed(2)))}/${k}`;
}

export function textOf(place, state) {
  const isShare = place.grid === "A" && state.operation === "average" && usesAt(place, state).length;
  return place.grid === "share" || isShare ? SHARES[state.k] : exactly(valueOf(place, state), state);
}

const together = (places, state) => listed(places.map((place) => symbolOf(place, state)));
const seen = (uses) => uses.filter(({ j }) => j !== undefined);

function tellInput(entry, state) {
  const name = symbolOf(entry, state);
  const uses = usesAt(entry, state);
  const outputs = (some) => together(some.map(({ p }) => at("y", p)), state);
  if (!uses.length) return `No window reaches ${name}, so its gradient is 0:`;
  if (state.operation === "max") {
    const chosen = uses.filter(({ acts }) => acts);
    const largest = chosen.length ? `which is the largest for ${outputs(chosen)}` : "which is never the largest";
    return `${outputs(uses)} ${uses.length > 1 ? "look" : "looks"} at ${name}, ${largest}. Its gradient:`;
  }
  const by = uses.map(({ p, i }) => `${symbolOf(at("y", p), state)}${isConvolution(state) ? ` with ${symbolOf(at("w", i), state)}` : ""}`);
  const how = isConvolution(state) ? (uses.length > 1 ? ": the kernel, backwards" : "") : `, with ${SHARES[state.k]}`;
  return `${name} goes into ${listed(by)}${how}. Its gradient sums over the same:`;
}

function tellUse(entry, state) {
  const [use] = usesAt(entry, state);
  const y = at("y", entry.row - 1);
  if (!use) return `The window of ${symbolOf(y, state)} does not reach here: its weight is 0.`;
  if (use.j === undefined) return `Here ${symbolOf(at("w", use.i), state)} meets the padding, which is 0: it adds nothing to ${symbolOf(y, state)}.`;
  const [x, dy] = [at("x", use.j), at("dy", use.p)];
  const said = (...places) => together(places, state).replace(" and ", "\u202f"); // a product
  if (isConvolution(state)) {
    const w = at("w", use.i);
    return `Here ${symbolOf(w, state)} meets ${symbolOf(x, state)}. Forward, ${said(w, x)} is added to ${symbolOf(y, state)}; backward, ${said(dy, w)} to ${symbolOf({ ...x, grid: "dx" }, state)} and ${said(dy, x)} to ${symbolOf({ ...w, grid: "dw" }, state)}.`;
  }
  const part = state.operation === "average" ? `${SHARES[state.k]} of ${symbolOf(dy, state)}` : symbolOf(dy, state);
  if (use.acts) return `${symbolOf(x, state)} reaches ${symbolOf(y, state)} with slope ${textOf(entry, state)}. Backward, ${part} is added to ${symbolOf({ ...x, grid: "dx" }, state)}.`;
  return `${symbolOf(x, state)} is not the largest that ${symbolOf(y, state)} looks at: the slope is 0, and nothing comes back.`;
}

export function tell(entry, state) {
  const name = symbolOf(entry, state);
  const twin = symbolOf({ ...entry, grid: entry.grid.replace("d", "") }, state);
  const uses = usesAt(entry, state);
  const padding = uses.length > seen(uses).length ? ", and the padding" : "";
  const inputs = () => together(seen(uses).map(({ j }) => at("x", j)), state) + padding;
  const trained = () => `${name} times the rate is what a step of training subtracts from ${twin}.`;
  const slope = () => `How L changes with it is ${symbolOf({ ...entry, grid: "dy" }, state)} = ${textOf({ ...entry, grid: "dy" }, state)}.`;
  const sentences = {
    y: () => `${name} looks at ${inputs()}. ${slope()}`,
    x: () => tellInput(entry, state),
    w: () => `${name} is used for every y, with ${inputs()}. Its gradient adds up all of these places:`,
    b: () => `${name} is added to every y. Its gradient sums over all of them:`,
    dx: () => (uses.length ? `${name} goes on to the layer before, which made ${twin}.` : `No window reaches ${twin}.`),
    dw: trained,
    db: trained,
    dy: () => `${name} comes from what follows. It goes back to where ${twin} came from: ${together(fedBy(entry, state).filter(({ grid }) => grid !== "A"), state)}.`,
    A: () => tellUse(entry, state),
  };
  return sentences[entry.grid]();
}

// What is summed: a result itself, of x, w and b the gradient, and of dL/dy nothing.
export function summedAt(entry) {
  if (entry.grid === "A" || entry.grid === "dy") return undefined;
  return isGiven(entry.grid) ? { ...entry, grid: `d${entry.grid}` } : entry;
}

function sumOf(entry, state) {
  const terms = termsOf(entry, state);
  const largest = entry.grid === "y" && state.operation === "max";
  const joined = (parts, between) => parts.flatMap((part, i) => (i ? [between, part] : [part]));
  const write = (text, between) => {
    const written = terms.map((term) => joined(term.map((place) => make("span", kindOf(place.grid), text(place))), between));
    return largest ? [["max(", ...joined(written, ", ").flat(), ")"]] : written;
  };
  const narrow = "\u202f"; // dL/dy₁ and w₂ would run together
  const product = (place) => (largest ? textOf(place, state) : inBrackets(textOf(place, state)));
  return buildSum({
    name: symbolOf(entry, state),
    kind: kindOf(entry.grid),
    symbols: write((place) => symbolOf(place, state), isGradient(entry.grid) ? narrow : ""),
    products: write(product, "·"),
    result: textOf(entry, state),
  });
}

// The sum of a result stands before the sentence, that of a gradient behind it.
export function writeOut(output, entry, state) {
  const sentence = make("span", "nnd-goes", tell(entry, state), " ");
  const sum = summedAt(entry);
  if (!sum) output.replaceChildren(sentence);
  else if (sum === entry) output.replaceChildren(sumOf(sum, state), sentence);
  else output.replaceChildren(sentence, sumOf(sum, state));
}
