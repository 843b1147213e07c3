// One run: the network from its first weights on, with the loss after each step.

import { backward, descend } from "./backward.js";
import { accuracyOf, initialLayers } from "./network.js";

export const MOST_STEPS = 2000;

// The points as a batch, with the index of the class of each.
export function batchOf(points, classes) {
  const each = points.length / classes;
  return { x: Float64Array.from(points.flat()), t: points.map((_, i) => Math.floor(i / each)) };
}

export function startRun(data, settings) {
  const layers = initialLayers(settings.init, settings.classes);
  const now = backward(layers, data, settings);
  return { layers, data, now, losses: [now.loss] };
}

export function stepRun(run, settings) {
  descend(run.layers, run.now.gradients, settings.rate);
  run.now = backward(run.layers, run.data, settings);
  run.losses.push(run.now.loss);
}

export const stepsOf = ({ losses }) => losses.length - 1;
export const accuracyNow = ({ now, data }) => accuracyOf(now.logits, data.t);
export const isLost = ({ losses }) => !Number.isFinite(losses.at(-1));
export const isOver = (run) => isLost(run) || stepsOf(run) >= MOST_STEPS;
