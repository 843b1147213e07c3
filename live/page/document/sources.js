// Where a text comes from: the keyboard, a file, an example; and the format that it is in.
import { button, element } from "../panel/elements.js";
import { FORMATS, formatOfName, formatOfText } from "./formats.js";
import { notebookOfText, textOfNotebook } from "./notebook.js";
import { textOfFiles } from "./opened.js";

const BROUGHT_IN = /\\(?:input|include)\s*\{/;
const counted = (cells) => (cells === 1 ? "1 other cell is" : `${cells} other cells are`);

export class Sources {
  #panel;
  #largest;
  #run;
  #refuse;
  #names = new Map(); // by the text that was put in or replaced: to undo brings its name back
  #name = null; // of the file
  #said = null; // the format that the reader chose
  #leftOut = null; // how many cells of the notebook
  #file = element("input", { type: "file", hidden: true, onchange: () => this.#chosen() });
  #select = element(
    "select",
    { onchange: () => this.#say(this.#select.value) },
    ...Object.entries(FORMATS).map(([suffix, label]) => element("option", { value: suffix }, label)),
  );

  // `run` checks the text, and `refuse` says why a file is not read.
  constructor(panel, { examples, largest, suffixes }, { run, refuse }) {
    this.#panel = panel;
    this.#largest = largest;
    this.#run = run;
    this.#refuse = refuse;
    this.#file.accept = suffixes.join(",");
    const start = ({ label, name, text }) => button(label, () => this.#put(name, text, run));
    this.element = element(
      "div",
      { class: "live-sources" },
      button("Open a file", () => this.#file.click()),
      this.#file,
      element("label", {}, "Format ", this.#select),
      element("div", { role: "group", "aria-label": "Examples" }, "Examples: ", ...examples.map(start)),
    );
    for (const kind of ["dragover", "dragleave", "drop"]) {
      panel.element.addEventListener(kind, (event) => this.#dropped(event), { capture: true });
    }
    this.update();
  }

  // The suffix of the format.
  get format() {
    return this.#said ?? formatOfName(this.#name ?? "") ?? formatOfText(this.#text);
  }

  // What to call the text, so that it is read in its format.
  get name() {
    const tells = this.#name !== null && (formatOfName(this.#name) ?? this.format) === this.format;
    return tells ? this.#name : `text.${this.format}`;
  }

  // The text as a file of its format.
  get file() {
    return this.format === "ipynb" ? notebookOfText(this.#text) : this.#text;
  }

  // What is not read of it.
  get note() {
    if (this.format === "ipynb") {
      const left = this.#leftOut === null ? "the others are" : counted(this.#leftOut);
      return `The Markdown cells and those that begin with %%derivation are read; ${left} left out.`;
    }
    const brings = this.format === "tex" && BROUGHT_IN.test(this.#text);
    return brings ? "Files that the text brings in are read on the command line alone." : "";
  }

  // Takes note of the text in the editor.
  update() {
    const known = this.#names.get(this.#text);
    if (known) [this.#name, this.#said] = known;
    else if (!this.#text.trim()) this.#name = this.#said = null;
    else if (textOfNotebook(this.#text)) queueMicrotask(() => this.makeReadable());
    this.#select.value = this.format;
  }

  // Shows the cells of a notebook that was pasted, in the place of its JSON.
  makeReadable() {
    if (textOfNotebook(this.#text)) this.#put(this.#name, this.#text);
  }

  get #text() {
    return this.#panel.editor.text();
  }

  #say(format) {
    this.#said = format;
    this.#run();
  }

  #chosen() {
    const files = [...this.#file.files];
    this.#file.value = ""; // the same file may be chosen again
    this.#open(files);
  }

  // The editor would put the text of a file between its own.
  #dropped(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.#panel.element.classList.toggle("live-dropping", event.type === "dragover");
    if (event.type === "drop") this.#open([...event.dataTransfer.files]);
  }

  async #open(files) {
    try {
      this.#put(files[0]?.name, await textOfFiles(files, this.#largest), this.#run);
    } catch (error) {
      this.#refuse(`${error.message} Your text is as it was.`);
    }
  }

  // Puts a text in the place of the one that was there.
  #put(name, text, then = () => {}) {
    const notebook = textOfNotebook(text);
    const shown = notebook?.text ?? text;
    this.#leftOut = notebook?.leftOut ?? null;
    this.#names.set(this.#text, [this.#name, this.#said]);
    this.#names.set(shown, [name, null]);
    this.#panel.editor.replace(shown);
    then();
  }
}
