// Lets an exercise answer: what is said stands in its tasks; who brings them and who keeps what was
// done is the host.
//
// host.tasks()            the tasks, as a promise: nnderiv/exercises/exercise.py says what is in one
// host.ask(ask, value, place)  what Python says of an answer, {right, feedback} or {refusal}, for a
//                         task with `ask`; `place` may say why one has to wait
// host.typeset(node)      typesets the formulas in a node
// host.keep(change)       keeps what was done: tries and hints to add, done, missed
// host.page               the page of the exercise
// host.first              the number of the task to begin with, 0 where nobody asks for another

import { judged, missing, valueOf } from "./answers.js";
import { close, ruleOut } from "./options.js";
import { Follower } from "./writing.js";

const ORDINALS = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
const nth = (count) => ORDINALS[count] ?? `${count}th`;

class Attempt {
  constructor(root, host) {
    Object.assign(this, { root, host, number: 0, waiting: false });
    this.parts = Object.fromEntries(
      ["stages", "check", "hint", "another", "tries"].map((name) => [name, root.querySelector(`.nnd-${name}`)]),
    );
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    root.addEventListener("change", () => this.nameCheck());
    root.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.check();
    });
    this.parts.hint.addEventListener("click", () => this.help());
    this.parts.another.addEventListener("click", () => this.goToNext());
    root.addEventListener("taskasked", ({ detail }) => this.begin(detail));
    this.follower = new Follower(this);
    this.reset();
  }

  reset() {
    Object.assign(this, { tries: 0, helped: 0, missed: false, task: null });
    this.stage = this.parts.stages.querySelector(".nnd-task");
    this.nameCheck();
  }

  // The task of the stage that is shown; the first look at it brings all of them.
  async ready() {
    this.tasks ??= await this.host.tasks();
    this.task ??= this.tasks[this.number];
  }

  async begin(number) {
    this.tasks ??= await this.host.tasks();
    this.number = ((number % this.tasks.length) + this.tasks.length) % this.tasks.length;
    const { html, hints } = this.tasks[this.number];
    const [stage, output] = this.stagesAnew(html);
    this.parts.stages.replaceChildren(stage, output);
    this.parts.check.hidden = false;
    this.parts.hint.hidden = !hints;
    this.parts.another.hidden = true;
    this.parts.tries.textContent = "";
    this.reset();
    this.tellOfRows();
  }

  async goToNext() {
    await this.begin(this.number + 1);
    this.keepFocus(); // the button that was pressed is gone
  }

  stagesAnew(html) {
    const stage = Object.assign(document.createElement("div"), { className: "nnd-task", innerHTML: html });
    const output = Object.assign(document.createElement("output"), { className: "nnd-output nnd-feedback" });
    output.setAttribute("aria-live", "polite");
    this.host.typeset(stage);
    return [stage, output];
  }

  nameCheck() {
    const chosen = this.stage.querySelector("input:checked");
    this.parts.check.textContent = chosen?.dataset.said ? `Check ${chosen.dataset.said}` : "Check";
  }

  say(html, place = this.stage.nextElementSibling) {
    place.innerHTML = html;
    this.host.typeset(place);
    return place;
  }

  async check() {
    const value = valueOf(this.stage);
    if (this.waiting || this.parts.check.hidden) return;
    if (!value) {
      this.say(missing(this.stage));
      return;
    }
    this.waiting = true;
    try {
      await this.ready();
      const asked = this.task.ask;
      await this.follower.checked(value);
      const place = asked && this.say("Python is looking at it …");
      const verdict = asked ? await this.host.ask(asked, value, place) : judged(this.task, value);
      if (verdict.refusal) this.say(verdict.refusal);
      else this.answer(value, verdict);
    } catch (error) {
      this.say("").textContent = error.message;
    } finally {
      this.waiting = false;
    }
  }

  answer(value, { right, feedback }) {
    this.tries += 1;
    const place = this.stage.querySelector(`.nnd-unfolded[data-for="${CSS.escape(value)}"]`);
    if (place) this.say("");
    this.say(feedback, place ?? undefined);
    this.parts.tries.textContent = `${nth(this.tries)} try`;
    this.root.dataset.answered = right ? "right" : "not-yet";
    if (right) this.goOn();
    else {
      ruleOut(this.stage, value, "wrong");
      this.missed = true;
      this.host.keep({ tries: 1, missed: true });
      this.nameCheck();
    }
    this.keepFocus();
    const detail = { page: this.host.page, name: this.root.dataset.name, right };
    this.root.dispatchEvent(new CustomEvent("exerciseanswered", { bubbles: true, detail }));
  }

  goOn() {
    close(this.stage);
    const { then, end } = this.task;
    if (then) {
      const anew = this.stagesAnew(then.html);
      this.parts.stages.append(...anew);
      Object.assign(this, { stage: anew[0], task: then, helped: 0 });
      this.parts.hint.hidden = !then.hints;
      this.host.keep({ tries: 1 });
      this.nameCheck();
      this.tellOfRows();
      return;
    }
    if (end) {
      const last = Object.assign(document.createElement("div"), { className: "nnd-end", innerHTML: end });
      this.host.typeset(last);
      this.parts.stages.append(last);
      this.tellOfRows();
    }
    this.parts.tries.textContent = `Done, at the ${nth(this.tries)} try.`;
    this.parts.check.hidden = this.parts.hint.hidden = true;
    this.parts.another.hidden = this.tasks.length < 2;
    this.host.keep({ tries: 1, done: true, missed: this.missed });
  }

  async help() {
    await this.ready();
    const { hints } = this.task;
    const hint = hints[this.helped];
    this.helped += 1;
    this.say(hint.html);
    for (const value of hint.excludes) ruleOut(this.stage, value, "ruled out");
    this.parts.hint.hidden = this.helped >= hints.length;
    this.missed = true;
    this.host.keep({ hints: 1, missed: true });
    this.keepFocus();
  }

  // The page watches which rows are wider than their place.
  tellOfRows() {
    this.root.dispatchEvent(new Event("rowsshown", { bubbles: true }));
  }

  // What had the focus may be gone, and who uses the keyboard would begin at the top of the page.
  keepFocus() {
    const { activeElement } = document;
    if (this.root.contains(activeElement) && !activeElement.disabled && !activeElement.hidden) return;
    if (activeElement !== document.body && !this.root.contains(activeElement)) return;
    const next = this.stage.querySelector("[name=answer]:not(:disabled, [readonly])");
    (next ?? [this.parts.another, this.parts.check].find((button) => !button.hidden))?.focus({ preventScroll: true });
  }
}

export function attach(root, host) {
  const attempt = new Attempt(root, host);
  if (host.first) attempt.begin(host.first);
  return attempt;
}
