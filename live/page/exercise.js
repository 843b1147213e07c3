// Exercises whose answers Python judges. What it says comes from the worker, where code runs that a
// reader wrote: only what feedback is made of reaches the page.
import { mathml } from "../../_ext/mathml.js";
import { bringFormulaFont } from "./formula_font.js";
import { cleaned } from "./markup.js";
import { keepForOffline } from "./offline.js";
import { button, element } from "./panel/elements.js";
import { python } from "./python.js";

const TAGS = "b, br, code, details, div, em, li, ol, p, pre, span, strong, summary, table, tbody, td, th, thead, tr, ul";
const ATTRIBUTES = new Set(["class", "open", "scope"]);
const QUICK = 500; // milliseconds: nobody waits for less, and nothing flashes

// After a while, a sentence and a button to stop it, with a bar while Python is brought.
class Waiting {
  #sentence = element("span");
  #bar = element("progress", { max: "1", hidden: true, "aria-label": "Python" });
  #stop = button("Stop", () => python.stop(), { class: "nnd-button" });
  #place;
  #later = setTimeout(() => this.#say("Python is looking at it…"), QUICK);

  constructor(place) {
    this.#place = place;
  }

  progress(here, all) {
    this.#say("Bringing Python, which is needed once…");
    this.#bar.hidden = false;
    this.#bar.value = here / all;
  }

  starting() {
    this.#say("Starting Python…");
    this.#bar.removeAttribute("value");
  }

  end() {
    clearTimeout(this.#later);
  }

  #say(sentence) {
    if (this.#sentence.textContent === sentence) return; // not to be read out twice
    this.#sentence.textContent = sentence;
    this.#place.replaceChildren(this.#sentence, " ", this.#bar, " ", this.#stop);
  }
}

// What Python says of an answer: {right, feedback} or {refusal}, as HTML with its formulas typeset.
// While one waits, `place` says why, if there is one.
export async function judged({ ask, answer, place }) {
  bringFormulaFont();
  const waiting = place ? new Waiting(place) : undefined;
  try {
    const { error, ...verdict } = await python.ask({ do: "exercise", ask, answer }, waiting);
    if (error) throw new Error(error.message);
    for (const what of ["feedback", "refusal"]) if (what in verdict) verdict[what] = markup(verdict[what]);
    keepForOffline();
    return verdict;
  } finally {
    waiting?.end();
  }
}

function markup(html) {
  const box = element("div", {}, cleaned(html, TAGS, ATTRIBUTES));
  for (const formula of box.querySelectorAll(".nnd-tex")) {
    formula.innerHTML = mathml(formula.textContent, { throwOnError: false });
  }
  return box.innerHTML;
}

// Sets a formula as it is typed, into `place`. What cannot be set yet leaves what stands there.
export function typesetInto(place, latex) {
  try {
    place.innerHTML = latex && mathml(latex);
    place.classList.remove("nnd-stale");
  } catch {
    place.classList.add("nnd-stale"); // in the middle of a word
  }
}
