// What a reader typed stays in the browser's own storage, until it is forgotten.
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
    return true;
  } catch {
    return false; // refused, or full
  }
}

export function forgetText(place) {
  try {
    localStorage.removeItem(key(place));
  } catch {
    // then there is nothing to forget
  }
}
