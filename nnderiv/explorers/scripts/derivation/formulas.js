// Formulas and the numbers that they stand for. In the book formulas come typeset; JupyterLab
// typesets them.

import { make, minus } from "../shared.js";

const CLASS = /\\class\{[\w-]+\}/g;

export function typesetter(model) {
  if (model.get("typeset")) return (node, formula) => (node.innerHTML = formula);
  const manager = model.widget_manager?.rendermime?.latexTypesetter;
  return (node, formula) => {
    node.textContent = manager ? `$${formula}$` : formula.replace(CLASS, "");
    manager?.typeset(node);
  };
}

// Prose in which numbers stand for formulas.
export function proseOf(parts, formulas, typeset) {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    const formula = make("span", "");
    typeset(formula, formulas[part]);
    return formula;
  });
}

const digits = (value) => minus(String(Number(value.toFixed(4))));
const isMatrix = (value) => Array.isArray(value) && Array.isArray(value[0]);
const asText = (value) => (Array.isArray(value) ? `(${value.map(asText).join(", ")})` : digits(value));

function matrix(value) {
  const row = (entries) => make("tr", "", ...entries.map((entry) => make("td", "", digits(entry))));
  return make("table", "nnd-table nnd-matrix", make("tbody", "", ...value.map(row)));
}

export function showInputs(box, inputs, typeset) {
  box.replaceChildren(
    ...inputs.map(([name, value]) => {
      const label = make("span", "nnd-input-name");
      typeset(label, name);
      return make("span", "nnd-input", label, " = ", isMatrix(value) ? matrix(value) : asText(value));
    }),
  );
}
