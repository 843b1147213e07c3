// Markup from the worker, where code runs that a reader wrote, or whoever sent a link: only what it
// may consist of reaches the page.
export function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// A fragment without other elements than `tags`, a selector, and without other attributes. A link
// leads to a place in the page.
export function cleaned(html, tags, attributes) {
  const content = parsed(html);
  for (const other of content.querySelectorAll(`:not(${tags})`)) other.remove();
  for (const element of content.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      const leadsAway = name === "href" && !value.startsWith("#");
      if (!attributes.has(name) || leadsAway) element.removeAttribute(name);
    }
  }
  return content;
}
