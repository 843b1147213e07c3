// The activations of the book and their derivatives.

export const sigmoid = (x) => {
  const e = Math.exp(-Math.abs(x)); // exp of a positive number would overflow for large |x|
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
};

export const ACTIVATIONS = {
  sigmoid: { name: "sigmoid", label: "σ", f: sigmoid, df: (x) => sigmoid(x) * sigmoid(-x) },
  tanh: { name: "tanh", label: "tanh", f: Math.tanh, df: (x) => 1 / Math.cosh(x) ** 2 },
  relu: { name: "ReLU", label: "ReLU", f: (x) => Math.max(x, 0), df: (x) => (x > 0 ? 1 : 0) }, // 0 at its kink
};

