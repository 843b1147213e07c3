// Numbers as people type them: 0.5, −.5, 1e-3, and the fraction -1/3.

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const FRACTION = new RegExp(`^(${NUMBER})(?:\\s*/\\s*(${NUMBER}))?$`, "i");

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

// The number, or what to say, as HTML, to whoever typed something else.
export function readNumber(text) {
  const plain = text.trim().replaceAll("−", "-");
  if (plain.includes(",")) return { refusal: `Write a number with a point, as 0.5; “${escaped(text)}” has a comma.` };
  const found = FRACTION.exec(plain);
  if (!found) return { refusal: `Type a number or a fraction, as 0.5 or -1/3; “${escaped(text)}” is neither.` };
  const value = Number(found[1]) / Number(found[2] ?? 1);
  return Number.isFinite(value) ? { value } : { refusal: "One cannot divide by 0. Type another fraction." };
}
