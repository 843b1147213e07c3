// What a float64 does to the formula of softmax as it stands, judged by what comes out of it.

import { subscript } from "./classes.js";
import { clamp, minus } from "../shared.js";
import { exps, naiveSoftmax, softmax, sum } from "./formula.js";

const DIGITS = 15; // as many as a float64 holds; roundings on the way may take one

// How many digits of a number are right.
export function digitsRight(value, right) {
  const error = Math.abs(value / right - 1);
  return Number.isFinite(value) ? clamp(Math.floor(-Math.log10(error)), 0, DIGITS) : 0;
}

const power = (exponent) => `e^${minus(String(Number(exponent.toFixed(2))))}`;

function whyLost(h, i, digits) {
  const [e, o] = [exps(h)[i], `o${subscript(i)}`];
  if (e === 0) return `Digits are lost: ${power(h[i])} is 0 in a float64, and so ${o} is 0.`;
  const left = digits ? `${digits} right ${digits === 1 ? "digit" : "digits"}` : "no right digit";
  return `Digits are lost: ${power(h[i])} is so small that a float64 keeps few of its digits (it is subnormal). ${o} has ${left}.`;
}

export function explain(h) {
  const right = softmax(h);
  const digits = naiveSoftmax(h).map((value, i) => digitsRight(value, right[i]));
  const fewest = Math.min(...digits);
  if (fewest >= DIGITS - 1) return "Nothing is lost here: both formulas give the same o, but for the last digit.";
  const [total, largest] = [sum(exps(h)), power(Math.max(...h))];
  if (exps(h).includes(Infinity)) return `Overflow: ${largest} is too large for a float64; inf/inf = nan.`;
  if (total === Infinity) return "Overflow: the sum is too large for a float64; each o is a number/inf = 0.";
  if (total === 0) return `Underflow: ${largest}, the largest power, is 0 in a float64; 0/0 = nan.`;
  return whyLost(h, digits.indexOf(fewest), fewest);
}
