// Keeps what is typed in a panel over a reload, and says where it does not. A version that is kept is
// never replaced by one that came from elsewhere, a link or another tab, unless the reader says so.
import { button, element } from "./elements.js";
import { forgetText, keepText, keptText, watchKept } from "./kept.js";
import { leaveLink } from "./share.js";

const REFUSED = "This browser keeps nothing of it over a reload, because its storage is full or refused: copy your text.";
const OTHER_TAB = "Another tab keeps another version of this text. What stands here is not kept until you choose.";
const OTHER_LINK = "A version of your own is kept. What came with the link is not kept until you choose.";

export class Keeping {
  note = element("div", { class: "live-note", role: "status" });
  #place;
  #original;
  #editor;
  #apart = false; // what is kept is not what stands in the editor, and the reader has yet to choose
  #unkept = false; // what was typed would be gone with the page

  constructor({ place, original, editor }) {
    this.#place = place;
    this.#original = original;
    this.#editor = editor;
    watchKept(place, (text) => this.#keptElsewhere(text));
    addEventListener("beforeunload", (event) => this.#unkept && event.preventDefault());
  }

  typed(text) {
    leaveLink();
    if (this.#apart) this.#unkept = true;
    else this.#keep(text);
  }

  // Shows a text that came with a link.
  receive(text) {
    const kept = keptText(this.#place);
    this.#editor.show(text);
    if (kept !== null && kept !== text) this.#offer(OTHER_LINK);
    else this.#together();
  }

  forget() {
    forgetText(this.#place);
    this.#together();
    this.#editor.startOver(this.#original);
  }

  #keep(text) {
    const kept = text === this.#original ? forgetText(this.#place) : keepText(this.#place, text);
    if (kept) this.#together();
    else this.#refused();
  }

  #refused() {
    this.#unkept = true;
    if (!this.note.textContent) this.note.replaceChildren(REFUSED);
  }

  #together() {
    this.#apart = this.#unkept = false;
    this.note.replaceChildren();
  }

  #keptElsewhere(text) {
    if (text === null || text === this.#editor.text()) this.#together();
    else if (!this.#apart) this.#offer(OTHER_TAB);
  }

  #offer(sentence) {
    this.#apart = true;
    const choice = (label, choose) =>
      button(label, () => {
        this.#together();
        choose();
        this.#editor.focus(); // these buttons are gone
      });
    this.note.replaceChildren(
      sentence,
      choice("Show what is kept", () => this.#editor.replace(keptText(this.#place) ?? this.#original)),
      choice("Keep this one", () => this.#keep(this.#editor.text())),
    );
  }
}
