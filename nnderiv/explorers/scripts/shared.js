// Shared by all explorers: numbers as text, parts of a page, changes of the model.

export const minus = (text) => text.replace("-", "−");
export const number = (value, digits = 4) => minus(Number(value.toFixed(digits)).toFixed(digits)); // never "−0.0000"
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export function make(tag, className, ...children) {
  const node = Object.assign(document.createElement(tag), { className });
  node.append(...children);
  return node;
}

export function button(text, press) {
  const node = Object.assign(make("button", "nnd-button", text), { type: "button" });
  node.addEventListener("click", press);
  return node;
}

// What is written into it is read aloud.
export function readout(className) {
  const node = make("output", `nnd-output ${className}`);
  node.setAttribute("aria-live", "polite");
  return node;
}

export const valuesOf = (model, names) => Object.fromEntries(names.map((name) => [name, model.get(name)]));

export function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

// A caption, and a button that brings back the values that the model has now.
export function foot(model, names, ...caption) {
  const first = valuesOf(model, names);
  return make("div", "nnd-foot", make("p", "nnd-caption", ...caption), button("Reset", () => change(model, first)));
}
