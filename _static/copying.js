// What is copied of several rows of a derivation is their LaTeX: rows with their rules, and neither
// marks nor numbers. A single formula, and text without a derivation, are left alone.
const PARTS = ".derivation-left, .derivation-right, .derivation-rule, .derivation-mark, .derivation-numbers";
const TEX = 'annotation[encoding="application/x-tex"]';

const latex = (box) => box?.querySelector(TEX)?.textContent.trim() ?? "";

// Prose, with each formula between dollar signs.
function prose(box) {
  const copy = box.cloneNode(true);
  for (const math of copy.querySelectorAll("math")) math.replaceWith(`$${latex(math)}$`);
  for (const hidden of copy.querySelectorAll("[aria-hidden=true]")) hidden.remove();
  return copy.textContent.trim();
}

function row(node) {
  const rule = node.querySelector(".derivation-rule");
  const tag = rule ? ` \\tag{${prose(rule).replace(/^\(|\)$/g, "")}}` : "";
  return `${latex(node.querySelector(".derivation-left"))} &${latex(node.querySelector(".derivation-right"))}${tag}`.trim();
}

function environment(rows) {
  const body = rows.map(row).join(" \\\\\n");
  return `% needs \\usepackage{amsmath, amssymb}\n\\begin{align}\n${body}\n\\end{align}`;
}

const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

// The text of a range, in which each derivation is the LaTeX of the rows that were selected.
function text(range) {
  const whole = range.cloneRange();
  const first = element(range.startContainer).closest("table.derivation");
  const last = element(range.endContainer).closest("table.derivation");
  if (first) whole.setStartBefore(first);
  if (last) whole.setEndAfter(last);
  const selected = [...document.querySelectorAll("table.derivation")].filter((table) => whole.intersectsNode(table));
  const box = document.createElement("div");
  box.append(whole.cloneContents());
  box.querySelectorAll("table.derivation").forEach((table, index) => {
    const rows = [...selected[index].querySelectorAll(".derivation-row")].filter((node) => range.intersectsNode(node));
    const pre = document.createElement("pre");
    pre.textContent = environment(rows);
    table.replaceWith(pre);
  });
  for (const formula of box.querySelectorAll(".math")) formula.textContent = `$${latex(formula)}$`;
  for (const part of box.querySelectorAll(".tag_derivation summary, .headerlink, button, script")) part.remove();
  box.style.cssText = "position: absolute; left: -9999px; width: 40rem";
  document.body.append(box); // only what is laid out has lines
  const lines = box.innerText;
  box.remove();
  return lines.trim();
}

addEventListener(
  "copy",
  (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const alone = element(range.commonAncestorContainer).closest(PARTS);
    const tables = [...document.querySelectorAll("table.derivation")];
    if (alone || !tables.some((table) => range.intersectsNode(table))) return;
    event.clipboardData.setData("text/plain", text(range));
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true }, // before what copies single formulas
);
