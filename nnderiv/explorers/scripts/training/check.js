// What a gradient check says: the backward pass beside central differences of the loss.

import { backward } from "./backward.js";
import { forward, lossOf } from "./network.js";

const STEP = 1e-6;
const TOLERANCE = 1e-4; // relative to the largest entry; round-off is far below, a mistake far above
const ROUND_OFF = 1e-8; // more than rounding of the loss makes of a central difference

export const PARAMETERS = [0, 1, 2].flatMap((l) => ["W", "b"].map((name) => ({ l, name })));

// The slopes of the loss above and below an entry: their mean is the central difference.
function sidesAt(values, i, loss, here) {
  const value = values[i];
  values[i] = value + STEP;
  const above = loss();
  values[i] = value - STEP;
  const below = loss();
  values[i] = value;
  return [(above - here) / STEP, (here - below) / STEP];
}

const toleranceOf = (size) => Math.max(TOLERANCE * size, ROUND_OFF);

// At a kink of ReLU every slope between those of the two sides is right.
function differenceOf(slope, [above, below], tolerance) {
  const off = Math.abs(slope - (above + below) / 2);
  const between = off <= Math.abs(above - below) / 2 + ROUND_OFF;
  return off > tolerance && between ? 0 : off;
}

// For one parameter the largest difference, and the largest entry of either gradient.
export function checkParameter(layers, data, settings, parameter) {
  const { l, name } = parameter;
  const loss = () => lossOf(forward(layers, settings.activation, data.x).logits, data.t);
  const here = loss();
  const slopes = [...backward(layers, data, settings).gradients[l][name]];
  const sides = slopes.map((_, i) => sidesAt(layers[l][name], i, loss, here));
  const entries = [...slopes, ...sides.map(([above, below]) => (above + below) / 2)];
  const size = Math.max(...entries.map(Math.abs));
  const differences = slopes.map((slope, i) => differenceOf(slope, sides[i], toleranceOf(size)));
  return { l, name, difference: Math.max(...differences), size };
}

export const isWrong = ({ difference, size }) => difference > toleranceOf(size);
export const isNothing = ({ size }) => size < ROUND_OFF;
