// One step against the gradient, and the loss after it and after more of them.

import { shown } from "./classes.js";
import { H_MAX, lossesAhead, predicted } from "./cross_entropy.js";
import { draw, scale, write } from "../drawing.js";
import { button, make, readout } from "../shared.js";
import { slider } from "../slider.js";
import { GUTTER } from "./plot.js";

const RATES = [0.1, 5];
const STEPS = 10;
const [PLOT_TOP, PLOT_BOTTOM, PLOT_HEIGHT] = [10, 70, 92]; // the last one as in softmax_panels.css

export function buildDescent(setRate, step) {
  const rate = slider("rate", RATES, "", setRate);
  const press = button("Take a step", step);
  const row = make("div", "nnd-descent", rate.label, press);
  const plot = draw(document.createDocumentFragment(), "svg", "nnd-stage nnd-losses", { "aria-hidden": "true" });
  const told = readout("nnd-told");
  return { panel: make("div", "nnd-panel", row, plot, told), rate, press, plot, told };
}

function drawLosses(plot, losses, width) {
  const top = [1, 2, 5, 10, 20].find((high) => high >= losses[0]);
  const [x, y] = [scale([0, STEPS], [GUTTER + 10, width - 10]), scale([0, top], [PLOT_BOTTOM, PLOT_TOP])];
  plot.setAttribute("viewBox", `0 0 ${width} ${PLOT_HEIGHT}`);
  plot.replaceChildren();
  for (const value of [0, top]) {
    draw(plot, "line", value ? "nnd-grid" : "nnd-axis", { x1: GUTTER, x2: width, y1: y(value), y2: y(value) });
    write(plot, "nnd-tick", GUTTER - 6, y(value) + 4, "end", value);
  }
  write(plot, "nnd-label nnd-label-E", 0, PLOT_TOP + 4, "start", "loss E");
  write(plot, "nnd-tick", 0, PLOT_BOTTOM + 18, "start", "after steps");
  draw(plot, "path", "nnd-fall", { d: `M${losses.map((E, i) => `${x(i).toFixed(1)},${y(E).toFixed(1)}`).join("L")}` });
  losses.forEach((E, i) => {
    draw(plot, "circle", i ? "nnd-later" : "nnd-now", { cx: x(i), cy: y(E), r: i ? 3.5 : 5.5 });
    write(plot, "nnd-tick", x(i), PLOT_BOTTOM + 18, "middle", i);
  });
}

export function showDescent({ rate, press, plot, told }, state, now, width) {
  const losses = lossesAhead(state, STEPS);
  const possible = losses.every(Number.isFinite) && now.gradient.every(Number.isFinite);
  rate.show(state.rate);
  press.disabled = !possible;
  if (!possible) {
    plot.replaceChildren();
    told.textContent = "No step can be taken: the gradient or the loss is not a number.";
    return;
  }
  drawLosses(plot, losses, width);
  const change = `a change of ${shown(losses[1] - losses[0])}`;
  const slope = `the gradient predicts −rate · |o − t|² = ${shown(predicted(state, now.gradient))}`;
  const beyond = state.h.some((value, i) => Math.abs(value - state.rate * now.gradient[i]) > H_MAX);
  const end = beyond ? " (a logit stops at the end of its plot)" : "";
  told.textContent = `The step h − rate · (o − t) takes E from ${shown(losses[0])} to ${shown(losses[1])}, ${change}; ${slope}${end}.`;
}
