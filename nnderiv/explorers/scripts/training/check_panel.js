// A gradient check at the present weights, a parameter a frame, so that no frame is long.

import { button, make, readout } from "../shared.js";
import { PARAMETERS, checkParameter } from "./check.js";
import { UNCHECKED, tellCheck } from "./words.js";

// `runNow` returns the run and its settings; `before` is called when the check begins.
export function buildCheck(runNow, before) {
  const told = readout("nnd-told");
  let frame;
  const say = ({ verdict, text }) => {
    told.dataset.verdict = verdict;
    told.textContent = text;
  };
  function forget() {
    cancelAnimationFrame(frame);
    if (told.dataset.verdict !== "none") say({ verdict: "none", text: UNCHECKED });
  }
  function check() {
    before();
    forget();
    const found = [];
    const { run, settings } = runNow();
    const next = () => {
      found.push(checkParameter(run.layers, run.data, settings, PARAMETERS[found.length]));
      if (found.length === PARAMETERS.length) say(tellCheck(found));
      else frame = requestAnimationFrame(next);
    };
    next();
  }
  forget();
  return { row: make("div", "nnd-check", button("Check the gradients", check), told), forget };
}
