// Steps of gradient descent: the parameters move against their gradients, and the loss follows.

import { buildStage, draw } from "../drawing.js";
import { button, change, make, readout } from "../shared.js";
import { short } from "../graph_parts/short_numbers.js";
import { slider } from "../slider.js";
import { NODES, PARAMETERS, RANGE, STEPS, descended, forward } from "./network.js";

const RATES = [0.1, 3];
export const MOST_LOSSES = 30;
const [WIDTH, HEIGHT] = [300, 44]; // of the bars; the height as in backpropagation.css

// The parameter that a step would take out of the range of its slider, if there is one.
const leaving = (next) => PARAMETERS.find((name) => Math.abs(next[name]) > RANGE[1]);

function tellLast({ losses, ...state }) {
  const [L, before] = [forward(state).L, losses.at(-1)];
  if (before === undefined) return "";
  const way = L > before ? "rose" : "fell";
  return `L ${way} from ${short(before)} to ${short(L)}${L > before ? ": the step was too large" : ""}.`;
}

// What there is to say of the last step, and of the next if it cannot be taken.
export function tellDescent(state) {
  const next = descended(state);
  const out = leaving(next);
  if (!out) return tellLast(state) || "A step subtracts the rate times dL/dw₁ from w₁, and so on for b₁, w₂ and b₂.";
  const beyond = `The next would take ${NODES[out].label} to ${short(next[out])}, out of the range from −3 to 3. Choose a smaller rate.`;
  return `${tellLast(state)} ${beyond}`.trim();
}

// What a step changes, or nothing if it cannot be taken.
export function takeStep(state) {
  const next = descended(state);
  if (leaving(next)) return {};
  const losses = [...state.losses, forward(state).L].slice(-MOST_LOSSES);
  return { ...next, losses, step: STEPS, selected: "" }; // both passes have run for it
}

function drawBars({ svg, drawing }, losses) {
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  drawing.replaceChildren();
  const [each, largest] = [WIDTH / (MOST_LOSSES + 1), Math.max(...losses)];
  losses.forEach((loss, i) => {
    const height = Math.max(1, (HEIGHT - 2) * (largest && loss / largest));
    const kind = i === losses.length - 1 ? "nnd-bar nnd-bar-now" : "nnd-bar";
    draw(drawing, "rect", kind, { x: i * each, width: each - 2, y: HEIGHT - height, height });
  });
}

export function buildDescent(model, stateNow) {
  const rate = slider("Rate", RATES, "nnd-rate", (value) => change(model, { rate: value }));
  const step = button("Take a step", () => change(model, takeStep(stateNow())));
  const [stage, output] = [buildStage({ role: "img", preserveAspectRatio: "none" }), readout("nnd-descent")];
  const panel = make("div", "nnd-panel", make("div", "nnd-descend", step, rate.label), stage.svg, output);
  const show = (state) => {
    rate.show(state.rate);
    step.setAttribute("aria-disabled", String(Boolean(leaving(descended(state))))); // it keeps the focus
    const losses = [...state.losses, forward(state).L];
    drawBars(stage, losses);
    stage.svg.setAttribute("aria-label", `The loss after each step: ${losses.map((loss) => short(loss)).join(", ")}`);
    output.textContent = tellDescent(state);
  };
  return { panel, show };
}
