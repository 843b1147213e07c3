// A text of the reader's own, proof-read: the editor, where the text comes from, and the report.
import style from "./document/document.css";
import { declared } from "./document/formats.js";
import { Places } from "./document/places.js";
import { reportOf } from "./document/report.js";
import { Sources } from "./document/sources.js";
import { adopt } from "./elements.js";
import { verdictsOfLines } from "./line_marks.js";
import { Panel, button } from "./panel.js";
import { python } from "./python.js";

const PAUSE = 700; // milliseconds without a key
const QUICK = 1000; // milliseconds that a check may take to be made again as one types
const EMPTY = "Type or paste a text, open a file, or start from an example.";
const SIGNS = { holds: "✓ ", fails: "✗ ", unread: "? ", nothing: "" };

adopt(style);

export function documentPanel({ place, page }) {
  let pause = 0;
  let isQuick = true;
  let isWanted = false; // by the reader, who may have typed on meanwhile

  async function check(panel) {
    clearTimeout(pause);
    isWanted = false;
    sources.makeReadable();
    const text = panel.editor.text();
    if (!text.trim()) return begin(panel);
    const wasThere = python.runs;
    const start = performance.now();
    if (wasThere) panel.say("Reading…");
    const found = await panel.ask({ do: "document", name: sources.name, text: sources.file });
    isQuick = !wasThere || performance.now() - start < QUICK;
    show(panel, found, text);
    if (panel.editor.text() !== text) checkSoon();
  }

  // What came with a link waits for a click, and Python for the first.
  function checkSoon() {
    clearTimeout(pause);
    const may = () => python.runs && !panel.waits && (isQuick || isWanted);
    pause = setTimeout(() => may() && panel.run(), PAUSE);
  }

  function show(panel, found, text) {
    const places = new Places(sources.format, text);
    panel.results.replaceChildren(...reportOf(found, { places, note: sources.note, goTo, declare }));
    if (panel.editor.text() === text) {
      panel.editor.mark(verdictsOfLines(found.rows.map((row) => ({ ...row, line: places.line(row) }))));
      panel.fresh();
    }
    if (found.error) panel.say(found.error.message, "unread");
    else panel.say(`${SIGNS[found.verdict]}${found.summary}`, found.verdict);
  }

  const goTo = (line) => panel.editor.goTo(line);

  // Puts lines that declare names into the text; a size that is not known is left to be typed.
  async function declare(lines) {
    const { editor } = panel;
    for (const line of lines.toReversed()) {
      const [at, comment] = declared(sources.format, editor.text(), line);
      editor.replace(comment, at, at);
      const size = comment.indexOf("?");
      if (size >= 0) editor.select(at + size, at + size + 1);
    }
    if (lines.some((line) => line.includes("?"))) return panel.say("Type the size in the place of the ?.");
    editor.focus(); // the button is gone
    await run();
  }

  async function run() {
    isWanted = true;
    await panel.run();
  }

  const panel = new Panel({
    place,
    name: "Your own text",
    language: "document",
    original: "",
    action: "Check",
    work: check,
    onChange: checkSoon,
  });
  const sources = new Sources(panel, page.document, run);
  panel.onText = () => sources.update();
  arrange(panel, sources);
  return panel;
}

function begin(panel) {
  panel.results.replaceChildren();
  panel.fresh();
  panel.say(EMPTY);
}

function arrange(panel, sources) {
  const [, clear] = panel.tools.children;
  clear.textContent = "Clear";
  clear.title = "Empty the editor";
  clear.after(button("Undo", () => panel.editor.undo(), { title: "Take back the last change of the text" }));
  panel.element.classList.add("live-document");
  panel.element.prepend(sources.element);
}
