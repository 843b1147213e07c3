// Numbers as short as a formula or a drawing needs them.

import { withPower } from "../scientific.js";
import { minus } from "../shared.js";

// A number for a formula: four digits, and no zeros behind.
export function short(value, significant = 4) {
  if (value !== 0 && Math.abs(value) < 0.0005) return withPower(value, 0);
  return minus(String(Number(value.toPrecision(significant)) + 0));
}
// The same for the drawing, where there is less room.
export const shorter = (value) =>
  value !== 0 && Math.abs(value) < 0.0005 ? short(value) : short(Number(value.toFixed(3)));
export const bracketed = (value) => (value < 0 ? `(${short(value)})` : short(value));
