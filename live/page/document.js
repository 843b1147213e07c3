// A text of the reader's own, proof-read: the editor, where the text comes from, and the report.
import style from "./document/document.css";
import { declared } from "./document/formats.js";
import { Places } from "./document/places.js";
import { reportOf } from "./document/report.js";
import { Sources } from "./document/sources.js";
import { adopt, button } from "./panel/elements.js";
import { verdictsOfLines, withSign } from "./editor/line_marks.js";
import { Panel } from "./panel/panel.js";
import { python } from "./python.js";

const PAUSE = 700; // milliseconds without a key
const QUICK = 1000; // milliseconds that a check may take to be made again as one types
const EMPTY = "Type or paste a text, open a file, or start from an example.";

adopt(style);

class Document {
  #pause = 0;
  #isQuick = true;
  #isWanted = false; // by the reader, who may have typed on meanwhile
  #hasRefused = false; // a file, while a check was on its way

  constructor({ place, page }) {
    this.panel = new Panel({
      place,
      name: "Your own text",
      language: "document",
      original: "",
      action: "Check",
      work: () => this.#check(),
      onChange: () => this.#checkSoon(),
    });
    this.editor = this.panel.editor;
    this.sources = new Sources(this.panel, page.document, {
      run: () => this.#run(),
      refuse: (why) => this.#refuse(why),
    });
    this.panel.onText = () => this.sources.update();
    this.#arrange();
  }

  #arrange() {
    const { element, tools } = this.panel;
    const [, clear] = tools.children;
    clear.textContent = "Clear";
    clear.title = "Empty the editor";
    clear.after(button("Undo", () => this.editor.undo(), { title: "Take back the last change of the text" }));
    element.classList.add("live-document");
    element.prepend(this.sources.element);
  }

  async #run() {
    this.#isWanted = true;
    await this.panel.run();
  }

  // Why a file is not read stays to be read: no check that was on its way says its verdict over it.
  #refuse(why) {
    clearTimeout(this.#pause);
    this.#hasRefused = true;
    this.panel.say(why, "fails");
  }

  // What came with a link waits for a click, and Python for the first.
  #checkSoon() {
    clearTimeout(this.#pause);
    const may = () => python.runs && !this.panel.waits && (this.#isQuick || this.#isWanted);
    this.#pause = setTimeout(() => may() && this.panel.run(), PAUSE);
  }

  async #check() {
    clearTimeout(this.#pause);
    this.#isWanted = false;
    this.#hasRefused = false;
    this.sources.makeReadable();
    const text = this.editor.text();
    if (text.trim()) await this.#proofread(text);
    else this.#begin();
  }

  #begin() {
    this.panel.results.replaceChildren();
    this.panel.fresh();
    this.panel.say(EMPTY);
  }

  async #proofread(text) {
    const wasThere = python.runs;
    const start = performance.now();
    if (wasThere) this.panel.say("Reading…");
    const { name, file } = this.sources;
    const found = await this.panel.ask({ do: "document", name, text: file });
    this.#isQuick = !wasThere || performance.now() - start < QUICK;
    this.#show(found, text);
    if (this.editor.text() !== text) this.#checkSoon();
  }

  #show(found, text) {
    const places = new Places(this.sources.format, text);
    const goTo = (line) => this.editor.goTo(line);
    const declare = (lines) => this.#declare(lines);
    const shown = { places, note: this.sources.note, goTo, declare };
    this.panel.results.replaceChildren(...reportOf(found, shown));
    this.panel.results.dispatchEvent(new Event("rowsshown", { bubbles: true }));
    if (this.editor.text() === text) {
      this.editor.mark(verdictsOfLines(found.rows.map((row) => ({ ...row, line: places.line(row) }))));
      this.panel.fresh();
    }
    if (this.#hasRefused) return;
    if (found.error) this.panel.say(found.error.message, "unread");
    else this.panel.say(withSign(found.verdict, found.summary), found.verdict);
  }

  // Puts lines that declare names into the text; a size that is not known is left to be typed.
  async #declare(lines) {
    this.editor.focus(); // the button will be gone
    for (const line of lines.toReversed()) this.#insert(line);
    if (lines.some((line) => line.includes("?"))) this.panel.say("Type the size in the place of the ?.");
    else await this.#run();
  }

  #insert(line) {
    const [at, comment] = declared(this.sources.format, this.editor.text(), line);
    this.editor.replace(comment, at, at);
    const size = comment.indexOf("?");
    if (size >= 0) this.editor.select(at + size, at + size + 1);
  }
}

export const documentPanel = (asked) => new Document(asked).panel;
