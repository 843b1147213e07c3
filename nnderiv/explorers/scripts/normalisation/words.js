// What an entry says of itself: what makes it, in symbols and numbers, and where it goes.

import { buildSum } from "../grids/parts.js";
import { inBrackets, listed, lowered, plain } from "../grids/places.js";
import { make, number } from "../shared.js";
import { NORMALISATIONS, isNormalisedOver, isTyped, madeWith, pathsAt, sharedBy, statisticsAt, valueAt } from "./layer.js";

const SYMBOLS = { dh: "dL/dh", dx: "dL/dx" };
export const kindOf = (grid) => (grid in SYMBOLS ? "nnd-of-gradient" : "nnd-of-value");
export const symbol = (grid) => SYMBOLS[grid] ?? grid;
export const symbolAt = ({ grid, row, column }) => symbol(grid) + lowered(row) + lowered(column);

export const shownNumber = (value) => number(value, 3);
export const textAt = (place, state) =>
  (isTyped(place.grid) ? plain : shownNumber)(valueAt(place, state));

const lineName = ({ row, column }, state) => (isNormalisedOver("column", state) ? `column ${column}` : `row ${row}`);
const rms = ({ normalisation }) => normalisation === "rms";

// "Row 1: mean 0.500, variance 3.500, r = 1/√(variance + ε) = 0.500"; "Column 1, given: mean …"
export function statisticsText(place, state) {
  const { mean, variance, r } = statisticsAt(place, state);
  const name = isNormalisedOver("entry", state) ? `column ${place.column}, given` : lineName(place, state);
  const what = rms(state) ? "mean square" : "variance";
  const first = rms(state) ? "" : `mean ${shownNumber(mean)}, `;
  const whole = `${name}: ${first}${what} ${shownNumber(variance)}, r = 1/√(${what} + ε) = ${shownNumber(r)}`;
  return whole[0].toUpperCase() + whole.slice(1);
}

function sumOfH(entry, state) {
  const { mean, r } = statisticsAt(entry, state);
  const x = { ...entry, grid: "x" };
  const difference = rms(state)
    ? [symbolAt(x), inBrackets(textAt(x, state))]
    : [`(${symbolAt(x)} − mean)`, `(${textAt(x, state)} − ${inBrackets(shownNumber(mean))})`];
  return { symbols: [[`${difference[0]} · r`]], products: [[`${difference[1]} · ${shownNumber(r)}`]] };
}

function sumOfDx(entry, state) {
  const paths = pathsAt(entry, state);
  const names = { direct: "directly", mean: "through the mean", variance: rms(state) ? "through the mean square" : "through the variance" };
  return {
    symbols: Object.keys(paths).map((path) => [names[path]]),
    products: Object.values(paths).map((value, i) => [i ? inBrackets(shownNumber(value)) : shownNumber(value)]),
  };
}

function sentenceOf(entry, state) {
  const name = symbolAt(entry);
  const [h, dx] = ["h", "dx"].map((grid) => listed(madeWith(entry, state).filter((place) => place.grid === grid).map(symbolAt)));
  const twin = symbolAt({ ...entry, grid: "h" });
  const alone = isNormalisedOver("entry", state);
  const sentences = {
    x: () => `${name} goes into ${h}${alone ? " alone. No gradient depends on it" : `, as all of them share ${rms(state) ? "a mean square" : "a mean and a variance"}`}.`,
    h: () => `${name} is made of ${listed(sharedBy({ ...entry, grid: "x" }, state).map(symbolAt))}.`,
    dh: () => `${name} comes from what follows. It goes into ${dx}${alone ? " alone" : ""}.`,
    dx: () => `How L changes with ${symbolAt({ ...entry, grid: "x" })}${alone ? `, which moves ${twin} alone` : `, which moves ${listed(sharedBy({ ...entry, grid: "h" }, state).map(symbolAt))}`}.`,
  };
  return sentences[entry.grid]();
}

// The sum that makes an entry, if one does, and a sentence.
export function tell(entry, state) {
  const sums = { h: sumOfH, dx: sumOfDx };
  const terms = sums[entry.grid]?.(entry, state);
  const named = { name: symbolAt(entry), kind: kindOf(entry.grid), result: textAt(entry, state) };
  return { sum: terms && { ...named, ...terms }, text: sentenceOf(entry, state) };
}

export function writeOut(output, entry, state) {
  const { sum, text } = tell(entry, state);
  output.replaceChildren(...(sum ? [buildSum(sum)] : []), make("span", "nnd-goes", text));
}

export const formulaOf = (state) => {
  const over = NORMALISATIONS[state.normalisation].over;
  const where = { row: "over each row", column: "over each column", entry: "both given" }[over];
  return `h = ${rms(state) ? "x / √(mean square + ε)" : "(x − mean) / √(variance + ε)"}, ${where}`;
};
