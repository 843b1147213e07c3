// What an entry says of itself: where it goes, and the sum that makes it or its gradient.

import { buildSum } from "../grids/parts.js";
import { inBrackets, listed, plain } from "../grids/places.js";
import { make } from "../shared.js";
import { feedsOf, isGiven, isGradient, symbolOf, termsOf, valueOf } from "./sums.js";

export const kindOf = (grid) => (isGradient(grid) ? "nnd-of-gradient" : "nnd-of-value");

// "y₁₁ and y₂₁, and into dL/dx₁₂ and dL/dx₂₂"
function destinations(entry, state) {
  const fed = feedsOf(entry, state);
  const grids = [...new Set(fed.map(({ grid }) => grid))];
  const groups = grids.map((grid) => listed(fed.filter((place) => place.grid === grid).map(symbolOf)));
  return groups.length < 3 ? groups.join(", and into ") : `${groups[0]}, into ${groups[1]}, and into ${groups[2]}`;
}

// Where an entry comes from and where it goes.
export function tell(entry, state) {
  const { grid } = entry;
  const name = symbolOf(entry);
  const goes = () => `goes into ${destinations(entry, state)}.`;
  const twin = symbolOf({ ...entry, grid: grid.replace("d", "") });
  const sentences = {
    y: () => `${name} goes into L. How L changes with it is dL/d${name} = ${plain(valueOf({ ...entry, grid: "dy" }, state))}.`,
    dx: () => `${name} goes on to the layer before, which made ${twin}.`,
    dW: () => `${name} times the rate is what a step of training subtracts from ${twin}.`,
    db: () => `${name} times the rate is what a step of training subtracts from ${twin}.`,
    dy: () => `${name} comes from what follows the layer. It ${goes()}`,
  };
  return sentences[grid]?.() ?? `${name} ${goes()} Its gradient sums over all of y that it reaches:`;
}

// What is summed: a result itself, of x, W and b the gradient, and of dL/dy nothing.
export function summed(entry) {
  if (!isGiven(entry.grid)) return entry;
  return entry.grid === "dy" ? undefined : { ...entry, grid: `d${entry.grid}` };
}

function sumOf(entry, state) {
  const joined = (parts, between) => parts.flatMap((part, i) => (i ? [between, part] : [part]));
  const write = (text, times) => termsOf(entry, state).map((term) =>
    joined(term.map((place) => make("span", kindOf(place.grid), text(place))), times));
  const narrow = "\u202f"; // dL/dy₁₁ and W₂₁ would run together
  return buildSum({
    name: symbolOf(entry),
    kind: kindOf(entry.grid),
    symbols: write(symbolOf, isGradient(entry.grid) ? narrow : ""),
    products: write((place) => inBrackets(plain(valueOf(place, state))), "·"),
    result: plain(valueOf(entry, state)),
  });
}

// The sum of a result stands before the sentence, that of a gradient behind it.
export function writeOut(output, entry, state) {
  const sentence = make("span", "nnd-goes", tell(entry, state), " ");
  const sum = summed(entry);
  if (!sum) output.replaceChildren(sentence);
  else if (sum === entry) output.replaceChildren(sumOf(sum, state), sentence);
  else output.replaceChildren(sentence, sumOf(sum, state));
}
