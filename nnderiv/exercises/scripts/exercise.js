// An exercise in JupyterLab: its kernel judges what is written, and nothing is kept.

import { attach } from "./engine.js";

function typesetter(model) {
  const manager = model.widget_manager?.rendermime?.latexTypesetter;
  return (node) => {
    for (const formula of node.querySelectorAll(".nnd-tex")) formula.textContent = `$${formula.textContent}$`;
    manager?.typeset(node);
  };
}

// Questions to the kernel get numbers, so that each finds its answer.
function asker(model) {
  const waiting = new Map();
  model.on("msg:custom", ({ number, ...answer }) => {
    waiting.get(number)?.(answer);
    waiting.delete(number);
  });
  let number = 0;
  return (ask, value) =>
    new Promise((resolve) => {
      number += 1;
      waiting.set(number, resolve);
      model.send({ number, ask, value });
    });
}

function render({ model, el }) {
  el.innerHTML = model.get("html");
  const typeset = typesetter(model);
  typeset(el);
  const typed = (place, latex) => {
    place.replaceChildren(Object.assign(document.createElement("span"), { className: "nnd-tex", textContent: latex }));
    if (latex) typeset(place);
  };
  const host = { tasks: async () => model.get("tasks"), ask: asker(model), typeset, typed, keep() {}, first: 0 };
  attach(el.firstElementChild, host);
  return () => el.replaceChildren();
}

export default { render };
