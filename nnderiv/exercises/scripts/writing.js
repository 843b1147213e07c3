// A field for LaTeX: what is typed is set as a formula below it and judged while one pauses, which
// counts as no try.
//
// host.typed(place, latex)        sets a formula, and starts Python where it does not run yet
// host.ask(ask, value, place)     see engine.js

const PAUSE = 400; // milliseconds without a key
const HOLDS = "✓ This holds. Press Check to be told more.";

// What is typed, as one formula: rows below each other, without their rules.
export function asFormula(latex) {
  const rows = latex.replace(/\\tag\s*\{[^{}]*\}/g, "").replace(/^[\s$]+|[\s$\\]+$/g, "");
  if (!rows) return "";
  const aligned = /\\\\|(^|[^\\])&/.test(rows);
  return String.raw`\displaystyle ` + (aligned ? String.raw`\begin{aligned}${rows}\end{aligned}` : rows);
}

export class Follower {
  constructor(attempt) {
    Object.assign(this, { attempt, host: attempt.host, pause: 0, checks: 0, seen: null, busy: Promise.resolve() });
    attempt.root.addEventListener("input", ({ target }) => {
      if (target.dataset.language !== "tex") return;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.lookInTurn(target), PAUSE);
    });
  }

  lookInTurn(field) {
    this.busy = this.busy.then(() => this.look(field));
  }

  part(name) {
    return this.attempt.stage.querySelector(`.nnd-${name}`);
  }

  async look(field) {
    const latex = field.value.trim();
    if (latex === this.seen) return;
    const { checks } = this;
    const soFar = this.part("so-far");
    this.seen = latex;
    try {
      await this.host.typed(this.part("typed"), asFormula(latex));
      await this.attempt.ready();
      if (checks !== this.checks) return;
      const verdict = latex && (await this.host.ask(this.attempt.task.ask, latex, soFar));
      if (checks === this.checks) this.show(soFar, verdict);
    } catch (error) {
      this.seen = null;
      soFar.textContent = error.message;
    }
  }

  // What is checked needs no other verdict.
  async checked(latex) {
    const typed = this.part("typed");
    if (!typed) return;
    clearTimeout(this.pause);
    this.checks += 1;
    this.seen = latex;
    this.part("so-far").replaceChildren();
    await this.host.typed(typed, asFormula(latex));
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
