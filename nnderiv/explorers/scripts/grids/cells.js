// The cells of a grid: pointed at by mouse, finger and key, and those of given numbers changed.
// `hands` tells what a place is called, holds and is for, and does what the reader does to it.

import { make } from "../shared.js";

const STARTS = /^[-+.\d−]$/; // a key that begins a number

// The field that stands in a cell while its number is typed; it leaves by Enter, Escape or Tab.
function edit(cell, place, typed, { enter, nameOf }) {
  const input = Object.assign(make("input", "nnd-edit"), { type: "text", inputMode: "decimal", value: typed });
  input.setAttribute("aria-label", nameOf(place));
  input.setAttribute("autocomplete", "off");
  let open = true; // taking the field away is a blur, too
  const close = (take, stay) => {
    if (!open) return;
    open = false;
    const { value } = input;
    input.remove();
    if (stay) cell.focus({ preventScroll: true });
    enter(place, take ? value : undefined);
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the arrows are the field's own
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      close(event.key === "Enter", true);
    }
  });
  input.addEventListener("blur", () => close(true, false));
  input.addEventListener("click", (event) => event.stopPropagation());
  cell.replaceChildren(input);
  input.focus();
  input.select();
}

function makeEditable(cell, place, hands) {
  const { choose, isChosen, valueNow } = hands;
  const begin = (typed) => {
    choose(place);
    edit(cell, place, typed, hands);
  };
  let chosenBefore; // a finger's first tap chooses a cell, which also gives it the focus
  cell.addEventListener("pointerdown", () => (chosenBefore = isChosen(place)));
  cell.addEventListener("click", () => {
    if (chosenBefore) begin(String(valueNow(place)));
    chosenBefore = false;
  });
  cell.addEventListener("keydown", (event) => {
    if (event.target !== cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const typed = STARTS.test(event.key);
    if (!typed && event.key !== "Enter" && event.key !== "F2") return;
    event.preventDefault();
    event.stopPropagation();
    begin(typed ? event.key : String(valueNow(place)));
    if (typed) cell.querySelector("input").setSelectionRange(1, 1);
  });
}

// What chooses a place: a cell, or a heading.
export function onPoint(node, place, hands) {
  const choose = () => hands.isEditing() || hands.choose(place);
  node.addEventListener("focus", choose);
  node.addEventListener("click", choose);
  // a finger that scrolls passes over entries too; it chooses by a tap
  node.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && choose());
}

export function buildCell(place, hands) {
  const cell = make("td", `nnd-entry ${hands.kindOf(place.grid)}`);
  cell.setAttribute("role", "gridcell");
  cell.setAttribute("aria-readonly", String(!hands.isGiven(place.grid)));
  // before it is chosen by the focus or by the click, the cell notes whether it was
  if (hands.isGiven(place.grid)) makeEditable(cell, place, hands);
  onPoint(cell, place, hands);
  return cell;
}

export function showNumber(cell, name, text) {
  cell.setAttribute("aria-label", `${name} = ${text}`);
  if (cell.querySelector("input")) return; // its number is being typed
  cell.textContent = text;
  cell.classList.toggle("nnd-long", text.length > 5);
}
