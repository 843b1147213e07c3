// A cell of code in an editor. It runs in the page's Python after the cells above it, whose names it
// needs: those that ran already, in this worker and as they now stand, do not run again.
import { Panel, element } from "./panel.js";
import { python } from "./python.js";

const ran = new Map(); // the text that ran last, by the index of its cell
const open = new Map(); // panels by index
let life = 0;

const textOf = (page, index) => open.get(index)?.editor.text() ?? page.cells[index].source;

async function runAbove(panel, page, index) {
  for (let above = 0; above < index; above += 1) {
    if (page.cells[above].kind === "derivation") continue;
    const source = textOf(page, above);
    if (life === python.lives && ran.get(above) === source) continue;
    panel.say("Running the cells above…");
    const found = await panel.ask({ do: "run", page: page.name, source });
    startOver();
    if (found.error) {
      throw new Error(`A cell above this one ends with an error: ${found.error.message}`);
    }
    ran.set(above, source);
  }
}

// A worker that was made anew knows no names.
function startOver() {
  if (life === python.lives) return;
  life = python.lives;
  ran.clear();
}

const NAMES = {
  pass: "✓ pass",
  fail: "✗ fail",
};

function show(panel, found) {
  const { results } = panel;
  if (found.result !== null) results.append(element("pre", { class: "live-value" }, found.result));
  if (found.error) results.append(element("pre", { class: "live-error" }, found.error.traceback));
  if (found.needs_notebook) results.append(element("p", {}, found.needs_notebook));
  if (found.verdict) panel.say(`${NAMES[found.verdict] ?? found.verdict}`);
  else if (found.error) panel.say(`${found.error.kind}: ${found.error.message}`);
  else if (!found.needs_notebook) panel.say(results.textContent ? "Done." : "Done; it prints nothing.");
}

export function codePanel({ place, page, index, text, bar }) {
  const checks = page.cells[index].checks;
  async function work(panel) {
    const printed = element("pre", { class: "live-output" });
    panel.results.replaceChildren(printed);
    await runAbove(panel, page, index);
    const source = panel.editor.text();
    panel.say("Running…");
    const output = (more) => printed.append(more);
    const found = await panel.ask({ do: "run", page: page.name, source }, { output });
    startOver();
    ran.set(index, source);
    if (!printed.textContent) printed.remove();
    show(panel, found);
  }
  const panel = new Panel({
    place,
    name: checks ? "Check this gradient" : "Run this cell",
    language: "python",
    original: page.cells[index].source,
    text,
    action: checks ? "Check" : "Run",
    work,
  });
  open.set(index, panel);
  return panel;
}
