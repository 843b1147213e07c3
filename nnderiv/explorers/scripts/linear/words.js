// What an entry says of itself: where it goes, and the sum that makes it or its gradient.

import { make, minus } from "../shared.js";
import { feedsOf, isGiven, isGradient, symbolOf, termsOf, valueOf } from "./sums.js";

const LIMIT = 9.9;
export const shown = (value) => minus(String(value));
export const kindOf = (grid) => (isGradient(grid) ? "nnd-of-gradient" : "nnd-of-value");

// A typed number, or undefined if it is none that a cell takes.
export function parseNumber(text) {
  const plain = text.trim().replace("−", "-");
  if (!/^[-+]?(\d+\.?\d?|\.\d)$/.test(plain) || Math.abs(plain) > LIMIT) return undefined;
  return Number(plain) + 0; // no −0
}

export const refusal = (entry, typed, state) =>
  `${symbolOf(entry)} takes a number from −9.9 to 9.9 with at most one decimal; got “${typed}”, so it stays ${shown(valueOf(entry, state))}.`;

const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

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
    y: () => `${name} goes into L. How L changes with it is dL/d${name} = ${shown(valueOf({ ...entry, grid: "dy" }, state))}.`,
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
  const terms = termsOf(entry, state);
  const joined = (parts, between) => parts.flatMap((part, i) => (i ? [between, part] : [part]));
  const line = (className, write, times) => {
    const factor = (place) => make("span", kindOf(place.grid), write(place));
    const term = (places) => make("span", "nnd-term", ...joined(places.map(factor), times));
    return make("span", className, "= ", ...joined(terms.map(term), " + "));
  };
  const inBrackets = (value) => (value < 0 ? `(${shown(value)})` : shown(value));
  const narrow = "\u202f"; // dL/dy₁₁ and W₂₁ would run together
  return make(
    "span", "nnd-written",
    make("span", `nnd-whole ${kindOf(entry.grid)}`, symbolOf(entry)), " ",
    line("nnd-symbols", symbolOf, isGradient(entry.grid) ? narrow : ""), " ",
    line("nnd-products", (place) => inBrackets(valueOf(place, state)), "·"), " ",
    make("span", "nnd-result", `= ${shown(valueOf(entry, state))}`), " ",
  );
}

// The sum of a result stands before the sentence, that of a gradient behind it.
export function writeOut(output, entry, state) {
  const sentence = make("span", "nnd-goes", tell(entry, state), " ");
  const sum = summed(entry);
  if (!sum) output.replaceChildren(sentence);
  else if (sum === entry) output.replaceChildren(sumOf(sum, state), sentence);
  else output.replaceChildren(sentence, sumOf(sum, state));
}
