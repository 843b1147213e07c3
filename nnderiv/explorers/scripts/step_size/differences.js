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

// f, four of its derivatives, and f of a complex number.
export const functions = {
  exp: { label: "eˣ", f: Math.exp, d1: Math.exp, d2: Math.exp, d3: Math.exp, d5: Math.exp, complex: expComplex },
  sin: {
    label: "sin x",
    f: Math.sin,
    d1: Math.cos,
    d2: (x) => -Math.sin(x),
    d3: (x) => -Math.cos(x),
    d5: Math.cos,
    complex: ([a, b]) => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)],
  },
  sigmoid: {
    label: "σ(x)",
    f: sigmoidReal,
    d1: sigmoidSlope,
    d2: (x) => sigmoidSlope(x) * (1 - 2 * sigmoidReal(x)),
    d3: (x) => sigmoidSlope(x) * (1 - 6 * sigmoidSlope(x)),
    d5: (x) => sigmoidSlope(x) * (1 - 30 * sigmoidSlope(x) + 120 * sigmoidSlope(x) ** 2),
    complex: sigmoidComplex,
  },
  cube: {
    label: "x³",
    f: (x) => x * x * x,
    d1: (x) => 3 * x * x,
    d2: (x) => 6 * x,
    d3: () => 6,
    d5: () => 0,
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

// Bounds of what each method loses, by its truncated series and by rounding to 64 bits: f at its
// two points, and these points themselves. The complex step subtracts nothing, so only its result
// is rounded, to the spacing of the numbers there.
const atEvenPowers = ({ d3, d5 }, x, h) =>
  (h ** 2 * Math.abs(d3(x))) / 6 + (h ** 4 * Math.abs(d5(x))) / 120;
const truncation = {
  oneSided: ({ d2, d3 }, x, h) => (h * Math.abs(d2(x))) / 2 + (h ** 2 * Math.abs(d3(x))) / 6,
  central: atEvenPowers,
  complexStep: atEvenPowers,
};
const rounding = {
  oneSided: ({ f, d1 }, x, h) => (UNIT_ROUNDOFF * (2 * Math.abs(f(x)) + Math.abs(x * d1(x)))) / h,
  central: ({ f, d1 }, x, h) => (UNIT_ROUNDOFF * (Math.abs(f(x)) + Math.abs(x * d1(x)))) / h,
  complexStep: ({ d1 }, x) => 2 * UNIT_ROUNDOFF * Math.abs(d1(x)),
};

// The exponent of the step at which the two are equal.
export function crossover(method, f, x) {
  let { low, high } = LOG_H;
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (truncation[method](f, x, 10 ** middle) > rounding[method](f, x, 10 ** middle)) high = middle;
    else low = middle;
  }
  return high - LOG_H.low < 1e-6 ? LOG_H.low : high;
}

// What a method suffers from on the two sides of its crossover.
export const regimesOf = (method) => [method === "complexStep" ? "full precision" : "round-off", "truncation"];

export const regimeOf = (method, f, { x, log10_h: log }) =>
  regimesOf(method)[log < crossover(method, f, x) ? 0 : 1];
