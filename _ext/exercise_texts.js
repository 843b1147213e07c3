// What is typed in an exercise stays in the browser until it was right, or is forgotten: a derivation
// is more than a few keys. It is kept under the page and the name of the exercise, by what stood in
// its field at first.
import { readKept, writeKept } from "./exercise_store.js";

const PREFIX = "exercise-text:";
const textKeyOf = ({ page, name }) => `${PREFIX}${page}:${name}`;

const textsOf = (place) => readKept(textKeyOf(place.dataset)) ?? {};

function keepTexts(place, texts) {
  writeKept(textKeyOf(place.dataset), Object.keys(texts).length ? texts : null);
}

export function keepText(place, { defaultValue, value }) {
  const { [defaultValue]: before, ...others } = textsOf(place);
  keepTexts(place, value === defaultValue ? others : { ...others, [defaultValue]: value });
}

export function dropTexts(place, fields) {
  const texts = textsOf(place);
  for (const { defaultValue } of fields) delete texts[defaultValue];
  keepTexts(place, texts);
}

// Puts what was typed back into the fields of an exercise that stand as they came.
export function bringTexts(place) {
  const fields = [...place.querySelectorAll("textarea")].filter(({ value, defaultValue }) => value === defaultValue);
  const texts = fields.length ? textsOf(place) : {};
  for (const field of fields) field.value = texts[field.defaultValue] ?? field.value;
}

const textKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

export function hasTexts() {
  try {
    return textKeys().length > 0;
  } catch {
    return false;
  }
}

export function forgetTexts() {
  for (const key of textKeys()) localStorage.removeItem(key);
}
