// The exercises of a built page: a task stands in it, its answers come with the first one given.
// What was done stays in the browser (exercise_store.js).

import { attach } from "../nnderiv/exercises/scripts/engine.js";
import { entryOf, keepEntry } from "./exercise_store.js";
import { bringTexts, dropTexts, keepText } from "./exercise_texts.js";

const arrived = new Map(); // what an exercise has beside its task, by page and name
const waiting = new Map();
const alive = new WeakSet(); // the places of exercises that listen

// Called by the script of an exercise.
window.exerciseData = (data) => waiting.get(`${data.page}:${data.name}`)?.(data);

// A script, because a page opened from file:// may fetch nothing else.
function bring(page, name, source) {
  const key = `${page}:${name}`;
  if (!arrived.has(key)) arrived.set(key, load(key, source));
  return arrived.get(key);
}

function load(key, source) {
  return new Promise((resolve, reject) => {
    waiting.set(key, resolve);
    const script = document.createElement("script");
    script.addEventListener("error", () => {
      arrived.delete(key); // to be asked for again
      reject(new Error("The answers could not be loaded. Are you still online? Try again when you are."));
    });
    script.src = source;
    document.head.append(script);
  });
}

// Adds to what was done in an exercise before. A browser may refuse to keep it: exercises work nevertheless.
function keep(page, name, { tries = 0, hints = 0, ...change }) {
  const before = { done: false, missed: false, tries: 0, hints: 0, ...entryOf(page, name) };
  const sums = { tries: before.tries + tries, hints: before.hints + hints };
  const done = before.done || Boolean(change.done);
  keepEntry(page, name, { ...before, ...change, ...sums, done, at: Date.now() });
}

// What live/boot.js brings, if the book was built with it.
function python() {
  if (window.exercisePython) return window.exercisePython;
  throw new Error(
    "Python has to look at what you write, and this book was built without it. Open the chapter's notebook: there this exercise answers.",
  );
}

// Lets the exercise at a place answer; its form stands there, or comes with its answers.
async function show(place, first = 0) {
  alive.add(place);
  const { page, name, source } = place.dataset;
  const data = () => bring(page, name, new URL(source, document.baseURI).href);
  if (!place.firstElementChild) {
    const { html } = await data();
    place.replaceChildren(document.createRange().createContextualFragment(html));
    bringTexts(place);
  }
  attach(place.firstElementChild, {
    page,
    first,
    tasks: async () => (await data()).tasks,
    ask: (ask, answer, output) => python().judged({ ask, answer, place: output }),
    typed: (output, latex) => python().typed(output, latex),
    typeset() {}, // all of it came typeset
    keep: (change) => keep(page, name, change),
  });
}
window.exercises = { show };

// A link may name an exercise of this page, and its task: #exercise=weights&task=3
function linked() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const place = document.getElementById(`exercise-${wanted.get("exercise")}`);
  return place ? { place, first: Number(wanted.get("task") ?? 1) - 1 || 0 } : {};
}

function showLinked() {
  const { place, first } = linked();
  if (!place) return;
  place.scrollIntoView();
  if (!alive.has(place)) show(place, first);
  else place.querySelector("form").dispatchEvent(new CustomEvent("taskasked", { detail: first }));
}
function start() {
  for (const place of document.querySelectorAll("[data-exercise]")) bringTexts(place);
  showLinked();
}
if (document.readyState === "loading") document.addEventListener("readystatechange", start, { once: true });
else start();
addEventListener("hashchange", showLinked);

// What is typed is kept, comes back with its field, and goes when it was right.
const placeOf = ({ target }) => target.closest?.("[data-exercise]");
document.addEventListener("input", (event) => {
  if (event.target.localName === "textarea" && placeOf(event)) keepText(placeOf(event), event.target);
});
document.addEventListener("rowsshown", (event) => placeOf(event) && bringTexts(placeOf(event)));
document.addEventListener("exerciseanswered", (event) => {
  if (event.detail?.right) dropTexts(placeOf(event), placeOf(event).querySelectorAll("textarea[readonly]"));
});

// An exercise answers from the moment at which it stands in the page, and costs nothing before it is touched.
for (const touch of ["focusin", "click", "change", "submit"]) {
  document.addEventListener(
    touch,
    (event) => {
      const place = placeOf(event);
      if (place && !alive.has(place)) show(place);
    },
    { capture: true }, // before the exercise itself hears of it
  );
}
