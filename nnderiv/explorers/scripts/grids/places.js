// Places in grids of numbers, and what is said and typed of them. They count from 1, as in the book.

import { minus } from "../shared.js";

export const LARGEST = 3;
const LIMIT = 9.9;
export const DIRECTIONS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-Infinity, 0], PageDown: [Infinity, 0], Home: [0, -Infinity], End: [0, Infinity],
};

export const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);
export const keyOf = ({ grid, row, column }) => `${grid}:${row},${column}`;
export const placesIn = (grid, [rows, columns]) =>
  upTo(rows).flatMap((row) => upTo(columns).map((column) => ({ grid, row, column })));

// "y:1,2" and "b:2", as in Python; a vector's row is 1.
export function parseEntry(text) {
  const [grid, place] = text.split(":");
  const [column, row = 1] = place.split(",").map(Number).reverse();
  return { grid, row, column };
}

export const lowered = (number) => String.fromCharCode("₀".charCodeAt(0) + number);
export const plain = (value) => minus(String(value));
export const inBrackets = (text) => (text.startsWith("−") ? `(${text})` : text);
export const listed = (words) =>
  (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

// A typed number, or undefined if it is none that a cell takes.
export function parseNumber(text) {
  const ascii = text.trim().replace("−", "-");
  if (!/^[-+]?(\d+\.?\d?|\.\d)$/.test(ascii) || Math.abs(ascii) > LIMIT) return undefined;
  return Number(ascii) + 0; // no −0
}

export const refusal = (name, typed, value) =>
  `${name} takes a number from −9.9 to 9.9 with at most one decimal; got “${typed}”, so it stays ${plain(value)}.`;

// An array with another number at one place; one of a single row or column is kept flat.
export function withNumber(array, { row, column }, number) {
  const at = (list, index, value) => list.map((old, i) => (i === index ? value : old));
  if (!Array.isArray(array[0])) return at(array, Math.max(row, column) - 1, number);
  return at(array, row - 1, at(array[row - 1], column - 1, number));
}
