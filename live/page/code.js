// A cell of code in an editor, in the place of what the book has stored. It runs in the page's Python
// after the cells above it, as they stand in the page: where an editor is open, its text counts.
import style from "./code.css";
import { adopt, button, element, unfold } from "./panel/elements.js";
import { Panel } from "./panel/panel.js";

adopt(style);

// The mark of a verdict, what it means, and the colour of the sentence that tells it.
const VERDICTS = {
  pass: ["✓", "every gradient agrees with the numbers", "holds"],
  fail: ["✗", "a gradient disagrees with the numbers", "fails"],
  kink: ["∧", "an input is at a corner, where the function has no derivative", "unread"],
  noise: ["≈", "the difference is no more than rounding can cause, so it decides nothing", "unread"],
  vacuous: ["∅", "both sides are 0, as they would be if nothing had been computed", "unread"],
};
const NO_CHECK =
  "It has run, but its last line is no gradient check: end with gradcheck(forward, backward, …), and the verdict appears here.";
const LINE = /<cell>"?, line (\d+)/g; // as a traceback has it

const panels = new Map(); // by the index of the cell

// What came with a link is nobody's text until the reader runs it.
function standing({ source }, index) {
  const panel = panels.get(index);
  return panel && !panel.element.hidden && !panel.waits ? panel.editor.text() : source;
}

const cellsAbove = (page, index) =>
  page.cells
    .map((cell, at) => ({ at, kind: cell.kind, source: standing(cell, at) }))
    .filter(({ at, kind }) => at < index && kind !== "derivation");

function goTo(index) {
  const bar = document.querySelector(`[data-live="code.${index}"]`);
  unfold(bar);
  const panel = panels.get(index);
  if (panel && !panel.element.hidden) panel.editor.focus();
  else bar.querySelector("button").focus();
}

const firstLine = (text) => text.trim().split("\n")[0];

function showFailedAbove(panel, { at, source }, error) {
  const has = document.querySelector(`[data-live="code.${at}"]`);
  panel.results.replaceChildren(
    element("p", {}, "This cell did not run, because one above it ends with an error. It begins with"),
    element("pre", { class: "live-first-line" }, firstLine(source)),
    ...(has ? [button("Go to that cell", () => goTo(at))] : []),
    element("pre", { class: "live-error" }, error.traceback),
  );
  panel.say(`A cell above this one ends with an error: ${error.kind}: ${firstLine(error.message)}`, "fails");
}

// A report as a notebook shows it: why, a table, and what else there is to say.
function tableOf({ reason, head, rows, remarks }) {
  const row = (cells) => element("tr", {}, ...cells);
  const names = head.map((name) => element("th", { scope: "col" }, name));
  const body = rows.map(([name, ...others]) =>
    row([element("th", { scope: "row" }, name), ...others.map((text) => element("td", {}, text))]),
  );
  const table = element("table", {}, element("thead", {}, row(names)), element("tbody", {}, ...body));
  const sentence = (text) => element("p", {}, text);
  return [sentence(reason), ...(rows.length ? [table] : []), ...remarks.map(sentence)];
}

function showVerdict(panel, { verdict, report }) {
  const [mark, meaning, colour] = VERDICTS[verdict];
  panel.results.append(element("div", { class: "live-report" }, ...tableOf(report)));
  panel.say(`${mark} ${verdict}: ${meaning}.`, colour);
}

function showError(panel, error) {
  panel.results.append(element("pre", { class: "live-error" }, error.traceback));
  const lines = [...error.traceback.matchAll(LINE)].map(([, line]) => Number(line));
  if (lines.length) panel.editor.mark(new Map([[lines.at(-1), "fails"]]));
  const where = lines.length ? ` on line ${lines.at(-1)}` : "";
  panel.say(`It ends with an error${where}: ${error.kind}: ${firstLine(error.message)}`, "fails");
}

function show(panel, found, checks) {
  const { results } = panel;
  const asText = found.result !== null && !found.report;
  if (asText) results.append(element("pre", { class: "live-value" }, found.result));
  if (found.report) showVerdict(panel, found);
  else if (found.error) showError(panel, found.error);
  else if (found.needs_notebook) panel.say(found.needs_notebook, "unread");
  else if (checks) panel.say(NO_CHECK, "unread");
  else panel.say(results.textContent ? "Done." : "Done. It prints nothing.");
}

async function run(panel, page, index) {
  const above = cellsAbove(page, index);
  const sources = above.map(({ source }) => source);
  const printed = document.createTextNode("");
  panel.results.replaceChildren(element("pre", { class: "live-output" }, printed));
  panel.editor.mark(new Map());
  panel.say("Running, after the cells above that have not run yet…");
  const request = { do: "run", page: page.name, above: sources, source: panel.editor.text() };
  const found = await panel.ask(request, { output: (more) => printed.appendData(more) });
  if (!printed.data) panel.results.replaceChildren();
  if (found.above === null) show(panel, found, page.cells[index].checks);
  else showFailedAbove(panel, above[found.above], found.error);
  panel.fresh();
  panel.results.dispatchEvent(new Event("rowsshown", { bubbles: true })); // they may have to scroll
}

// As its button says it to who hears the page: the third gradient check, the fifth cell of code.
function nameOf(page, index) {
  const { checks } = page.cells[index];
  const places = [...document.querySelectorAll('[data-live^="code."]')];
  const alike = places
    .map(({ dataset }) => Number(dataset.live.split(".")[1]))
    .filter((at) => page.cells[at].checks === checks);
  return `Your version of ${checks ? "gradient check" : "code"} ${alike.indexOf(index) + 1}`;
}

export function codePanel({ place, page, index }) {
  const { checks, source } = page.cells[index];
  const panel = new Panel({
    place,
    name: nameOf(page, index),
    language: "python",
    original: source,
    action: checks ? "Check" : "Run",
    work: () => run(panel, page, index),
  });
  panels.set(index, panel);
  return panel;
}
