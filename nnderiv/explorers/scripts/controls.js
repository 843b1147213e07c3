// Choices and keys, and a view that follows the model and its own width.

import { make } from "./shared.js";

export const labelsOf = (table, key) =>
  Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row[key]]));

// Radio buttons, or check boxes with type "checkbox"; `options` maps values to labels.
export function choices(legend, options, choose, type = "radio") {
  const name = `nnd-${Math.random()}`; // one group of radio buttons per view
  const fieldset = make("fieldset", "nnd-chooser", make("legend", "nnd-legend", legend));
  const buttons = Object.entries(options).map(([value, label]) => {
    const button = Object.assign(make("input", "nnd-radio"), { type, name, value });
    button.addEventListener("change", () => choose(value, button.checked));
    fieldset.append(make("label", "nnd-choice", button, label));
    return button;
  });
  const show = (chosen) => {
    for (const button of buttons) button.checked = button.value === String(chosen);
  };
  return { fieldset, buttons, show };
}

// The arrows and their like, as steps: `small` for an arrow, `large` with shift and for a page.
export function onSteps(node, { small, large }, moveBy) {
  node.addEventListener("keydown", (event) => {
    const arrow = event.shiftKey ? large : small;
    const steps = { ArrowRight: arrow, ArrowUp: arrow, ArrowLeft: -arrow, ArrowDown: -arrow };
    Object.assign(steps, { PageUp: large, PageDown: -large, Home: -Infinity, End: Infinity });
    if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // the notebook has uses of its own for these keys
    moveBy(steps[event.key], event.key);
  });
}

// Redraws on every change of the model and of the width of `measured`; returns what ends the view.
export function live({ model, el }, names, measured, redraw) {
  let width = measured.clientWidth || 600; // 0 before it is in the page
  const again = () => redraw(width);
  const observer = new ResizeObserver(([{ contentRect }]) => {
    width = contentRect.width || width; // a hidden widget has no width
    again();
  });
  for (const name of names) model.on(`change:${name}`, again);
  observer.observe(measured);
  again();
  return () => {
    observer.disconnect();
    for (const name of names) model.off(`change:${name}`, again);
    el.replaceChildren();
  };
}
