// Softmax, as the formula stands and with the largest logit taken away first.

export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const exps = (h) => h.map(Math.exp);

export function naiveSoftmax(h) {
  const total = sum(exps(h));
  return exps(h).map((e) => e / total);
}

export const softmax = (h) => naiveSoftmax(h.map((value) => value - Math.max(...h)));
