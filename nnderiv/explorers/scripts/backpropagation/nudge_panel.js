// A nudge of an input of the network.

import { buildNudgePanel, comparison } from "../graph_parts/nudge_panel.js";
import { change } from "../shared.js";
import { NODES, PARAMETERS, nudge } from "./network.js";
import { gradientName } from "./words.js";

export const AMOUNTS = [0.1, 0.01, 0.001];
const INPUTS = [...PARAMETERS, "x", "t"].map((name) => [name, NODES[name].label]);
const CAPTION = "Nudge ten times less, and the difference is about a hundred times less.";

export const compare = (state) =>
  comparison(gradientName(state.nudged), state.nudge, nudge(state, state.nudged, state.nudge));

export function buildNudge(model) {
  const { panel, show } = buildNudgePanel(AMOUNTS, (chosen) => change(model, chosen));
  return { panel, show: (state) => show(INPUTS, state, compare(state), CAPTION) };
}
