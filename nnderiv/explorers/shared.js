// Shared by all explorers: numbers as text, parts of a page, choices, keys, the width of a view.

const minus = (text) => text.replace("-", "−");
const number = (value, digits = 4) => minus(Number(value.toFixed(digits)).toFixed(digits)); // never "−0.0000"
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

function make(tag, className, ...children) {
  const node = Object.assign(document.createElement(tag), { className });
  node.append(...children);
  return node;
}

function draw(parent, tag, className, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  node.setAttribute("class", className);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

function write(parent, className, x, y, anchor, text) {
  const node = draw(parent, "text", className, { x, y, "text-anchor": anchor });
  node.textContent = text;
  return node;
}

// Radio buttons, or check boxes with type "checkbox"; `options` maps values to labels.
function choices(legend, options, choose, type = "radio") {
  const name = `nnd-${Math.random()}`; // one group of radio buttons per view
  const fieldset = make("fieldset", "nnd-chooser", make("legend", "nnd-legend", legend));
  const buttons = Object.entries(options).map(([value, label]) => {
    const button = Object.assign(make("input", "nnd-radio"), { type, name, value });
    button.addEventListener("change", () => choose(value, button.checked));
    fieldset.append(make("label", "nnd-choice", button, label));
    return button;
  });
  return { fieldset, buttons };
}

function button(text, press) {
  const node = Object.assign(make("button", "nnd-button", text), { type: "button" });
  node.addEventListener("click", press);
  return node;
}

// A button that brings back the values that the model had when the page was opened.
function resetButton(model, names) {
  const first = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  return button("Reset", () => {
    for (const [name, value] of Object.entries(first)) model.set(name, value);
    model.save_changes();
  });
}

// The arrows and their like, as steps: `small` for an arrow, `large` with shift and for a page.
function onSteps(node, { small, large }, moveBy) {
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

// Dragging on `area`: `move` gets the place in pixels of the area; a finger still scrolls the page.
function onDrag(area, focus, move) {
  let start;
  const moved = (event) => {
    const box = area.getBoundingClientRect();
    move(event.clientX - box.left, event.clientY - box.top);
  };
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    focus.focus({ preventScroll: true });
    start = event;
    if (event.pointerType !== "touch") moved(event);
  });
  // a finger that moves up or down scrolls the page; a tap moves the point when it ends
  const scrolls = ({ pointerType, clientX, clientY }) =>
    pointerType === "touch" && Math.abs(clientY - start.clientY) > Math.abs(clientX - start.clientX);
  area.addEventListener("pointermove", (event) => {
    if (area.hasPointerCapture(event.pointerId) && !scrolls(event)) moved(event);
  });
  area.addEventListener("pointerup", (event) => area.hasPointerCapture(event.pointerId) && moved(event));
}

// Redraws on every change of the model and of the view's width; returns what ends that.
function live(model, names, measured, redraw) {
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
  };
}
