// Functions of one number, three numerical derivatives of them, and the errors of these.

export const LOG_H = { low: -16, high: 0 }; // steps, as powers of ten
const UNIT_ROUNDOFF = 2 ** -53; // the largest relative error of rounding to 64 bits

// A complex number is a pair [real part, imaginary part].
const timesComplex = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];
const expComplex = ([a, b]) => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];
const sigmoidComplex = ([a, b]) => {
  const [c, d] = expComplex([-a, -b]);
  const size = (1 + c) ** 2 + d ** 2; // 1 / (1 + e^−z), made real below the line
  return [(1 + c) / size, -d / size];
};
const sigmoidReal = (x) => 1 / (1 + Math.exp(-x));
const sigmoidSlope = (x) => sigmoidReal(x) * sigmoidReal(-x);

// f, its first three derivatives, and f of a complex number.
export const functions = {
  exp: { label: "eˣ", f: Math.exp, d1: Math.exp, d2: Math.exp, d3: Math.exp, complex: expComplex },
  sin: {
    label: "sin x",
    f: Math.sin,
    d1: Math.cos,
    d2: (x) => -Math.sin(x),
    d3: (x) => -Math.cos(x),
    complex: ([a, b]) => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)],
  },
  sigmoid: {
    label: "σ(x)",
    f: sigmoidReal,
    d1: sigmoidSlope,
    d2: (x) => sigmoidSlope(x) * (1 - 2 * sigmoidReal(x)),
    d3: (x) => sigmoidSlope(x) * (1 - 6 * sigmoidSlope(x)),
    complex: sigmoidComplex,
  },
  cube: {
    label: "x³",
    f: (x) => x * x * x,
    d1: (x) => 3 * x * x,
    d2: (x) => 6 * x,
    d3: () => 6,
    complex: (z) => timesComplex(timesComplex(z, z), z),
  },
};

// How each method estimates the derivative.
export const estimates = {
  oneSided: ({ f }, x, h) => (f(x + h) - f(x)) / h,
  central: ({ f }, x, h) => (f(x + h) - f(x - h)) / (2 * h),
  complexStep: ({ complex }, x, h) => complex([x, h])[1] / h,
};

// Relative to the derivative, or as it is where the derivative is 0.
export const errorOf = (estimate, exact) => Math.abs(estimate - exact) / (Math.abs(exact) || 1);

// The exponent of the step at which the one-sided difference's two errors are equal, by bounds.
export function crossover({ f, d1, d2, d3 }, x) {
  const truncation = (h) => (h * Math.abs(d2(x))) / 2 + (h * h * Math.abs(d3(x))) / 6;
  // f(x) and f(x + h) are rounded, and x + h too
  const roundOff = (h) => (UNIT_ROUNDOFF * (2 * Math.abs(f(x)) + Math.abs(x * d1(x)))) / h;
  let { low, high } = LOG_H;
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (truncation(10 ** middle) > roundOff(10 ** middle)) high = middle;
    else low = middle;
  }
  return high - LOG_H.low < 1e-6 ? LOG_H.low : high;
}

// What the one-sided difference suffers from, as a name and what that means.
export function regimeOf(f, { x, log10_h: log }) {
  return log < crossover(f, x)
    ? ["round-off", ": the error grows as h shrinks"]
    : ["truncation", ": the error falls with h"];
}
