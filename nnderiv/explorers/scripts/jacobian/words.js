// What an entry says of itself: the formula that makes it, with its numbers, and where it belongs.
// `about` holds the state and the arrays that are computed of it.

import { buildSum } from "../grids/parts.js";
import { inBrackets, listed, plain } from "../grids/places.js";
import { make, number } from "../shared.js";
import { entriesAt, headingOf, inputAt, inputOf, isGiven, kindOf, litBy, madeOf, outputAt, placesOf, shapeOf, symbolOf } from "./arrays.js";
import { isLayer } from "./functions.js";

const NARROW = "\u202f"; // dL/dy₁₁ and W₂₁ would run together

// Products of numbers with one decimal are short; what binary arithmetic leaves is rounded away.
export function textOf({ grid, row, column }, { state, now }, digits = 4) {
  const value = now[grid][row - 1][column - 1];
  if (isGiven(grid)) return plain(value);
  if (isLayer(state)) return plain(Number(value.toFixed(2)) + 0);
  return grid === "J" && !madeOf({ row, column }, state).length ? "0" : number(value, digits);
}

// The names of the row and of the column of J, as its layout stands.
const sidesOf = ({ rows }) => (rows === "outputs" ? ["row", "column"] : ["column", "row"]);

function whyZero({ row, column }, state) {
  const [y, x] = [outputAt(row, state), inputAt(column, state)];
  const [ofY, ofX] = [symbolOf(y, state), symbolOf(x, state)];
  if (x.grid === "W") return `${ofX} is in column ${x.column} of W, and ${ofY} is made with column ${y.column}:`;
  if (x.row !== y.row) return `${ofX} and ${ofY} are of two examples:`;
  return `${ofY} is made of ${symbolOf({ ...y, grid: "x" }, state)} alone:`;
}

function entrySum(entry, about) {
  const { state } = about;
  const [first, second] = madeOf(entry, state);
  const sum = { name: symbolOf(entry, state), kind: kindOf("J"), result: textOf(entry, about) };
  if (!first) return { ...sum, symbols: [], products: [] };
  const write = (text) => {
    if (isLayer(state)) return [[text(first)]];
    return [[second ? `−${text(first)}·${text(second)}` : `${text(first)}·(1 − ${text(first)})`]];
  };
  const products = isLayer(state) ? [] : write((place) => textOf(place, about));
  return { ...sum, symbols: write((place) => symbolOf(place, state)), products };
}

const gradientOf = (place) => ({ ...place, grid: "dy" });
const pair = (places, write) => [places.map(write).join(write.between)];

function productSum(entry, terms, about) {
  const symbols = Object.assign((place) => symbolOf(place, about.state), { between: NARROW });
  const numbers = Object.assign((place) => inBrackets(textOf(place, about)), { between: "·" });
  return {
    name: symbolOf(entry, about.state),
    kind: kindOf(entry.grid),
    symbols: terms.map((places) => pair(places, symbols)),
    products: terms.map((places) => pair(places, numbers)),
    result: textOf(entry, about),
  };
}

function vjpTerms(entry, state) {
  const entries = entriesAt(headingOf(entry, state), state);
  return entries.map((place) => [gradientOf(outputAt(place.row, state)), place]);
}

// The factors of the short form that stand side by side in what it takes.
function shortTerms(entry, state) {
  const taken = litBy(entry, state);
  return taken.flatMap((place, i) => (i % 2 ? [] : [[place, taken[i + 1]]]));
}

function shortSum(entry, about) {
  const { state } = about;
  const terms = shortTerms(entry, state);
  if (isLayer(state)) return productSum(entry, terms, about);
  const [y, dy] = [{ ...entry, grid: "y" }, { ...entry, grid: "dy" }];
  const write = state.function === "sigmoid"
    ? (text) => [[`${text(dy)}${NARROW}·${NARROW}${text(y)}·(1 − ${text(y)})`]]
    : (text, s) => [[`${text(y)}·(${text(dy)} − ${s})`]];
  const value = about.now.y[entry.row - 1].reduce((sum, share, j) => sum + share * about.now.dy[entry.row - 1][j], 0);
  return {
    ...productSum(entry, [], about),
    symbols: write((place) => symbolOf(place, state), "s"),
    products: write((place) => inBrackets(textOf(place, about)), inBrackets(number(value, 4))),
  };
}

