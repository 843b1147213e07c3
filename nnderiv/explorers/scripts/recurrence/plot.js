// Two plots, one above the other: the states, and the gradients on a logarithmic scale.

import { buildHandle, buildStage, draw, scale, write } from "../drawing.js";
import { superscript } from "../scientific.js";
import { clamp } from "../shared.js";

const LOG = { low: -6, high: 5 }; // powers of ten
const [LEFT, RIGHT] = [46, 8];
const STATES = { top: 22, bottom: 122 };
const GRADIENTS = { top: 154, bottom: 314 };
const HEIGHT = 352; // as in explorer.css: reserved before anything is drawn

export function scalesFor(width, steps) {
  const each = (width - LEFT - RIGHT) / steps;
  const up = scale([LOG.low, LOG.high], [GRADIENTS.bottom, GRADIENTS.top]);
  return {
    width, each, steps,
    x: (t) => LEFT + (t - 0.5) * each,
    stepAt: (pixel) => clamp(Math.ceil((pixel - LEFT) / each), 1, steps),
    state: scale([-1, 1], [STATES.bottom, STATES.top]),
    gradient: (value) => up(clamp(Math.log10(Math.abs(value)), LOG.low, LOG.high)), // log10(0) is −∞
  };
}

function drawAxes(group, { width, each, steps, x, state, gradient }, [above, below]) {
  const across = { x1: LEFT, x2: width - RIGHT };
  const line = (y, className) => draw(group, "line", className, { ...across, y1: y, y2: y });
  write(group, "nnd-halo nnd-state-title", LEFT, STATES.top - 10, "start", above);
  write(group, "nnd-halo nnd-gradient-title", LEFT, GRADIENTS.top - 10, "start", below);
  for (const value of [-1, 0, 1]) {
    line(state(value), value ? "nnd-grid" : "nnd-axis");
    write(group, "nnd-tick", LEFT - 7, state(value) + 4, "end", String(value).replace("-", "−"));
  }
  for (const power of [-6, -4, -2, 0, 2, 4]) {
    const y = gradient(10 ** power);
    line(y, power ? "nnd-grid" : "nnd-axis");
    write(group, "nnd-tick", LEFT - 7, y + 4, "end", power ? `10${superscript(power)}` : "1");
  }
  for (let t = 1; t <= steps; t += 1)
    if (each > 18 || t % 2) write(group, "nnd-tick", x(t), GRADIENTS.bottom + 18, "middle", t);
  write(group, "nnd-tick", (LEFT + width - RIGHT) / 2, HEIGHT - 3, "middle", "step t");
}

// A bar from the line to a value; one whose value is negative is hollow.
function drawBar(group, className, t, [from, to], negative, { x, each }) {
  const width = Math.min(each * 0.62, 30);
  const sign = negative ? "nnd-negative" : "nnd-positive";
  draw(group, "rect", `${className} ${sign}`, {
    x: x(t) - width / 2, y: Math.min(from, to), width, height: Math.max(Math.abs(to - from), 1),
  });
}

// `shown` has the lists of states and of gradients, and the titles of both plots.
export function drawStage({ svg, drawing, handle }, shown, marked, scales) {
  svg.setAttribute("viewBox", `0 0 ${scales.width} ${HEIGHT}`);
  drawing.replaceChildren();
  const band = { x: scales.x(marked) - scales.each / 2, width: scales.each };
  draw(drawing, "rect", "nnd-marked", { ...band, y: STATES.top - 4, height: GRADIENTS.bottom - STATES.top + 26 });
  drawAxes(drawing, scales, shown.titles);
  for (let t = 1; t <= scales.steps; t += 1) {
    const [state, gradient] = [shown.states[t], shown.gradients[t]];
    drawBar(drawing, "nnd-state", t, [scales.state(0), scales.state(state)], state < 0, scales);
    drawBar(drawing, "nnd-gradient", t, [scales.gradient(1), scales.gradient(gradient)], gradient < 0, scales);
  }
  handle.setAttribute("transform", `translate(${scales.x(marked)} ${GRADIENTS.bottom + 13})`);
}

export function buildPlot(range) {
  const named = { role: "group", "aria-label": "The states, and the gradients below them" };
  const { svg, drawing } = buildStage(named);
  const handle = buildHandle(svg, "nnd-point nnd-handle", "step t", range);
  draw(handle, "circle", "nnd-handle-ring", { r: 11 });
  return { svg, drawing, handle };
}
