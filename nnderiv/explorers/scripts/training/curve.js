// The loss after each step, beside that of the run before, on a logarithmic axis.

import { buildStage, draw, scale, write } from "../drawing.js";
import { superscript } from "../scientific.js";
import { clamp } from "../shared.js";
import { MOST_STEPS } from "./run.js";

const HEIGHT = 212; // as in training.css
const [LEFT, RIGHT, TOP, BOTTOM] = [38, 10, 26, 184]; // room around the plot, and its ends
const LENGTHS = [100, 200, 500, 1000, MOST_STEPS];
const POWERS = { low: -6, high: 4 }; // the least and the greatest that is shown
const MOST_POINTS = 250; // of a path: more than its pixels show nothing more

const tick = (power) => (power === 0 ? "1" : `10${superscript(power)}`);
const powerOf = (loss) => clamp(Math.log10(loss), POWERS.low, POWERS.high);

// From a power of ten below all losses to one above them: from 0.01 to 1 at least.
export function powersOf(losses) {
  const powers = losses.filter(Number.isFinite).map(powerOf);
  const least = powers.reduce((one, other) => Math.min(one, other), -2);
  const greatest = powers.reduce((one, other) => Math.max(one, other), 0);
  return [Math.floor(least), Math.ceil(greatest)];
}

function pathOf(losses, x, y) {
  const every = Math.ceil(losses.length / MOST_POINTS);
  const places = losses.flatMap((loss, i) => {
    const drawn = Number.isFinite(loss) && (i % every === 0 || i === losses.length - 1);
    return drawn ? [`${x(i).toFixed(1)},${y(powerOf(loss)).toFixed(1)}`] : [];
  });
  return `M${places.join("L")}`;
}

function drawAxes(group, [low, high], length, x, y, width) {
  const every = high - low > 5 ? 2 : 1;
  for (let power = high; power >= low; power -= every) {
    draw(group, "line", "nnd-grid", { x1: LEFT, x2: width - RIGHT, y1: y(power), y2: y(power) });
    write(group, "nnd-tick", LEFT - 6, y(power) + 4, "end", tick(power));
  }
  draw(group, "line", "nnd-axis", { x1: LEFT, x2: width - RIGHT, y1: BOTTOM, y2: BOTTOM });
  for (const [steps, anchor] of [[0, "start"], [length, "end"]])
    write(group, "nnd-tick", x(steps), BOTTOM + 18, anchor, String(steps));
  write(group, "nnd-tick", (LEFT + width - RIGHT) / 2, BOTTOM + 18, "middle", "steps");
}

export function buildCurve() {
  const { svg, drawing } = buildStage({ role: "img", "aria-label": "The loss after each step" });
  const show = (losses, before, width) => {
    const length = LENGTHS.find((steps) => steps >= Math.max(losses.length, before.length) - 1);
    const powers = powersOf([...losses, ...before]);
    const x = scale([0, length], [LEFT, width - RIGHT]);
    const y = scale(powers, [BOTTOM, TOP]);
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    drawing.replaceChildren();
    drawAxes(drawing, powers, length, x, y, width);
    write(drawing, "nnd-label nnd-label-loss", 0, 13, "start", "loss");
    if (before.length > 1) {
      write(drawing, "nnd-label", width - RIGHT, 13, "end", "dashed: the run before");
      draw(drawing, "path", "nnd-before", { d: pathOf(before, x, y) });
    }
    draw(drawing, "path", "nnd-loss", { d: pathOf(losses, x, y) });
    const last = losses.findLastIndex(Number.isFinite);
    const place = { cx: x(last), cy: y(powerOf(losses[last])), r: 4 };
    draw(drawing, "circle", "nnd-now", place);
  };
  return { svg, show };
}
