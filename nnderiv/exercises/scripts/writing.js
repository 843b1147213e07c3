// A field for LaTeX: what is typed is set as a formula below it and judged while one pauses, which
// counts as no try.
//
// host.typed(place, latex)        sets a formula, and starts Python where it does not run yet
// host.ask(ask, value, place)     see engine.js

const PAUSE = 400; // milliseconds without a key
const HOLDS = "✓ This holds. Press Check to be told more.";

class Follower {
  constructor(attempt) {
    Object.assign(this, { attempt, host: attempt.host, pause: 0, busy: Promise.resolve() });
    attempt.root.addEventListener("input", ({ target }) => {
      if (target.dataset.language !== "tex") return;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.lookInTurn(target), PAUSE);
    });
  }

  lookInTurn(field) {
    this.busy = this.busy.then(() => this.look(field));
  }

  async look(field) {
    const latex = field.value.trim();
    if (field.readOnly || latex === this.seen) return;
    this.seen = latex;
    const [typed, soFar] = ["typed", "so-far"].map((name) => this.attempt.stage.querySelector(`.nnd-${name}`));
    try {
      await this.host.typed(typed, latex);
      await this.attempt.ready();
      const verdict = latex && (await this.host.ask(this.attempt.task.ask, latex, soFar));
      if (soFar.isConnected && !field.readOnly) this.show(soFar, verdict);
    } catch (error) {
      soFar.textContent = error.message;
    }
  }

  show(place, verdict) {
    this.attempt.say("");
    place.innerHTML = "";
    if (!verdict) return;
    if (verdict.right) place.textContent = HOLDS;
    else place.innerHTML = verdict.refusal ?? `✗ ${verdict.feedback}`;
    this.host.typeset(place);
  }
}

export const follow = (attempt) => new Follower(attempt);

// What is checked needs no other verdict.
export const forget = (stage) => stage.querySelector(".nnd-so-far")?.replaceChildren();
