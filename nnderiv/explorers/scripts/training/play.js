// Plays only when asked: several steps a frame, as many as fit into a few milliseconds.

import { button } from "../shared.js";

const STEPS_A_FRAME = 4;
const MILLISECONDS = 4; // so that a frame never blocks the page

// `advance` takes a step and returns whether there is another; `shown` is called after each frame,
// and when it stops.
export function buildPlay(advance, shown) {
  let frame;
  const play = button("Play", () => (frame ? pause() : start()));
  const pauseHidden = () => document.hidden && pause();

  function pause() {
    if (!frame) return;
    cancelAnimationFrame(frame);
    frame = undefined;
    play.textContent = "Play";
    document.removeEventListener("visibilitychange", pauseHidden);
    shown(false);
  }
  function go() {
    const end = performance.now() + MILLISECONDS;
    let more = true;
    for (let i = 0; more && i < STEPS_A_FRAME && performance.now() < end; i += 1) more = advance();
    frame = requestAnimationFrame(go);
    if (more) shown(true);
    else pause();
  }
  function start() {
    play.textContent = "Pause";
    document.addEventListener("visibilitychange", pauseHidden);
    frame = requestAnimationFrame(go);
  }
  return { play, pause };
}
