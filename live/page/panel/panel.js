// What all editors of a page have in common: a text with its buttons, a bar while Python is brought,
// a line that says what goes on, and room for the results. What is typed is kept over a reload.
import { createEditor } from "../editor/editor.js";
import { adopt, button, element } from "./elements.js";
import { Keeping } from "./keeping.js";
import { keptText } from "./kept.js";
import style from "./panel.css";
import { Stopped, python } from "../python.js";
import { TOO_LONG, linkTo } from "./share.js";

adopt(style);

const RUN_KEY = /Mac|iPhone|iPad/.test(navigator.platform) ? "Cmd+Enter" : "Ctrl+Enter";
const QUICK = 500; // milliseconds: nobody waits for less, and nothing flashes

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export class Panel {
  // A text that came with a link runs only when the reader says so.
  waits = false;
  onClose = () => {};
  onText = () => {}; // whenever another text stands in the editor
  #runs = false;
  #later = 0;
  #progress = element("progress", { max: "1", value: "0", "aria-label": "Python" });
  #bytes = element("span");
  #stop = button("Stop", () => python.stop());
  #work = element("div", { class: "live-work", hidden: true }, this.#progress, this.#bytes, this.#stop);
  #printed = element("pre", { class: "live-printed" });
  #keeping;

  // `work(panel)` does what the main button says; `place` names the text among those of the page.
  constructor({ place, name, language, original, action, work, onChange = () => {} }) {
    this.place = place;
    this.original = original;
    this.work = work;
    this.action = action;
    this.status = element("p", { class: "live-status", role: "status" });
    this.results = element("div", { class: "live-results", role: "group", "aria-label": `Result of ${name}` });
    const host = element("div", { class: "live-editor" });
    this.editor = createEditor({
      parent: host,
      language,
      label: name,
      text: keptText(place) ?? original,
      onRun: () => this.run(),
      onChange: (typed) => {
        this.#keeping.typed(typed);
        this.#changed();
        onChange(this);
      },
    });
    this.#keeping = new Keeping(this);
    this.tools = this.#tools();
    this.element = element("section", { class: "live-panel", id: `live-${place}`, "aria-label": name });
    this.element.append(
      ...[host, this.#printed, this.tools, this.#keeping.note, this.#work, this.status, this.results],
      element(
        "p",
        { class: "live-hint" },
        `${RUN_KEY}: ${action.toLowerCase()}. Tab indents; Escape, then Tab, leaves the editor.`,
      ),
    );
    this.#changed();
  }

  // Says what goes on. A verdict gives the sentence its colour; it has to be in words as well.
  say(sentence, verdict = "") {
    this.status.dataset.verdict = verdict;
    if (this.status.textContent !== sentence) this.status.textContent = sentence; // not read out twice
  }

  // Does the panel's work; what cannot be done is said, and the text stays as it is.
  async run() {
    if (this.#runs) return;
    this.#runs = true;
    this.waits = false;
    try {
      await this.work(this);
    } catch (error) {
      this.say(this.#reason(error), "fails");
    } finally {
      this.#runs = false;
      this.#rest();
    }
  }

  // Asks Python, with a bar while it is brought and while it works, and a button to stop it.
  ask(request, watch = {}) {
    this.#later ||= setTimeout(() => this.#work.hidden && this.#bar(null), QUICK);
    return python.ask(request, {
      progress: (here, all) => {
        if (!this.#runs) return; // stopped; what was asked for still comes
        this.#bar(here / all, `${megabytes(here)} of ${megabytes(all)} MB`);
        this.say("Bringing Python, which is needed once…");
      },
      starting: () => {
        if (!this.#runs) return;
        this.#bar(null);
        this.say("Starting Python…");
      },
      part: (done) => this.#runs && this.#bar(done),
      ...watch,
    });
  }

  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(`${what} in the clipboard.`);
    } catch {
      const field = element("textarea", { class: "live-copy", readonly: "", "aria-label": "To be copied", rows: "3" });
      field.value = text;
      this.results.replaceChildren(field);
      field.select();
      this.say("This browser does not let the page copy. The text is selected below: copy it from there.");
    }
  }

  // Shows a text that came with a link, and does nothing with it.
  receive(text) {
    this.#keeping.receive(text);
    this.waits = true;
    this.results.replaceChildren();
    this.#changed();
    this.say(`This text came with the link. Nothing of it has run: look at it, then press ${this.action}.`);
  }

  // The results are about the text as it stands, until it changes.
  fresh() {
    this.element.classList.remove("live-stale");
  }

  #tools() {
    return element(
      "div",
      { class: "live-tools" },
      button(this.action, () => this.run(), { class: "live-main", title: RUN_KEY }),
      button("Reset", () => this.editor.replace(this.original), { title: "Back to the book's text" }),
      button("Copy", () => this.copy(this.editor.text(), "The text is")),
      button("Link to this", () => this.#link()),
      button("Forget", () => this.#forget(), {
        class: "live-forget",
        title: `Let this browser forget your text, for good, and begin again with ${this.#origin}`,
      }),
      button("Close", () => this.onClose(), { class: "live-close" }),
    );
  }

  async #link() {
    const link = await linkTo(this.place, this.editor.text());
    if (link === null) this.say(TOO_LONG, "fails");
    else await this.copy(link, "The link to this text is in the address bar and");
  }

  #forget() {
    this.#keeping.forget();
    this.results.replaceChildren();
    this.#changed();
    this.editor.focus(); // the button is gone
    this.say(`Your text is forgotten. You begin again with ${this.#origin}.`);
  }

  get #origin() {
    return this.original ? "the book's" : "an empty editor";
  }

  #changed() {
    this.#printed.textContent = this.editor.text(); // the editor draws only the lines in sight
    this.element.classList.add("live-stale");
    this.onText();
  }

  #reason(error) {
    const again = python.runs ? "" : " Python starts again when you next ask for it.";
    if (error instanceof Stopped) return `${error.message} Your text is as it was.${again}`;
    return `${error.message} Your text is as it was; press ${this.action} to try again.`;
  }

  #rest() {
    clearTimeout(this.#later);
    this.#later = 0;
    if (document.activeElement === this.#stop) this.tools.firstChild.focus();
    this.#work.hidden = true;
  }

  #bar(value, bytes = "") {
    this.#work.hidden = false;
    this.#bytes.textContent = bytes;
    if (value === null) this.#progress.removeAttribute("value");
    else this.#progress.value = value;
  }
}
