// The standard normal distribution: its density φ, and Φ, the area under it to the left of x.

export const density = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

// Φ(−z): near 0 by a series whose terms are all positive, further out by a continued fraction.
function tailBeyond(z) {
  if (z < 3) {
    let [term, sum] = [z, z];
    for (let n = 3; n < 80; n += 2) {
      term *= (z * z) / n;
      sum += term;
    }
    return 0.5 - density(z) * sum;
  }
  let fraction = z;
  for (let n = 100; n > 0; n -= 1) fraction = z + n / fraction;
  return density(z) / fraction;
}

export const distribution = (x) => (x < 0 ? tailBeyond(-x) : 1 - tailBeyond(x));
