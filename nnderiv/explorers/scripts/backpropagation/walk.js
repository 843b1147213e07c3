// The walk through the network: back, next, or by itself.

import { button, make } from "../shared.js";
import { STEPS } from "./network.js";

const PAUSE = 1200; // milliseconds from step to step

// Disabling the button that has the focus would lose it, so the other gets it.
function disable(here, other, disabled) {
  if (disabled && document.activeElement === here) other.focus({ preventScroll: true });
  here.disabled = disabled;
}

export function buildWalk(goTo, stepNow) {
  let timer;
  let awaited; // the step that the play has set; any other comes from the reader
  const play = button("Play", () => (timer ? pause() : start()));
  const goBy = (steps) => goTo(Math.min(STEPS, Math.max(0, stepNow() + steps)));
  const [back, next] = [button("← Back", () => goBy(-1)), button("Next →", () => goBy(1))];
  const place = make("span", "nnd-way");
  const row = make("div", "nnd-walk", back, next, play, place);

  function pause() {
    clearInterval(timer);
    timer = undefined;
    play.textContent = "Play";
  }
  function go(step) {
    awaited = step;
    goTo(step);
  }
  function start() {
    play.textContent = "Pause";
    timer = setInterval(() => go(stepNow() + 1), PAUSE);
    go(stepNow() === STEPS ? 0 : stepNow() + 1);
  }
  row.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!steps || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has uses of its own for these keys
    goBy(steps);
  });
  const show = (step, way) => {
    place.textContent = `Step ${step} of ${STEPS}, ${way}`;
    if (timer && (step !== awaited || step === STEPS)) pause();
    disable(back, next, false);
    disable(next, back, step === STEPS);
    disable(back, next, step === 0);
    row.parentElement?.classList.toggle("nnd-playing", timer !== undefined);
  };
  return { row, show, end: pause };
}
