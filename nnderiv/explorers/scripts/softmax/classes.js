// The four classes, and their numbers as text.

import { minus, number } from "../shared.js";

export const CLASSES = [0, 1, 2, 3];
export const subscript = (i) => "₁₂₃₄"[i];
export const shown = (value, digits = 4) =>
  Number.isFinite(value) ? number(value, digits) : minus(String(value).replace("Infinity", "inf").toLowerCase());
export const shownList = (values) => `(${values.map((value) => shown(value)).join(", ")})`;
