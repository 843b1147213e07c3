// A derivation of the book in an editor: rows are typeset and marked again as one types and pauses.
import { typesetRows } from "./derivation_rows.js";
import { Panel, button } from "./panel.js";
import { python } from "./python.js";

const PAUSE = 400; // milliseconds without a key

export function derivationPanel({ place, page, index, text }) {
  const original = page.derivations[index].trim();
  let paused = 0;
  let asks = false;
  let typed = false;

  async function check(panel) {
    typed = false;
    const latex = panel.editor.text();
    const found = await panel.ask({ do: "derivation", page: page.name, index, latex });
    if (panel.editor.text() !== latex) return; // older than what stands there
    panel.document = found.document;
    panel.results.replaceChildren(typesetRows(found.html));
    panel.say(found.summary);
  }

  // One question at a time: what is typed meanwhile is asked when the answer is there.
  async function checkSoon(panel) {
    clearTimeout(paused);
    typed = true;
    if (asks || !python.runs) return;
    paused = setTimeout(async () => {
      asks = true;
      await panel.run();
      asks = false;
      if (typed) checkSoon(panel);
    }, PAUSE);
  }

  const panel = new Panel({
    place,
    name: "Edit this derivation",
    language: "tex",
    original,
    text,
    action: "Check",
    work: check,
    onChange: checkSoon,
  });
  const copyDocument = button("Copy as a document", async () => {
    await panel.run();
    if (panel.document) await panel.copy(panel.document, "Your rows, in an environment, are");
  });
  panel.tools.insertBefore(copyDocument, panel.tools.children[4]);
  return panel;
}
