// Where a text comes from: a file, an example, the clipboard; and the format that it is in.
import { button, element } from "../panel.js";
import { FORMATS, formatOfName, formatOfText } from "./formats.js";
import { textOfNotebook } from "./notebook.js";
import { textOfFiles } from "./opened.js";

const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

export class Sources {
  #file = element("input", { type: "file", hidden: true, onchange: () => this.#chosen() });
  #select = element(
    "select",
    { onchange: () => this.#say(this.#select.value) },
    ...Object.entries(FORMATS).map(([suffix, label]) => element("option", { value: suffix }, label)),
  );
  #names = new Map(); // by the text that was put in or replaced: to undo brings its name back
  #said = null; // the format that the reader chose
  #name = null; // of the file
  #leftOut = null; // how many cells of the notebook

  constructor(panel, { examples, largest, suffixes }) {
    this.panel = panel;
    this.largest = largest;
    this.#file.accept = suffixes.join(",");
    const open = button("Open a file", () => this.#file.click());
    const start = examples.map(({ label, name, text }) => button(label, () => this.#start(name, text)));
    this.element = element(
      "div",
      { class: "live-tools live-sources" },
      open,
      this.#file,
      element("label", {}, "Format ", this.#select),
      element("div", { role: "group", "aria-label": "Start from an example" }, "Examples: ", ...start),
    );
    for (const kind of ["dragover", "dragleave", "drop"]) {
      panel.element.addEventListener(kind, (event) => this.#dropped(event), { capture: true });
    }
    this.changed();
  }

  // The suffix of the format.
  get format() {
    return this.#said ?? formatOfName(this.#name ?? "") ?? formatOfText(this.panel.editor.text());
  }

  // What to call the text, so that it is read in its format.
  get name() {
    const isOfFormat = this.#name && (formatOfName(this.#name) ?? this.format) === this.format;
    return isOfFormat ? this.#name : `text.${this.format}`;
  }

  // What the reader has to be told of the text.
  get note() {
    if (this.format !== "ipynb") return "";
    const read = "Of a notebook, the Markdown cells and those that begin with %%derivation are read.";
    return this.#leftOut === null ? read : `${read} ${counted(this.#leftOut, "other cell")} left out.`;
  }

  changed() {
    const text = this.panel.editor.text();
    if (this.#names.has(text)) [this.#name, this.#said] = this.#names.get(text);
    else if (!text.trim()) this.#name = this.#said = null;
    else if (textOfNotebook(text)) queueMicrotask(() => this.readable());
    this.#select.value = this.format;
  }

  // Shows the cells of a notebook that was pasted, in the place of its JSON.
  readable() {
    const text = this.panel.editor.text();
    if (textOfNotebook(text)) this.#put(this.#name, text);
  }

  #say(format) {
    this.#said = format;
    this.panel.run();
  }

  async #start(name, text) {
    this.#put(name, text);
    await this.panel.run();
  }

  async #chosen() {
    const files = [...this.#file.files];
    this.#file.value = ""; // the same file may be chosen again
    await this.#open(files);
  }

  // The editor would put the text of a file between its own.
  async #dropped(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    this.panel.element.classList.toggle("live-dropping", event.type === "dragover");
    if (event.type === "drop") await this.#open([...event.dataTransfer.files]);
  }

  async #open(files) {
    try {
      const text = await textOfFiles(files, this.largest);
      this.#put(files[0].name, text);
    } catch (error) {
      this.panel.say(`${error.message} Your text is as it was.`);
      return;
    }
    await this.panel.run();
  }

  // Puts a text in the place of the one that was there.
  #put(name, text) {
    const { editor } = this.panel;
    const notebook = textOfNotebook(text);
    const shown = notebook?.text ?? text;
    this.#leftOut = notebook?.leftOut ?? null;
    this.#names.set(editor.text(), [this.#name, this.#said]);
    this.#names.set(shown, [name, null]);
    editor.replace(shown);
  }
}
