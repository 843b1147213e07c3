// Drawings: shapes and texts, scales, and handles that are dragged.

export function draw(parent, tag, className, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  node.setAttribute("class", className);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

export function write(parent, className, x, y, anchor, text) {
  const node = draw(parent, "text", className, { x, y, "text-anchor": anchor });
  node.textContent = text;
  return node;
}

// The drawing itself is hidden from screen readers: its name and its handles say what they need.
export function buildStage(attributes) {
  const svg = draw(document.createDocumentFragment(), "svg", "nnd-stage", attributes);
  return { svg, drawing: draw(svg, "g", "nnd-drawing", { "aria-hidden": "true" }) };
}

// What takes [low, high] to [from, to].
export const scale = ([low, high], [from, to]) => (value) => from + ((value - low) / (high - low)) * (to - from);

export const buildHandle = (parent, className, label, [low, high]) =>
  draw(parent, "g", className, {
    role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": low, "aria-valuemax": high,
  });

export function say(handle, value, text) {
  handle.setAttribute("aria-valuenow", value);
  handle.setAttribute("aria-valuetext", text);
}

// Dragging on `area`: `move` gets the place in pixels of the area; a finger still scrolls the page.
export function onDrag(area, focus, move) {
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
