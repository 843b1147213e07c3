// Grids with their captions, sizes to choose, and what the marks mean.

import { change, foot, make } from "../shared.js";
import { buildCell } from "./cells.js";
import { LARGEST, keyOf, parseNumber, refusal, upTo, withNumber } from "./places.js";

// `cells` gets each cell with its place, by its key.
export function buildGrid(grid, [rows, columns], caption, cells, hands) {
  const table = make("table", `nnd-table nnd-grid nnd-grid-${grid}`, make("caption", "nnd-shape", ...caption));
  table.setAttribute("role", "grid");
  const body = make("tbody", "");
  for (const row of upTo(rows)) {
    const line = make("tr", "");
    for (const column of upTo(columns)) {
      const place = { grid, row, column };
      const cell = buildCell(place, hands);
      cells.set(keyOf(place), { place, cell });
      line.append(cell);
    }
    body.append(line);
  }
  table.append(body);
  return table;
}

// `sizes` maps names to their text, the largest size and the smallest.
export function buildSizes(sizes, resize) {
  const selects = Object.entries(sizes).map(([name, [text, most = LARGEST, least = 1]]) => {
    const options = upTo(most - least + 1).map((count) => new Option(count + least - 1));
    const select = make("select", "nnd-select", ...options);
    select.addEventListener("change", () => resize(name, Number(select.value)));
    return { name, select, label: make("label", "nnd-size", text, select) };
  });
  return { selects, row: make("div", "nnd-sizes", ...selects.map(({ label }) => label)) };
}

export function buildMarks() {
  const sample = (kind, text) => {
    const box = make("span", `nnd-entry nnd-sample nnd-of-value ${kind}`);
    return make("span", "nnd-sign", box, text);
  };
  const [chosen, makes, made] = [
    sample("nnd-chosen", "chosen"), sample("nnd-lit", "goes into it"), sample("nnd-fed", "made with it"),
  ];
  return make("div", "nnd-marks", chosen, makes, made);
}

// The foot, and a notice that takes the place of its caption while it says something.
export function buildFoot(model, names, caption) {
  const notice = make("p", "nnd-notice");
  notice.setAttribute("role", "alert");
  const last = foot(model, names, caption);
  last.prepend(notice);
  last.addEventListener("click", () => (notice.textContent = ""));
  return { notice, last };
}

// Only one entry of a grid is a stop of the tab key; the arrows lead to the others.
export function light(cells, entry, lit, fed) {
  const [litKeys, fedKeys] = [new Set(lit.map(keyOf)), new Set(fed.map(keyOf))];
  for (const [key, { place, cell }] of cells) {
    const chosen = key === keyOf(entry);
    cell.classList.toggle("nnd-lit", litKeys.has(key));
    cell.classList.toggle("nnd-fed", fedKeys.has(key));
    cell.classList.toggle("nnd-chosen", chosen);
    cell.setAttribute("aria-selected", String(chosen));
    cell.tabIndex = chosen || (place.grid !== entry.grid && key.endsWith(":1,1")) ? 0 : -1;
  }
}

// What cells do to the model, added to what they need to know; `again` shows what a cell showed before
// its number was typed, and `notice` says why one was not taken.
export function buildHands(model, { blocks, notice, again, chosen, ...known }) {
  const { nameOf, valueNow } = known;
  // what was typed into a cell, or undefined if the reader thought better of it
  const enter = (place, typed) => {
    const number = typed === undefined ? undefined : parseNumber(typed);
    const bad = typed !== undefined && number === undefined;
    notice.textContent = bad ? refusal(nameOf(place), typed, valueNow(place)) : "";
    if (number !== undefined) change(model, { [place.grid]: withNumber(model.get(place.grid), place, number) });
    again();
  };
  return {
    ...known,
    enter,
    isChosen: (place) => keyOf(place) === keyOf(chosen()),
    isEditing: () => blocks.querySelector("input") !== null,
  };
}

// A sum in symbols, then in numbers, each if it has terms, and what it is; a term does not break.
export function buildSum({ name, kind, symbols, products, result }) {
  const joined = (terms) => terms.flatMap((term, i) => {
    const whole = make("span", "nnd-term", ...[term].flat());
    return i ? [" + ", whole] : [whole];
  });
  const line = (className, terms) => (terms.length ? make("span", className, "= ", ...joined(terms), " ") : "");
  return make(
    "span", "nnd-written",
    make("span", `nnd-whole ${kind}`, name), " ",
    line("nnd-symbols", symbols), line("nnd-products", products),
    make("span", "nnd-result", `= ${result}`), " ",
  );
}
