// A recurrent cell of single numbers: forward through time, and backward.

export const INPUTS = [1, -0.5, 0.8, -1, 0.3, 0.6, -0.8, 0.2, -0.4, 0.9, -0.6, 0.5]; // of twelve steps
export const HALF_OPEN = 0.5; // the input gate and the output gate
export const CLIP = 1; // the length to which the gradient of the weights is clipped

// Lists of T + 1 numbers: at 0 is what comes before the first step. An RNN has no c and no f.
function forwardPass({ cell, w_x: wx, w_h: wh, b, f, steps }) {
  const [h, c, g] = [[0], [0], [0]];
  for (let t = 1; t <= steps; t += 1) {
    g[t] = Math.tanh(wx * INPUTS[t - 1] + wh * h[t - 1] + b);
    c[t] = f * c[t - 1] + HALF_OPEN * g[t];
    h[t] = cell === "rnn" ? g[t] : HALF_OPEN * Math.tanh(c[t]);
  }
  return { h, c, g };
}

// `own` is what comes to h_t by the output of its own time, `next` what comes by h of the next step;
// `kept` is what comes to c_t by c of the next step.
function backwardPass(state, { h, c, g }) {
  const { cell, w_h: wh, f, steps, loss } = state;
  const [own, next, dh, kept, dc, dz] = [[], [], [], [], [], []];
  for (let t = steps; t >= 0; t -= 1) {
    own[t] = t === steps || (loss === "all" && t > 0) ? 1 : 0;
    next[t] = t === steps ? 0 : dz[t + 1] * wh;
    dh[t] = own[t] + next[t];
    kept[t] = t === steps ? 0 : dc[t + 1] * f;
    dc[t] = dh[t] * HALF_OPEN * (1 - Math.tanh(c[t]) ** 2) + kept[t];
    dz[t] = (cell === "rnn" ? dh[t] : dc[t] * HALF_OPEN) * (1 - g[t] ** 2);
  }
  const sum = (value) => h.slice(1).reduce((total, _, i) => total + value(i + 1) * dz[i + 1], 0);
  const weights = [sum((t) => INPUTS[t - 1]), sum((t) => h[t - 1]), sum(() => 1)];
  return { own, next, dh, kept, dc, dz, weights };
}

export function passes(state) {
  const values = forwardPass(state);
  return { ...values, ...backwardPass(state, values) };
}

// By how much a step multiplies what goes back through it, from h_t (or c_t) to the one before.
export function factorAt(t, { cell, w_h: wh, f }, { h, c, g }) {
  if (cell === "rnn") return wh * (1 - h[t] ** 2);
  const byOutput = HALF_OPEN * (1 - g[t] ** 2) * wh * HALF_OPEN * (1 - Math.tanh(c[t - 1]) ** 2);
  return f + byOutput;
}

export const lengthOf = (vector) => Math.hypot(...vector);

export function clipped(vector) {
  const factor = Math.min(1, CLIP / lengthOf(vector));
  return vector.map((entry) => factor * entry);
}
