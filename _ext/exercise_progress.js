// Shows in the map of the book how many exercises of a chapter are done, once one of them was tried.
import { entryOf } from "./exercise_store.js";

const NAMES = {}; // of all exercises, by page: set by the build

// The sign that is seen and the words that are heard.
function mark(sign, words) {
  const seen = Object.assign(document.createElement("span"), { textContent: sign });
  seen.setAttribute("aria-hidden", "true");
  const heard = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: words });
  const both = Object.assign(document.createElement("span"), { className: "exercise-mark" });
  both.append(seen, heard);
  return both;
}

function markOf(page) {
  const all = NAMES[page].length;
  const tried = NAMES[page].map((name) => entryOf(page, name)).filter(Boolean);
  if (tried.length === 0) return null;
  const done = tried.filter((entry) => entry.done).length;
  if (done === all) return mark("✓", " (all exercises done)");
  return mark(`${done} of ${all}`, ` (${done} of ${all} exercises done)`);
}

function showAll() {
  const marks = Object.fromEntries(Object.keys(NAMES).map((page) => [page, markOf(page)]));
  for (const link of document.querySelectorAll("a[data-exercises]")) {
    link.querySelector(".exercise-mark")?.remove();
    const shown = marks[link.dataset.exercises]?.cloneNode(true);
    if (shown) link.append(shown);
  }
}

addEventListener("load", showAll); // the explorers first: a storage may have to be read from a disk
addEventListener("storage", showAll); // another tab
document.addEventListener("exerciseanswered", showAll);
document.addEventListener("progresschanged", showAll); // an import, or all forgotten
