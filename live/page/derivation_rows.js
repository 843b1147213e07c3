// The rows of a derivation, typeset as the build does it (_ext/derivation_rows.py).
import { mathml } from "../../_ext/mathml.js";
import { cleaned, parsed } from "./markup.js";

// What rows are made of.
const TAGS = "a, details, div, pre, span, summary, table, tbody, td, tr";
const ATTRIBUTES = new Set(["class", "hidden", "href", "id", "open", "role"]);
const PUNCTUATION = /^[,.;:?!)]*/;
const EDITED = "edited-"; // begins ids, for the page has the rows as the book has them, too

// Returns rows as nnderiv writes them, ready to be shown.
export function typesetRows(html) {
  const rows = cleaned(html, TAGS, ATTRIBUTES);
  renameRows(rows);
  for (const numbers of rows.querySelectorAll("pre.derivation-numbers")) makeDiv(numbers);
  for (const formula of rows.querySelectorAll("span.derivation-tex")) typeset(formula);
  return rows;
}

// A link from one of these rows to another leads there, not to the row that was edited.
function renameRows(rows) {
  const ids = new Set();
  for (const row of rows.querySelectorAll("[id]")) {
    ids.add(row.id);
    row.id = EDITED + row.id;
  }
  for (const link of rows.querySelectorAll("a[href]")) {
    const id = link.getAttribute("href").slice(1);
    if (ids.has(id)) link.setAttribute("href", `#${EDITED}${id}`);
  }
}

// The theme measures every pre.
function makeDiv(pre) {
  const div = document.createElement("div");
  for (const { name, value } of pre.attributes) div.setAttribute(name, value);
  div.append(...pre.childNodes);
  pre.replaceWith(div);
}

// Punctuation behind a formula stays on its line.
function typeset(formula) {
  const latex = formula.textContent.replace(/^\$|\$$/g, "");
  const math = parsed(mathml(latex, { throwOnError: false }));
  const behind = formula.nextSibling;
  const [punctuation] = PUNCTUATION.exec(behind?.data ?? "");
  if (!punctuation) {
    formula.replaceWith(math);
    return;
  }
  const unbroken = document.createElement("span");
  unbroken.className = "unbroken";
  unbroken.append(math, punctuation);
  behind.deleteData(0, punctuation.length);
  formula.replaceWith(unbroken);
}
