// What was done in an exercise stays in the browser's own storage, under its page and its name, until
// it is forgotten: { done, tries, hints, missed, at }. `missed` tells whether an answer was wrong or a
// hint was taken the last time, and `at` when that was, in milliseconds.
const KEY = /^exercise:([^:]+):([^:]+)$/;
const keyOf = (page, name) => `exercise:${page}:${name}`;

export function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // a browser may refuse its storage: then nothing is kept
  }
}

// Whether it could be kept; null is nothing to keep.
export function writeKept(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // refused, or full
  }
}

export const entryOf = (page, name) => readKept(keyOf(page, name));
export const keepEntry = (page, name, entry) => writeKept(keyOf(page, name), entry);

// All that is kept, of exercises too that an older version of the book had.
export function allEntries() {
  try {
    return Object.keys(localStorage).flatMap((key) => {
      const [, page, name] = KEY.exec(key) ?? [];
      const entry = name && entryOf(page, name);
      return entry ? [{ page, name, entry }] : [];
    });
  } catch {
    return [];
  }
}

export function forgetAll() {
  for (const { page, name } of allEntries()) localStorage.removeItem(keyOf(page, name));
}

// Whether anything can be kept at all.
export function keeps() {
  try {
    localStorage.setItem("exercise", "");
    localStorage.removeItem("exercise");
    return true;
  } catch {
    return false;
  }
}
