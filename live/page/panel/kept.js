// What a reader typed stays in the browser's own storage, until it is forgotten. The button of its
// place says so (live.css), from the start of a page on (boot.js, which has the same key).
const key = (place) => `live:${location.pathname}:${place}`;

export function keptText(place) {
  try {
    return localStorage.getItem(key(place));
  } catch {
    return null; // a browser may refuse its storage
  }
}

export function keepText(place, text) {
  try {
    localStorage.setItem(key(place), text);
  } catch {
    return false; // refused, or full
  }
  tell(place);
  return true;
}

export function forgetText(place) {
  try {
    localStorage.removeItem(key(place));
  } catch {
    return true; // then there is nothing to forget
  }
  tell(place);
  return true;
}

// Calls back when another tab keeps another text, or with null when it forgets the text.
export function watchKept(place, callback) {
  addEventListener("storage", (event) => {
    if (event.key !== key(place) && event.key !== null) return; // null: all was forgotten
    tell(place);
    callback(event.newValue);
  });
}

function tell(place) {
  document.querySelector(`[data-live="${place}"]`).toggleAttribute("data-kept", keptText(place) !== null);
}
