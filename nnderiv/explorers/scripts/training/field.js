// The points, and behind each place the class that the network takes it for.

import { buildStage, draw } from "../drawing.js";
import { make } from "../shared.js";
import { classOf, forward, logSumExp } from "./network.js";

const REACH = 1.15; // from the middle to the sides
const PIXELS = 56; // across and down: the browser smooths what lies between
const RADIUS = 0.032;
const COLORS = [[0, 114, 178], [213, 94, 0], [0, 158, 115]]; // as in training.css
const OPAQUE = 110; // of 255, where the network is sure: on white and on black alike
const MARKS = [
  `M${-RADIUS},0a${RADIUS},${RADIUS} 0 1,0 ${2 * RADIUS},0a${RADIUS},${RADIUS} 0 1,0 ${-2 * RADIUS},0Z`,
  `M${-RADIUS},${-RADIUS}h${2 * RADIUS}v${2 * RADIUS}h${-2 * RADIUS}Z`,
  `M0,${-1.3 * RADIUS}L${1.3 * RADIUS},${RADIUS}H${-1.3 * RADIUS}Z`,
];

// The middles of the pixels, row by row from the top, as a batch.
const GRID = Float64Array.from({ length: 2 * PIXELS * PIXELS }, (_, i) => {
  const pixel = i >> 1;
  const along = i % 2 ? Math.floor(pixel / PIXELS) : pixel % PIXELS;
  const place = REACH * ((2 * along + 1) / PIXELS - 1);
  return i % 2 ? -place : place;
});

// Red, green, blue and opacity of each pixel: the class by its color, how sure by its opacity.
export function pixelsOf(layers, activation, classes) {
  const { logits } = forward(layers, activation, GRID);
  const pixels = new Uint8ClampedArray(4 * PIXELS * PIXELS);
  for (let i = 0; i < PIXELS * PIXELS; i += 1) {
    const best = classOf(logits, i, classes);
    const probability = Math.exp(logits[i * classes + best] - logSumExp(logits, i, classes));
    const sure = (probability * classes - 1) / (classes - 1);
    pixels.set([...COLORS[best], OPAQUE * (0.25 + 0.75 * sure)], 4 * i);
  }
  return pixels;
}

export function buildField() {
  const canvas = Object.assign(make("canvas", "nnd-classes"), { width: PIXELS, height: PIXELS });
  canvas.setAttribute("aria-hidden", "true");
  const stage = buildStage({ role: "img", viewBox: `${-REACH} ${-REACH} ${2 * REACH} ${2 * REACH}` });
  const field = make("div", "nnd-field", canvas, stage.svg);
  const context = canvas.getContext("2d");
  const showPoints = ({ x, t }, classes) => {
    stage.drawing.replaceChildren();
    t.forEach((c, i) => {
      const place = `translate(${x[2 * i]} ${-x[2 * i + 1]})`;
      draw(stage.drawing, "path", `nnd-class-${c}`, { d: MARKS[c], transform: place });
    });
    stage.svg.setAttribute("aria-label", `${classes} spirals of ${t.length / classes} points each, on the class that the network takes each place for`);
  };
  const showClasses = (layers, activation, classes) =>
    context.putImageData(new ImageData(pixelsOf(layers, activation, classes), PIXELS), 0, 0);
  return { field, showPoints, showClasses };
}
