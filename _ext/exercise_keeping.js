// Export, import and forget what was done. Nothing of it leaves the browser but in the reader's file.
import { element } from "../live/page/panel/elements.js";
import { better, readProgress, written } from "./exercise_file.js";
import { allEntries, entryOf, forgetAll, keepEntry, keeps } from "./exercise_store.js";
import { forgetTexts, hasTexts } from "./exercise_texts.js";
import { counted } from "./exercise_words.js";

const FILE = "progress_in_the_exercises.json";
const LARGEST = 1_000_000; // bytes
const REFUSED =
  "This browser refuses its storage, so nothing is kept: the exercises work, and what you do in them is " +
  "gone with the page. It may be that its settings block the data of sites, or that this is a private window.";

function save(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  element("a", { href: url, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser may still be reading it
}

function exportAll() {
  const entries = allEntries();
  if (entries.length === 0) return "There is nothing to export yet: no exercise was tried in this browser.";
  save(written(entries, document.querySelector(".navbar-brand").textContent.trim()));
  return `What you did in ${counted(entries.length, "exercise")} is in ${FILE}, among your downloads.`;
}

// Each entry becomes the better of what is there and what comes.
function merge(entries) {
  const counts = { new: 0, better: 0, same: 0 };
  for (const { page, name, entry } of entries) {
    const before = entryOf(page, name);
    const merged = before ? better(before, entry) : entry;
    const isSame = before && Object.keys(merged).every((field) => merged[field] === before[field]);
    if (!isSame && !keepEntry(page, name, merged)) throw new Error(REFUSED);
    if (isSame) counts.same += 1;
    else counts[before ? "better" : "new"] += 1;
  }
  return counts;
}

async function importFrom(file) {
  if (file.size > LARGEST) {
    throw new Error(`A file of progress has less than 1 MB; ${file.name} has more. Choose the file that you exported.`);
  }
  const entries = readProgress(await file.text(), file.name);
  const counts = merge(entries);
  return (
    `${file.name} tells of ${counted(entries.length, "exercise")}: ${counts.new} new here, ${counts.better} ` +
    `with something to add to what was kept, ${counts.same} as they were. Nothing that was kept is lost.`
  );
}

function forget() {
  const entries = allEntries();
  const typed = hasTexts() ? ["what you typed"] : [];
  if (entries.length === 0 && typed.length === 0) {
    return "There is nothing to forget: no exercise was tried in this browser.";
  }
  const done = entries.length ? [`what you did in ${counted(entries.length, "exercise")}`] : [];
  const what = [...done, ...typed].join(" and ");
  const wayBack = "Only a file that you exported brings it back.";
  if (!window.confirm(`Forget ${what}? ${wayBack}`)) return "Nothing was forgotten.";
  forgetAll();
  forgetTexts();
  return `Forgotten: ${what}.`;
}

// `changed` is called when progress has come or gone.
export function offerKeeping(root, changed) {
  const status = root.querySelector("[role=status]");
  const input = root.querySelector("input");
  const press = (name, act) => root.querySelector(`[data-press=${name}]`).addEventListener("click", act);
  const say = (text) => {
    status.textContent = text;
  };
  if (!keeps()) say(REFUSED);
  press("export", () => say(exportAll()));
  press("import", () => input.click());
  press("forget", () => {
    say(forget());
    changed();
  });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = ""; // so that the same file can be chosen again
    say(await importFrom(file).catch((error) => error.message));
    changed();
  });
}
