// A small network that learns spirals in the page: the classes it sees, its loss, and mistakes.

import { live } from "../controls.js";
import { button, foot, make, readout, valuesOf } from "../shared.js";
import { buildCheck } from "./check_panel.js";
import { buildCurve } from "./curve.js";
import { buildField } from "./field.js";
import { buildPlay } from "./play.js";
import { batchOf, isOver, startRun, stepRun, stepsOf } from "./run.js";
import { buildSettings } from "./settings.js";
import { tellRun } from "./words.js";

const STARTS = ["activation", "classes", "init", "mistake"]; // what begins a new run
const TRAITS = [...STARTS, "rate"];

// The run of a view, the losses of the run before, and what moves it on.
function buildRuns(model) {
  const settingsNow = () => valuesOf(model, TRAITS);
  const startNow = () => {
    const settings = settingsNow();
    return startRun(batchOf(model.get("_points")[settings.classes], settings.classes), settings);
  };
  const runs = { now: startNow(), before: [] };
  return Object.assign(runs, {
    settingsNow,
    restart() {
      if (stepsOf(runs.now) > 0) runs.before = runs.now.losses;
      runs.now = startNow();
    },
    forget: () => Object.assign(runs, { now: startNow(), before: [] }),
    advance() {
      if (!isOver(runs.now)) stepRun(runs.now, settingsNow());
      return !isOver(runs.now);
    },
  });
}

// What of a run is seen: the drawings and, for a screen reader too, what is said of it.
function buildShown(runs) {
  const [field, curve, told] = [buildField(), buildCurve(), readout("nnd-run")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let [width, playing] = [0, false];
  function drawRun() {
    const { activation, classes } = runs.settingsNow();
    field.showClasses(runs.now.layers, activation, classes);
    curve.show(runs.now.losses, runs.before, width);
  }
  // while it plays, a screen reader is not told of each step, and who wants no motion sees none
  function show(isPlaying) {
    playing = isPlaying;
    told.setAttribute("aria-live", playing ? "off" : "polite");
    told.textContent = tellRun(runs.now);
    if (!(playing && calm.matches)) drawRun();
  }
  function showAll(nowWidth) {
    width = nowWidth;
    field.showPoints(runs.now.data, runs.settingsNow().classes);
    show(playing);
  }
  const beside = make("div", "nnd-beside", curve.svg, told);
  return { node: make("div", "nnd-run-shown", field.field, beside), svg: curve.svg, show, showAll };
}

function buildView(model) {
  const [runs, settings] = [buildRuns(model), buildSettings(model)];
  const shown = buildShown(runs);
  const playing = buildPlay(runs.advance, (isPlaying) => showRun(isPlaying));
  const check = buildCheck(() => ({ run: runs.now, settings: runs.settingsNow() }), playing.pause);
  const moving = (move) => () => {
    playing.pause();
    move();
    showRun(false);
  };
  const step = button("Step", moving(runs.advance));
  const row = make("div", "nnd-walk", playing.play, step, button("Start again", moving(runs.restart)), settings.rate);

  function showRun(isPlaying) {
    shown.show(isPlaying);
    check.forget();
    const over = String(isOver(runs.now));
    for (const node of [step, playing.play]) node.setAttribute("aria-disabled", over); // it keeps the focus
  }
  const show = (width) => {
    settings.show(runs.settingsNow());
    shown.showAll(width);
  };
  showRun(false);
  const end = () => {
    playing.pause();
    check.forget();
  };
  const nodes = [...settings.nodes, row, shown.node, check.row];
  return { nodes, svg: shown.svg, show, begin: moving(runs.restart), forget: moving(runs.forget), end };
}

function render({ model, el }) {
  const view = buildView(model);
  const last = foot(model, TRAITS, "The color behind the points is the class that the network takes each place for.");
  last.querySelector("button").addEventListener("click", view.forget);
  el.append(make("div", "nnd-explorer nnd-training", ...view.nodes, last));
  for (const name of STARTS) model.on(`change:${name}`, view.begin);
  const end = live({ model, el }, TRAITS, view.svg, view.show);
  return () => {
    view.end();
    for (const name of STARTS) model.off(`change:${name}`, view.begin);
    end();
  };
}

export default { render };
