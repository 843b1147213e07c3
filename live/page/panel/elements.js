// Elements of the page, made in one call each.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (typeof value === "boolean") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// Styles of the page's own; a strict policy refuses style elements.
export function adopt(style) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);
}

export const button = (label, press, attributes = {}) =>
  element("button", { type: "button", onclick: press, ...attributes }, label);

// Opens whatever a node is folded away in.
export function unfold(node) {
  for (let box = node.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}