function shortSentence(entry, about) {
  if (about.state.function !== "softmax") return "It is the same number as with J, which it does not need.";
  const { symbols, products } = productSum(entry, shortTerms(entry, about.state), about);
  const joined = (terms) => terms.flat().join(" + ");
  const whose = about.state.k === 1 ? "all entries" : "all entries of the row";
  return `Here s = ${joined(symbols)} = ${joined(products)}, one number for ${whose}.`;
}

function rest(count, noun) {
  if (!count) return "";
  return count === 1 ? ` The other ${noun} is 0.` : ` The other ${count} ${noun === "entry" ? "entries" : `${noun}s`} are 0.`;
}

function headingSentence(heading, about) {
  const { state } = about;
  const entries = entriesAt(heading, state);
  const name = symbolOf(heading, state);
  const [ofOutput, ofInput] = sidesOf(state).map((side) => `${side[0].toUpperCase()}${side.slice(1)} ${name}`);
  const J = state.rows === "outputs" ? "J" : "Jᵀ";
  const [outputs, inputs] = shapeOf("J", state);
  if (heading.grid === "output") {
    const names = listed(entries.map(({ column }) => symbolOf(inputAt(column, state), state)));
    return `${ofOutput} of ${J} holds all that ${name} depends on: ${names}.${rest(inputs - entries.length, "entry")}`;
  }
  const names = listed(entries.map(({ row }) => symbolOf(outputAt(row, state), state)));
  return `${ofInput} of ${J} holds all that depends on ${name}: ${names}. dL/d${name} sums over it.${rest(outputs - entries.length, "entry")}`;
}

function givenSentence(entry, { state }) {
  const name = symbolOf(entry, state);
  if (entry.grid === "b") return `${name} is added to column ${entry.column} of y. No entry of J depends on it.`;
  const entries = placesOf("J", state).filter((place) => madeOf(place, state).some(({ grid, row, column }) =>
    grid === entry.grid && row === entry.row && column === entry.column));
  return `${name} stands in J as it is: ${name} = ${entries.map((place) => symbolOf(place, state)).join(" = ")}.`;
}

// The sum that makes an entry, if one does, and a sentence.
export function tell(entry, about) {
  const { state } = about;
  const [ofOutput, ofInput] = sidesOf(state);
  const ways = {
    J: () => {
      const [y, x] = [outputAt(entry.row, state), inputAt(entry.column, state)].map((place) => symbolOf(place, state));
      const meaning = madeOf(entry, state).length ? `How ${y} changes with ${x}:` : whyZero(entry, state);
      const place = [`${ofOutput} ${y}`, `${ofInput} ${x}`];
      return { sum: entrySum(entry, about), text: `${meaning} ${(ofOutput === "row" ? place : place.reverse()).join(", ")}.` };
    },
    vjp: () => {
      const terms = vjpTerms(entry, state);
      return { sum: productSum(entry, terms, about), text: rest(shapeOf("J", state)[0] - terms.length, "product").trim() };
    },
    short: () => ({ sum: shortSum(entry, about), text: shortSentence(entry, about) }),
    dy: () => {
      const name = symbolOf({ ...entry, grid: "y" }, state);
      return { text: `dL/d${name} comes from what follows. It multiplies ${ofOutput} ${name}.` };
    },
  };
  if (ways[entry.grid]) return ways[entry.grid]();
  if (["output", "input"].includes(entry.grid)) return { text: headingSentence(entry, about) };
  const own = entry.grid === "y" || entry.grid === inputOf(state);
  return { text: own ? headingSentence(headingOf(entry, state), about) : givenSentence(entry, about) };
}

export function writeOut(output, entry, about) {
  const { sum, text } = tell(entry, about);
  output.replaceChildren(...(sum ? [buildSum(sum)] : []), make("span", "nnd-goes", text));
}
