// A derivation of the book in an editor: rows are typeset and marked again as one types and pauses.
import { typesetRows } from "./derivation_rows.js";
import { bringFormulaFont } from "./formula_font.js";
import { verdictsOfLines, withSign } from "./editor/line_marks.js";
import { button } from "./panel/elements.js";
import { Panel } from "./panel/panel.js";
import { python } from "./python.js";

const PAUSE = 400; // milliseconds without a key

export function derivationPanel({ place, page, index }) {
  let pause = 0;
  let checked = { latex: null, document: "" };

  async function check(panel) {
    const latex = panel.editor.text();
    bringFormulaFont();
    const found = await panel.ask({ do: "derivation", page: page.name, index, latex });
    if (found.error) throw new Error(found.error.message);
    if (panel.editor.text() === latex) {
      checked = { latex, document: found.document };
      show(panel, found);
    } else {
      checkSoon(panel); // it was typed on meanwhile
    }
  }

  // What came with a link waits for a click, and Python for the first.
  function checkSoon(panel) {
    clearTimeout(pause);
    pause = setTimeout(() => python.runs && !panel.waits && panel.run(), PAUSE);
  }

  async function copyDocument(panel) {
    if (checked.latex !== panel.editor.text()) await panel.run();
    if (checked.latex !== panel.editor.text()) return; // it was stopped, which is said
    await panel.copy(checked.document, "The rows, as a document has them, are");
  }

  const panel = new Panel({
    place,
    name: `Your version of derivation ${index + 1}`,
    language: "tex",
    original: page.derivations[index].trim(),
    action: "Check",
    work: check,
    onChange: checkSoon,
  });
  panel.tools.children[2].after(button("Copy as a document", () => copyDocument(panel)));
  return panel;
}

function show(panel, { html, rows, summary, verdict }) {
  panel.results.replaceChildren(typesetRows(html));
  panel.results.dispatchEvent(new Event("rowsshown", { bubbles: true }));
  panel.editor.mark(verdictsOfLines(rows));
  panel.fresh();
  panel.say(withSign(verdict, `${summary}.`), verdict);
}
