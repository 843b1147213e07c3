// What an entry says of itself: the sum that makes it or its gradient, and what to see in its row.
// `about` holds the state and the arrays that are computed of it.

import { buildSum } from "../grids/parts.js";
import { inBrackets, lowered, plain } from "../grids/places.js";
import { make, number } from "../shared.js";
import { isGiven, isGradient, meanOf, symbolOf, takesPart, termsOf } from "./arrays.js";

const NARROW = "\u202f"; // dL/dY₁₁ and V₂₁ would run together

export const kindOf = (grid) => (isGradient(grid) ? "nnd-of-gradient" : "nnd-of-value");

export function textOf({ grid, row, column }, { now }, digits = 4) {
  const value = now[grid][row - 1][column - 1];
  if (value === -Infinity) return "−∞";
  return isGiven(grid) ? plain(value) : number(value, digits);
}

// Of Q, K and V the gradient is written out, and of all others they themselves.
export const summed = ({ grid, row, column }) => ({ grid: isGiven(grid) && grid !== "dy" ? `d${grid}` : grid, row, column });

// A factor in symbols and in numbers; a key has the bias added to it, a score stands in exp().
const symbols = ({ bias }) => (place) => (place.grid === "K" && bias ? `(${symbolOf(place)} + b)` : symbolOf(place));
const numbers = (about) => (place) => {
  const text = textOf(place, about);
  if (place.grid === "S") return text;
  if (place.grid !== "K" || !about.state.bias) return inBrackets(text);
  return `(${text} ${about.state.bias < 0 ? "−" : "+"} ${number(Math.abs(about.state.bias), 1)})`;
};

// The terms of a sum as texts, as the formula of the array has them.
function written(entry, state, write, times, mean) {
  const terms = termsOf(entry, state).map((term) => term.map(write).join(times));
  const between = (before, after) => terms.map((term, i) =>
    (i ? "" : before) + term + (i === terms.length - 1 ? after : ""));
  const root = () => between("(", ")/√2");
  const forms = {
    A: () => {
      const own = `exp(${write({ ...entry, grid: "S" })}) / (`;
      return terms.map((term, i) => `${i ? "" : own}exp(${term})${i === terms.length - 1 ? ")" : ""}`);
    },
    dS: () => (terms.length ? [`${write({ ...entry, grid: "A" })}·(${write({ ...entry, grid: "dA" })} − ${mean})`] : []),
    S: root, dQ: root, dK: root,
  };
  return forms[entry.grid]?.() ?? terms;
}

function sumOf(entry, about) {
  const { state } = about;
  const mean = entry.grid === "dS" ? inBrackets(number(meanOf(entry.row, about.now), 4)) : "";
  const narrow = isGradient(entry.grid) ? NARROW : "";
  return buildSum({
    name: symbolOf(entry),
    kind: kindOf(entry.grid),
    symbols: written(entry, state, symbols(state), narrow, `μ${lowered(entry.row)}`).map((term) => [term]),
    products: written(entry, state, numbers(about), "·", mean).map((term) => [term]),
    result: textOf(entry, about),
  });
}

const rowText = ({ grid, row }, { now }) => {
  const values = now[grid][row - 1];
  const total = values.reduce((sum, value) => sum + value, 0);
  return `${values.map((value) => inBrackets(number(value, 4))).join(" + ")} = ${number(total, 4)}`;
};

function sayWeights(entry, about) {
  const { row, column } = entry;
  if (!about.now.A[row - 1].some((weight) => weight)) return `No key is left for query ${row}: its weights and its output are 0.`;
  const left = takesPart(entry, about.state) ? "" : `Key ${column} takes no part for query ${row}. `;
  return `${left}Row ${row} of A sums to 1: ${rowText(entry, about)}.`;
}

function saySlopesOfScores(entry, about) {
  const { row } = entry;
  if (!takesPart(entry, about.state)) return `The mask holds ${symbolOf({ ...entry, grid: "A" })} at 0, whatever the score is: no gradient passes.`;
  const mean = number(meanOf(row, about.now), 4);
  return `Here μ${lowered(row)} = ${mean} is the mean of row ${row} of dL/dA, with the weights of row ${row} of A. The row of dL/dS sums to 0: ${rowText(entry, about)}.`;
}

// The sums of the columns of dL/dK are the gradient of a bias that is added to all keys.
function sayKeys({ column }, { now }) {
  const total = now.dK.reduce((sum, row) => sum + row[column - 1], 0);
  return `Column ${column} of dL/dK sums to dL/db${lowered(column)} = ${number(total, 4)}: what is added to all keys changes nothing.`;
}

// What there is to see at an entry.
export function tell(entry, about) {
  const { grid, row, column } = entry;
  const isPart = takesPart(entry, about.state);
  const name = symbolOf(entry);
  const sentences = {
    Q: () => `${name} goes into row ${row} of S. Its gradient comes back through the weights:`,
    K: () => `${name} goes into column ${row} of S. Its gradient comes back through the weights:`,
    V: () => `${name} goes into column ${column} of Y. Its gradient comes back through the values:`,
    S: () => (isPart ? `How well key ${column} fits query ${row}.` : `Key ${column} takes no part for query ${row}: its score counts as −∞.`),
    A: () => sayWeights(entry, about),
    Y: () => `Row ${row} of Y is a mean of the rows of V, with row ${row} of A as weights.`,
    dy: () => `${name} comes from what follows. It goes into row ${row} of dL/dA, and into column ${column} of dL/dV.`,
    dV: () => `Query i sends its gradient back to value ${row} with the weight Aᵢ${lowered(row)}.`,
    dA: () => `How L changes with the weight ${symbolOf({ ...entry, grid: "A" })}${isPart ? "." : ", which the mask holds at 0: it goes no further."}`,
    dS: () => saySlopesOfScores(entry, about),
    dQ: () => (about.state.bias ? `The bias b falls out, for row ${row} of dL/dS sums to 0.` : `A step against it raises the scores whose slope is negative.`),
    dK: () => sayKeys(entry, about),
  };
  return sentences[grid]();
}

// The sum of a result stands before the sentence, that of a gradient behind it.
export function writeOut(output, entry, about) {
  const sentence = make("span", "nnd-goes", tell(entry, about), " ");
  const sum = summed(entry);
  if (entry.grid === "dy") output.replaceChildren(sentence);
  else if (sum.grid === entry.grid) output.replaceChildren(sumOf(sum, about), sentence);
  else output.replaceChildren(sentence, sumOf(sum, about));
}
