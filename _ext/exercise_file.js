// What was done, as a file that the reader keeps or carries to another browser.

const FORMAT = "progress in the exercises";
const VERSION = 1;
const NAME = /^[a-z\d][\w-]{0,99}$/i; // of a page or an exercise

export function written(entries, book) {
  const exercises = {};
  for (const { page, name, entry } of entries) {
    exercises[page] ??= {};
    exercises[page][name] = entry;
  }
  return `${JSON.stringify({ book, format: FORMAT, version: VERSION, exercises }, null, 2)}\n`;
}

const refusal = (arrived, wayOut) =>
  new Error(`A file of progress is one that “Export” on this page has written; ${arrived}. ${wayOut}`);

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isTruth = (value) => typeof value === "boolean";

function entryFrom(value) {
  const { done, missed, tries = 0, hints = 0, at = 0 } = value ?? {};
  return isTruth(done) && isTruth(missed) && [tries, hints, at].every(isCount)
    ? { done, missed, tries, hints, at }
    : null;
}

function contentOf(text, file) {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(`${file} is no JSON`, "Choose the file that you exported, as it was saved.");
  }
}

// The entries in the text of a file, or an error that says why it has none.
export function readProgress(text, file) {
  const content = contentOf(text, file);
  if (content?.format !== FORMAT) {
    throw refusal(`${file} holds something else`, "Choose the file that you exported.");
  }
  if (content.version !== VERSION) {
    throw refusal(
      `this page reads version ${VERSION} of it, and ${file} has version ${content.version}`,
      "Import it into the newer book that it comes from.",
    );
  }
  return Object.entries(content.exercises ?? {}).flatMap(([page, names]) =>
    Object.entries(names ?? {}).map(([name, value]) => {
      const entry = entryFrom(value);
      if (entry && NAME.test(page) && NAME.test(name)) return { page, name, entry };
      throw refusal(
        `in ${file} the entry “${name}” of “${page}” has other fields`,
        "Nothing was taken from it: export once more where it was made.",
      );
    }),
  );
}

// The better of two entries: done if one of them is, with the larger counts. Whether it was missed the
// last time is what the later one says.
export function better(one, other) {
  const later = (other.at ?? 0) > (one.at ?? 0) ? other : one;
  const larger = (field) => Math.max(one[field] ?? 0, other[field] ?? 0);
  return {
    done: Boolean(one.done || other.done),
    missed: Boolean(later.missed),
    tries: larger("tries"),
    hints: larger("hints"),
    at: larger("at"),
  };
}
