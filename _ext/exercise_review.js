// The page of review: draws exercises that are answered as in their chapters, says how many are left,
// and offers to keep what was done, to carry it elsewhere or to forget it.
import { element } from "../live/page/panel/elements.js";
import { draw, inOrder, isMissed } from "./exercise_draw.js";
import { offerKeeping } from "./exercise_keeping.js";
import { entryOf } from "./exercise_store.js";
import { ago, counted } from "./exercise_words.js";

const EXERCISES = []; // of the book, { page, title, name, source, number, above }: set by the build
const COUNT = 10;
const NOTHING =
  "There is nothing to review yet, because no exercise was tried in this browser. Read a chapter, answer one " +
  "or two of the exercises at its end, and come back tomorrow: then they wait for you here. ";
const ALL = "All of them are answered. Come back in a few days: what you missed comes first then.";

function pastOf({ entry }) {
  if (!entry) return "not tried yet";
  const what = isMissed(entry) ? "missed" : "done";
  return entry.at ? `${what} ${ago(entry.at, Date.now())}` : `${what} before`;
}

function summaryOf(ordered) {
  const tried = ordered.filter(({ entry }) => entry);
  const missed = tried.filter(({ entry }) => isMissed(entry)).length;
  const pages = new Set(ordered.map(({ page }) => page)).size;
  const worth = missed ? `; ${missed} of them ${missed === 1 ? "is" : "are"} worth another look` : "";
  return `You have tried ${counted(tried.length, "exercise")} in ${counted(pages, "chapter")}${worth}.`;
}

function whereToBegin() {
  const [first] = EXERCISES;
  return first ? element("a", { href: `${first.page}.html#exercises` }, `Begin with “${first.title}”.`) : "";
}

// Another task than the first, if there are several and it was met before.
async function show(place, { entry, title }) {
  try {
    await window.exercises.show(place, entry?.tries ?? 0);
    place.firstElementChild.ariaLabel += `, ${title}`; // two chapters may have one of the same name
  } catch (error) {
    place.replaceChildren(element("p", { role: "alert" }, error.message));
  }
}

// What is shown of an exercise, when its task is there.
async function itemOf(one) {
  const { page, name, source, number, title } = one;
  const place = element("div", { "data-exercise": "", "data-page": page, "data-name": name, "data-source": source });
  await show(place, one);
  const link = element("a", { href: `${page}.html#exercise-${name}` }, number ? `${title}, exercise ${number}` : title);
  const above = element("p", { hidden: !one.above });
  above.innerHTML = one.above;
  return element("li", {}, element("p", { class: "review-from" }, link, ` (${pastOf(one)})`), above, place);
}

class Review {
  #shown = new Set();
  #left = new Set(); // the items of exercises that are not yet answered
  #draws = false;

  constructor(root) {
    this.status = root.querySelector("[role=status]");
    this.list = root.querySelector("ol");
    this.button = root.querySelector("button");
    this.button.addEventListener("click", () => this.#draw());
    this.list.addEventListener("exerciseanswered", ({ target }) => this.#answered(target));
    this.begin();
  }

  // As the page is when it is opened, and when progress has come or gone.
  begin() {
    const ordered = inOrder(EXERCISES, entryOf);
    this.list.replaceChildren();
    this.button.hidden = ordered.length === 0;
    this.button.textContent = ordered.length < COUNT ? "Draw exercises" : "Draw ten exercises";
    if (ordered.length) this.status.textContent = summaryOf(ordered);
    else this.status.replaceChildren(NOTHING, whereToBegin());
  }

  // All come at once, into room that was made when the button was pressed: nothing moves afterwards.
  async #draw() {
    if (this.#draws) return; // one press is enough
    this.#draws = true;
    const drawn = draw(inOrder(EXERCISES, entryOf), COUNT, this.#shown);
    this.status.textContent = `${counted(drawn.length, "exercise")} to answer.`;
    this.button.textContent = "Draw anew";
    this.list.replaceChildren(element("li", {}, "Bringing the exercises…"));
    const items = await Promise.all(drawn.map(itemOf));
    this.#left = new Set(items);
    this.list.replaceChildren(...items);
    this.#draws = false;
  }

  // An exercise of several stages is answered when its last one is.
  #answered(form) {
    if (!form.querySelector(".nnd-check").hidden) return;
    this.#left.delete(form.closest("li"));
    this.status.textContent = this.#left.size ? `${counted(this.#left.size, "exercise")} left.` : ALL;
  }
}

const review = new Review(document.querySelector(".review"));
offerKeeping(document.querySelector(".keeping"), () => {
  review.begin();
  document.dispatchEvent(new Event("progresschanged"));
});
