// Numbers with a power of ten as text.

import { minus } from "./shared.js";

export const superscript = (whole) =>
  String(whole).replace("-", "⁻").replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);

export function withPower(value, decimals) {
  const [digits, exponent] = value.toExponential(decimals).split("e");
  return `${minus(digits)}·10${superscript(Number(exponent))}`;
}

// 0.00012 as "1.2·10⁻⁴".
export const scientific = (value) => (value === 0 ? "0" : withPower(value, 1));
