// What is written below the plots: the marked step, and the gradient of the weights.

import { withPower } from "../scientific.js";
import { make, number } from "../shared.js";
import { CLIP, HALF_OPEN, clipped, factorAt, lengthOf } from "./passes.js";

const subscript = (whole) => String(whole).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);

// Three decimals, or a power of ten where these would say too little or take too much room.
export function short(value) {
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1000) ? withPower(value, 1) : number(value, 3);
}

// A negative number behind a sign stands in brackets.
const signed = (value) => (value < 0 ? `(${short(value)})` : short(value));

const between = (vector) => `(${vector.map(short).join(", ")})`;

// What comes to the marked step, and by which way.
export function gradientWords(t, state, found) {
  const [here, after] = [subscript(t), subscript(t + 1)];
  const last = t === state.steps;
  if (state.cell === "rnn") {
    const next = last ? "" : ` + ${signed(found.next[t])} by h${after}`;
    return `dL/dh${here} = ${short(found.own[t])} by its own output${next} = ${short(found.dh[t])}`;
  }
  const byOutput = found.dc[t] - found.kept[t];
  const next = last ? "" : ` + ${signed(found.kept[t])} by c${after}`;
  return `dL/dc${here} = ${short(byOutput)} by h${here}${next} = ${short(found.dc[t])}`;
}

// The state, and by how much the step multiplies what goes back through it.
export function stepWords(t, state, found) {
  const here = subscript(t);
  const factor = factorAt(t, state, found);
  if (state.cell === "rnn") return `h${here} = ${short(found.h[t])}, factor wₕ (1 − h${here}²) = ${short(factor)}`;
  const byState = `${signed(factor - state.f)} by h${subscript(t - 1)}`;
  return `c${here} = ${short(found.c[t])}, factor ${short(state.f)} by f + ${byState} = ${short(factor)}`;
}

const weightWords = ({ weights }) => `dL/d(wₓ, wₕ, b) = ${between(weights)}, length ${short(lengthOf(weights))}`;

const clipWords = ({ weights }) =>
  lengthOf(weights) > CLIP
    ? `clipped to length ${CLIP}: ${between(clipped(weights))}`
    : `not clipped: its length is at most ${CLIP}`;

export function showWords(output, t, state, found) {
  output.replaceChildren(
    make("span", "nnd-line nnd-step-now", stepWords(t, state, found)), " ",
    make("span", "nnd-line nnd-gradient-now", gradientWords(t, state, found)), " ",
    make("span", "nnd-line nnd-weights-now", weightWords(found)), " ",
    make("span", "nnd-line nnd-clipped-now", clipWords(found)),
  );
}

export const captionOf = ({ cell }) =>
  cell === "rnn"
    ? "hₜ = tanh(wₓxₜ + wₕhₜ₋₁ + b)"
    : `cₜ = f cₜ₋₁ + i gₜ, gₜ = tanh(wₓxₜ + wₕhₜ₋₁ + b), hₜ = o tanh(cₜ), i = o = ${HALF_OPEN}`;
