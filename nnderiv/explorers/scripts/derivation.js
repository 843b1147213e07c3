// A derivation one row at a time. The formulas come typeset in the book; JupyterLab typesets them.

import { proseOf, showInputs, typesetter } from "./derivation/formulas.js";
import { button, change, clamp, foot, make, minus, readout, valuesOf } from "./shared.js";

function showSides(table, numbers) {
  const cell = (tag, text) => make(tag, "", minus(text));
  const head = make("tr", "", ...["", "left side", "right side"].map((text) => cell("th", text)));
  const rows = numbers.map((texts) => make("tr", "", ...texts.map((text) => cell("td", text))));
  table.replaceChildren(make("tbody", "", head, ...rows));
}

function showRow(stage, { left, before, after }, formulas, typeset) {
  const cells = [];
  const line = (name, ...numbers) => {
    for (const number of numbers) {
      const cell = make("span", `nnd-formula ${name}`);
      if (number !== null) typeset(cell, formulas[number]);
      cells.push(cell);
    }
  };
  if (before === null) line("nnd-after", left, after);
  else {
    line("nnd-before", left, before);
    line("nnd-after", null, after);
  }
  stage.replaceChildren(...cells);
}

function showRule(node, { rule, mark }, formulas, typeset) {
  const named = rule.join("") ? ["(", ...proseOf(rule, formulas, typeset), ")"] : [];
  node.replaceChildren(make("span", "", ...named), make("span", "nnd-mark", mark));
}

function spoken(row, count, { mark }, numbers) {
  const [, left, right] = numbers?.[0] ?? [];
  const sides = left ? `; left side ${minus(left)}, right side ${minus(right)}` : "";
  return `Row ${row} of ${count}: ${mark}${sides}`;
}

const KINDS = {
  inputs: "Drawn at random:",
  computed: "Computed from that:",
  given: "Given, since this derivation leaves a function open, and one was drawn for it:",
};
const UNCHECKED = "Nothing to check: this row says what its names mean.";
const LEFT_OUT =
  "This row was not checked with these numbers: its condition does not hold for them, or they are near a kink. Draw again.";

function showStep(parts, { row, count, draw, draws }, { formulas, values, rows }, typeset) {
  const here = rows[row - 1];
  const found = here.draws[draw - 1];
  const checked = here.draws.some(Boolean);
  // a disabled button would lose the focus
  parts.back.setAttribute("aria-disabled", String(row === 1));
  parts.next.setAttribute("aria-disabled", String(row === count));
  parts.where.textContent = `row ${row} of ${count}`;
  showRow(parts.stage, here, formulas, typeset);
  showRule(parts.rule, here, formulas, typeset);
  parts.numbers.hidden = !checked;
  parts.none.hidden = found !== null;
  parts.none.textContent = checked ? LEFT_OUT : UNCHECKED;
  parts.which.textContent = `numbers ${draw} of ${draws}`;
  showSides(parts.sides, found?.numbers ?? []);
  for (const [kind, box] of Object.entries(parts.values)) {
    const shown = found ? values[found[kind]] : [];
    showInputs(box, shown.map(([name, value]) => [formulas[name], value]), typeset);
    box.parentNode.hidden = shown.length === 0;
  }
  parts.legend.style.visibility = here.before === null ? "hidden" : "";
  parts.output.textContent = spoken(row, count, here, found?.numbers);
  requestAnimationFrame(() => letScroll(parts.stage)); // the press need not wait for the layout
}

// Rows that are wider than their box can be scrolled by keyboard.
function letScroll(stage) {
  if (stage.scrollWidth > stage.clientWidth) stage.tabIndex = 0;
  else stage.removeAttribute("tabindex");
}

function buildPanel(go, again, last) {
  const parts = {
    back: button("Back", () => go(-1)),
    next: button("Next", () => go(1)),
    where: make("span", "nnd-where"),
    stage: make("div", "nnd-rows"),
    rule: make("p", "nnd-rule"),
    sides: make("table", "nnd-table nnd-sides"),
    values: Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, make("div", "nnd-inputs")])),
    redraw: button("Draw again", again),
    which: make("span", "nnd-which"),
    none: make("p", "nnd-none"),
    output: readout("nnd-spoken"),
  };
  const steps = make("div", "nnd-steps", parts.back, parts.where, parts.next);
  const draws = make("div", "nnd-draws", parts.redraw, parts.which);
  const kinds = Object.entries(KINDS).map(([kind, label]) =>
    make("div", "nnd-kind", make("span", "nnd-kind-label", label), parts.values[kind]),
  );
  parts.numbers = make("div", "nnd-numbers", parts.sides, draws, ...kinds);
  parts.legend = last.querySelector(".nnd-caption");
  const { stage, rule, numbers, none, output } = parts;
  parts.panel = make("div", "nnd-panel", steps, stage, rule, numbers, none, last, output);
  return parts;
}

const legend = () =>
  ["Marked: ", make("span", "nnd-key-gone", "what goes"), ", ", make("span", "nnd-key-new", "what comes")];

const NOT_LOADED = "The rows could not be loaded. Close, and try again";

// A page of the book loads the rows of a derivation only now; a notebook has them.
const whole = async (model) => model.whole?.();

function render({ model, el }) {
  const count = model.get("count");
  const typeset = typesetter(model);
  const toggle = button("", () => change(model, { row: model.get("row") ? 0 : 1 }));
  toggle.classList.add("nnd-toggle");
  const root = make("div", "nnd-explorer nnd-derivation", toggle);
  el.append(root);

  const last = foot(model, ["row", "draw"], ...legend()); // now, as it notes what they are
  let parts = null; // built when it is first opened: a page has many of these
  const build = () => {
    const go = (step) => change(model, { row: clamp(model.get("row") + step, 1, count) });
    const again = () => change(model, { draw: (model.get("draw") % model.get("rows")[0].draws.length) + 1 });
    parts = buildPanel(go, again, last);
    root.append(parts.panel);
  };
  const showPanel = () => {
    const [row, draw] = [model.get("row"), model.get("draw")];
    if (row && !parts) build();
    if (row === 0 && parts?.panel.contains(document.activeElement)) toggle.focus();
    if (parts) parts.panel.hidden = row === 0;
    if (!row) return;
    const { formulas, values, rows } = valuesOf(model, ["formulas", "values", "rows"]);
    showStep(parts, { row, count, draw, draws: rows[0].draws.length }, { formulas, values, rows }, typeset);
  };
  const redraw = () => {
    const row = model.get("row");
    toggle.textContent = row ? "Close the steps" : `Step through these ${count} rows`;
    toggle.setAttribute("aria-expanded", String(row > 0));
    root.classList.toggle("nnd-closed", row === 0);
    if (parts || !row) showPanel();
    else whole(model).then(showPanel, () => (toggle.textContent = NOT_LOADED));
  };
  for (const name of ["row", "draw"]) model.on(`change:${name}`, redraw);
  redraw();
  return () => {
    for (const name of ["row", "draw"]) model.off(`change:${name}`, redraw);
    el.replaceChildren();
  };
}

export default { render };
