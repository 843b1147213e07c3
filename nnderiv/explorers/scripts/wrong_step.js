// A derivation with one wrong row: the reader picks it, the numbers tell, the right row slides in.

import { proseOf, showInputs, typesetter } from "./derivation/formulas.js";
import { button, change, clamp, make, minus, readout } from "./shared.js";
import { spoken } from "./wrong_step/spoken.js";

const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const STEPS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
const UNKNOWN = { mark: "?", numbers: [] };

// Its formulas and its rule, and a place for its numbers.
function lineOf(row, right, { formulas, typeset }) {
  const cell = (name, formula) => {
    const node = make("span", name);
    if (formula !== null) typeset(node, formulas[formula]);
    return node;
  };
  const prose = proseOf(row.rule, formulas, typeset);
  const rule = make("span", "nnd-rule", ...(prose.length > 1 || prose[0] ? ["(", ...prose, ")"] : []));
  const beside = make("span", "nnd-beside", rule, make("span", "nnd-found"));
  return [cell("nnd-left", row.left), cell("nnd-right", right), beside];
}

function showFound(line, { mark, numbers: [, left, right] }) {
  const relation = mark.startsWith("✗") ? "≠" : "=";
  const both = left ? [make("span", "nnd-both", `${minus(left)} ${relation} ${minus(right)}`)] : [];
  line.querySelector(".nnd-found").replaceChildren(...both, make("span", "nnd-mark", mark));
}

const HINT =
  "Each row claims that both sides of its equals sign are the same number, whatever numbers its letters stand for. Pick a row to see these two numbers.";
const place = ([where]) => (where ? `at ${where} ` : "");

function verdictOf(row) {
  const [, left, right] = row.numbers;
  const at = place(row.numbers);
  if (row.mark.startsWith("✓")) {
    return `This row holds: ${at}both sides are ${minus(left)}. The mistake is elsewhere.`;
  }
  const sides = left ? `${at}the left side is ${minus(left)}, the right side ${minus(right)}. ` : "";
  return `This is the wrong row: ${sides}`;
}

const sentence = (text) => text && `${text[0].toUpperCase()}${text.slice(1)}. `;

function answerOf(row, { mended, cause, remark }, page) {
  const told = [make("strong", "", verdictOf(row))];
  if (row.mark.startsWith("✓")) return told;
  const [, left] = mended.numbers;
  const now = `In the right row, now below it, ${place(mended.numbers)}both sides are ${minus(left)}. `;
  return [...told, sentence(cause), now, ...proseOf(remark, page.formulas, page.typeset)];
}

function buildRows(state, page, pick) {
  return state.rows.map((row, i) => {
    const line = lineOf(row, row.right, page);
    if (row.claims) {
      const node = button("", () => pick(i + 1));
      node.className = "nnd-row";
      node.append(...line);
      return node;
    }
    const node = make("div", "nnd-row nnd-given", ...line);
    showFound(node, row);
    return node;
  });
}

function moveFocus(event) {
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("button")];
  const at = rows.indexOf(document.activeElement);
  rows[clamp(at + step, 0, rows.length - 1)].focus();
}

function build(state, page, pick) {
  const count = state.rows.filter((row) => row.claims).length;
  const question = `One of these ${COUNTS[count] ?? count} rows is wrong. Which?`;
  const parts = {
    question: make("p", "nnd-question", question),
    rows: buildRows(state, page, pick),
    mended: make("div", "nnd-row nnd-mended", ...lineOf(state.mended, state.mended.right, page)),
    answer: readout("nnd-answer"),
    inputs: make("span", "nnd-inputs"),
    again: button("Start again", () => change(page.model, { tried: [] })),
  };
  showFound(parts.mended, state.mended);
  showInputs(parts.inputs, state.inputs.map(([name, value]) => [page.formulas[name], value]), page.typeset);
  parts.drawn = make("div", "nnd-drawn", "Drawn at random:", parts.inputs);
  parts.list = make("div", "nnd-list", ...parts.rows);
  parts.list.setAttribute("role", "group");
  parts.list.setAttribute("aria-label", question);
  parts.list.addEventListener("keydown", moveFocus);
  parts.rows[state.wrong - 1].after(parts.mended);
  parts.rows.forEach(nameInWords);
  return parts;
}

// A button's formulas are not heard: words stand in their place.
function nameInWords(node) {
  const formulas = spoken(node.querySelector(".nnd-left")) + " " + spoken(node.querySelector(".nnd-right"));
  const rule = node.querySelector(".nnd-rule");
  const prose = [...rule.childNodes].map((part) => (part.firstElementChild ? spoken(part) : part.textContent));
  if (node.localName !== "button" || !formulas.trim()) return;
  for (const part of [...node.children].slice(0, 2).concat(rule)) part.setAttribute("aria-hidden", "true");
  node.prepend(make("span", "nnd-spoken", `${formulas.trim()} ${prose.join("")} `));
}

// Only what differs from what is shown is drawn anew: `before` is null at first.
function show(parts, state, page, tried, before) {
  const found = tried.includes(state.wrong);
  const isNew = (row) => tried.includes(row) !== before?.includes(row);
  const last = tried.at(-1);
  state.rows.forEach((row, i) => {
    if (!row.claims || !isNew(i + 1)) return;
    const node = parts.rows[i];
    const isTried = tried.includes(i + 1);
    node.classList.toggle("nnd-holds", isTried && i + 1 !== state.wrong);
    node.classList.toggle("nnd-wrong", isTried && i + 1 === state.wrong);
    showFound(node, isTried ? row : UNKNOWN);
  });
  if (isNew(state.wrong)) {
    const wrong = parts.rows[state.wrong - 1].querySelector(".nnd-right");
    page.typeset(wrong, page.formulas[found ? state.marked : state.rows[state.wrong - 1].right]);
  }
  parts.mended.hidden = !found;
  parts.answer.replaceChildren(...(last ? answerOf(state.rows[last - 1], state, page) : [HINT]));
  parts.answer.classList.toggle("nnd-hint", !last);
  parts.drawn.hidden = !last || state.inputs.length === 0;
  parts.again.hidden = !last;
}

function render({ model, el }) {
  const names = ["formulas", "rows", "wrong", "marked", "mended", "inputs", "cause", "remark"];
  const state = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const page = { model, formulas: state.formulas, typeset: typesetter(model) };
  const pick = (row) => {
    const others = model.get("tried").filter((other) => other !== row);
    change(model, { tried: [...others, row] });
  };
  const parts = build(state, page, pick);
  const { question, list, answer, drawn, again } = parts;
  again.classList.add("nnd-again");
  const foot = make("div", "nnd-foot", drawn, again);
  el.append(make("div", "nnd-explorer nnd-wrong-step", question, list, answer, foot));
  again.addEventListener("click", () => list.querySelector("button").focus());

  let shown = null;
  const redraw = () => {
    const tried = model.get("tried");
    show(parts, state, page, tried, shown);
    shown = tried;
  };
  model.on("change:tried", redraw);
  redraw();
  return () => {
    model.off("change:tried", redraw);
    el.replaceChildren();
  };
}

export default { render };
