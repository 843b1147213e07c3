// A field for LaTeX: what is typed is set as a formula below it and judged while one pauses, which
// counts as no try.
//
// host.typed(place, latex)        sets a formula, and starts Python where it does not run yet
// host.ask(ask, value, place)     see engine.js

const PAUSE = 400; // milliseconds without a key
const HOLDS = "✓ This holds. Press Check to be told more.";

export function follow(attempt) {
  const { root, host } = attempt;
  let pause = 0;
  let looks = false;

  async function look(field) {
    if (looks || field.readOnly) return;
    looks = true;
    const [typed, soFar] = ["typed", "so-far"].map((name) => attempt.stage.querySelector(`.nnd-${name}`));
    const latex = field.value.trim();
    try {
      await host.typed(typed, latex);
      await attempt.ready();
      const verdict = latex && (await host.ask(attempt.task.ask, latex, soFar));
      if (soFar.isConnected && !field.readOnly) show(soFar, verdict);
    } catch (error) {
      soFar.textContent = error.message;
    }
    looks = false;
    if (field.value.trim() !== latex) look(field); // it was typed on meanwhile
  }

  function show(place, verdict) {
    attempt.say("");
    place.innerHTML = "";
    if (!verdict) return;
    if (verdict.right) place.textContent = HOLDS;
    else place.innerHTML = verdict.refusal ?? `✗ ${verdict.feedback}`;
    host.typeset(place);
  }

  root.addEventListener("input", ({ target }) => {
    clearTimeout(pause);
    if (target.dataset.language === "tex") pause = setTimeout(() => look(target), PAUSE);
  });
}

// What was checked needs no other verdict.
export const forget = (stage) => stage.querySelector(".nnd-so-far")?.replaceChildren();
