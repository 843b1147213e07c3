// What all editors of a page have in common: a text with its buttons, a bar while Python is brought,
// a line that says what goes on, and room for the results. What is typed is kept over a reload.
import { createEditor } from "./editor.js";
import { forgetText, keepText, keptText } from "./kept.js";
import { Stopped, python } from "./python.js";
import { linkTo } from "./share.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (typeof value === "boolean") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export const button = (label, press, attributes = {}) =>
  element("button", { type: "button", onclick: press, ...attributes }, label);

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export class Panel {
  #progress = element("progress", { max: "1", value: "0", hidden: true });
  #stop = button("Stop", () => python.stop(), { hidden: true });
  #forget = button("Forget", () => this.#forgotten(), {
    title: "Forget what this browser keeps of your text, and start again from the book's",
  });
  #printed = element("pre", { class: "live-printed", "aria-hidden": "true" });

  // `work(panel)` does what the main button says; `place` names the text among those of the page.
  constructor({ place, name, language, original, text, action, work, onChange = () => {} }) {
    this.place = place;
    this.original = original;
    this.work = work;
    this.status = element("p", { class: "live-status", role: "status" });
    this.results = element("div", { class: "live-results", role: "region", "aria-label": `Result of ${name}` });
    this.tools = element(
      "div",
      { class: "live-tools" },
      button(action, () => this.run(), { class: "live-main", title: "Ctrl+Enter" }),
      this.#stop,
      button("Reset", () => this.editor.replace(original)),
      button("Copy", () => this.copy(this.editor.text(), "The text is")),
      button("Link to this", () => this.#link()),
      this.#forget,
    );
    const host = element("div", { class: "live-editor" });
    const hint = element(
      "p",
      { class: "live-hint" },
      `Ctrl+Enter: ${action.toLowerCase()}. Tab indents; Escape, then Tab, leaves the editor.`,
    );
    this.element = element(
      "section",
      { class: "live-panel", "aria-label": name },
      host,
      this.#printed,
      this.tools,
      this.#progress,
      this.status,
      this.results,
      hint,
    );
    this.editor = createEditor({
      parent: host,
      language,
      label: name,
      text: text ?? keptText(place) ?? original,
      onRun: () => this.run(),
      onChange: (typed) => {
        this.#keep(typed);
        onChange(this);
      },
    });
    this.#show();
  }

  say(sentence) {
    this.status.textContent = sentence;
  }

  // Does the panel's work; what cannot be done is said, and the text stays as it is.
  async run() {
    try {
      await this.work(this);
    } catch (error) {
      const kept = python.runs ? "" : " Python starts again when you next ask for it.";
      this.say(error instanceof Stopped ? `${error.message} Your text is as it was.${kept}` : `${error.message}`);
    } finally {
      this.#busy(false);
    }
  }

  // Asks Python, with a bar while it is brought and while it works, and a button to stop it.
  ask(request, watch = {}) {
    this.#busy(true);
    return python.ask(request, {
      progress: (here, all) => {
        this.#bar(here / all);
        this.say(`Bringing Python, once: ${megabytes(here)} of ${megabytes(all)} MB.`);
      },
      starting: () => {
        this.#bar(null);
        this.say("Starting Python…");
      },
      part: (done) => this.#bar(done),
      ...watch,
    });
  }

  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(`${what} in the clipboard.`);
    } catch {
      this.say("This browser does not let the page copy. Select the text, and press Ctrl+C.");
    }
  }

  async #link() {
    const link = await linkTo(this.place, this.editor.text());
    history.replaceState(null, "", link);
    await this.copy(link, "A link with your text is in the address bar and");
  }

  #forgotten() {
    this.editor.replace(this.original);
    forgetText(this.place);
    this.#show();
    this.say("Forgotten. This is the book's text again.");
  }

  #keep(typed) {
    if (typed === this.original) forgetText(this.place);
    else if (!keepText(this.place, typed)) this.say("This browser keeps nothing: copy your text.");
    this.#show();
  }

  #show() {
    this.#forget.hidden = keptText(this.place) === null;
    this.#printed.textContent = this.editor.text();
  }

  #busy(is) {
    this.#stop.hidden = !is;
    this.element.setAttribute("aria-busy", String(is));
    if (!is) this.#progress.hidden = true;
  }

  #bar(value) {
    this.#progress.hidden = false;
    if (value === null) this.#progress.removeAttribute("value");
    else this.#progress.value = value;
  }
}
