// A text of the reader's own, proof-read: the editor, where the text comes from, and the report.
import { declared } from "./document/formats.js";
import { cellsInText, notebookOfText } from "./document/notebook.js";
import { reportOf } from "./document/report.js";
import { Sources } from "./document/sources.js";
import { Panel, button, element } from "./panel.js";
import { python } from "./python.js";

const PAUSE = 700; // milliseconds without a key
const QUICK = 1000; // milliseconds that a check may take to be made again as one types
const EMPTY = "Type or paste a text, open a file, or start from an example.";
const BROUGHT_IN = /\\(?:input|include)\s*\{/;
const WORST = ["fails", "unread", "holds", "defined", "declared"];

class Document {
  #paused = 0;
  #asks = false;
  #again = false;
  #quick = true;

  constructor({ place, page, text }) {
    this.panel = new Panel({
      place,
      name: "Proof-read your own text",
      language: "document",
      original: "",
      text,
      action: "Check",
      reset: "Clear",
      work: () => this.check(),
      onChange: () => this.changed(),
    });
    this.sources = new Sources(this.panel, page.document);
    this.#layOut();
  }

  #layOut() {
    const { element: whole, tools, status, results } = this.panel;
    const undo = button("Undo", () => this.panel.editor.undo(), { title: "Ctrl+Z" });
    tools.insertBefore(undo, tools.children[2]);
    const report = element("div", { class: "live-report" });
    const text = element("div", { class: "live-text" });
    text.append(...whole.children);
    report.append(text.querySelector("progress"), status, results);
    whole.classList.add("live-document");
    whole.append(this.sources.element, element("div", { class: "live-columns" }, text, report));
  }

  changed() {
    this.sources?.changed();
    clearTimeout(this.#paused);
    if (this.#asks) this.#again = true;
    else if (python.runs && this.#quick) this.#paused = setTimeout(() => this.panel.run(), PAUSE);
  }

  async check() {
    clearTimeout(this.#paused);
    if (this.#asks) {
      this.#again = true; // one question at a time
      return;
    }
    this.#asks = true;
    this.#again = false;
    try {
      await this.#checkOnce();
    } finally {
      this.#asks = false;
    }
    if (this.#again && this.#quick) this.changed();
  }

  async #checkOnce() {
    const { panel, sources } = this;
    sources.readable();
    const text = panel.editor.text();
    if (!text.trim()) {
      panel.results.replaceChildren();
      panel.say(EMPTY);
      return;
    }
    const ran = python.runs;
    const start = performance.now();
    if (ran) panel.say("Reading…");
    const asked = { do: "document", name: sources.name, text: notebookOrText(sources.format, text) };
    const found = await panel.ask(asked);
    this.#quick = !ran || performance.now() - start < QUICK;
    this.#show(found, text);
  }

  #show(found, text) {
    const { panel } = this;
    const rows = new Places(this.sources.format, text);
    const isNow = panel.editor.text() === text;
    if (isNow) panel.editor.mark(marksOf(found.rows, rows));
    const notes = [isNow ? "" : "The text has changed since: check it again.", this.sources.note];
    if (BROUGHT_IN.test(text)) {
      notes.push("Files that the text brings in are not read here; the command reads them.");
    }
    panel.results.replaceChildren(
      ...notes.filter(Boolean).map((note) => element("p", {}, note)),
      ...reportOf(found, {
        placeOf: (row) => rows.inWords(row),
        goTo: (row) => panel.editor.goTo(rows.line(row)),
        declare: (lines) => this.declare(lines),
      }),
    );
    for (const box of panel.results.querySelectorAll(".live-formula, pre")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; // to be scrolled by keyboard
    }
    panel.say(found.error ? found.error.message : found.summary);
  }

  // Puts lines that declare names into the text; a size that is not known is left to be typed.
  async declare(lines) {
    const { editor } = this.panel;
    for (const line of [...lines].reverse()) {
      const [at, comment] = declared(this.sources.format, editor.text(), line);
      editor.replace(comment, at, at);
      const size = comment.indexOf("?");
      if (size >= 0) editor.select(at + size, at + size + 1);
    }
    if (lines.some((line) => line.includes("?"))) {
      this.panel.say("Type the size in the place of the ?.");
      return;
    }
    editor.focus();
    await this.panel.run();
  }
}

const notebookOrText = (format, text) => (format === "ipynb" ? notebookOfText(text) : text);

// Where the rows of a report stand in the editor: those of a notebook count from their cell.
class Places {
  constructor(format, text) {
    this.cells = format === "ipynb" ? cellsInText(text) : [];
  }

  line = ({ cell, line }) => line + (this.cells[cell - 1]?.line ?? 0);

  inWords({ cell, line }) {
    const number = this.cells[cell - 1]?.number;
    return number ? `Cell ${number}, line ${line}` : `Line ${line}`;
  }
}

function marksOf(rows, places) {
  const marks = new Map();
  for (const row of rows) {
    const line = places.line(row);
    const others = [marks.get(line), row.verdict];
    marks.set(line, WORST.find((verdict) => others.includes(verdict)));
  }
  return marks;
}

export const documentPanel = (asked) => new Document(asked).panel;
