// The walk through a graph: back, next, or by itself.

import { button, make } from "../shared.js";

const PAUSE = 1200; // milliseconds from step to step

// Disabling the button that has the focus would lose it, so the other gets it.
function disable(here, other, disabled) {
  if (disabled && document.activeElement === here) other.focus({ preventScroll: true });
  here.disabled = disabled;
}

// `stepNow` and `lastStep` tell the step and the last one; `goTo` changes the step.
export function buildWalk(goTo, stepNow, lastStep) {
  let timer;
  let awaited; // the step that the play has set; any other comes from the reader
  let end; // where the play ends
  const play = button("Play", () => (timer ? pause() : start()));
  const goBy = (steps) => goTo(Math.min(lastStep(), Math.max(0, stepNow() + steps)));
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
  function playFrom(step, last) {
    pause();
    end = last;
    play.textContent = "Pause";
    timer = setInterval(() => go(stepNow() + 1), PAUSE);
    go(step);
  }
  function start() {
    playFrom(stepNow() === lastStep() ? 0 : stepNow() + 1, lastStep());
  }
  row.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!steps || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has uses of its own for these keys
    goBy(steps);
  });
  const show = (step, way) => {
    place.textContent = `Step ${step} of ${lastStep()}, ${way}`;
    if (timer && (step !== awaited || step === end)) pause();
    disable(back, next, false);
    disable(next, back, step === lastStep());
    disable(back, next, step === 0);
    row.parentElement?.classList.toggle("nnd-playing", timer !== undefined);
  };
  return { row, show, playFrom, end: pause };
}
