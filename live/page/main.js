// Opens editors in a page of the book: this is all that the first click brings.
import { codePanel } from "./code.js";
import { derivationPanel } from "./derivation.js";
import { documentPanel } from "./document.js";
import { judged, typesetInto } from "./exercise.js";
import { pageData } from "./files.js";
import { keepForOffline } from "./offline.js";
import { unfold } from "./panel/elements.js";
import { python } from "./python.js";
import { sharedText } from "./panel/share.js";

const KINDS = { derivation: derivationPanel, code: codePanel, document: documentPanel };
const panels = new Map();

const buttonOf = (bar) => bar.querySelector("button");

function dataOfPage() {
  const data = pageData(document.querySelector("script[data-page]").dataset.page);
  const about = ({ name, derivations, files }) => [
    { do: "open", page: name, derivations },
    { do: "keep", files },
  ];
  python.about(data.then(about));
  return data;
}

// The panel of a place such as derivation.3, made when it is first opened.
async function panelAt(bar, data) {
  const place = bar.dataset.live;
  const page = await data;
  if (!panels.has(place)) {
    const [kind, index] = place.split(".");
    const panel = KINDS[kind]({ place, page, index: Number(index), bar });
    panel.onClose = () => {
      show(bar, panel, false);
      buttonOf(bar).focus();
    };
    buttonOf(bar).setAttribute("aria-controls", panel.element.id);
    bar.after(panel.element);
    panels.set(place, panel);
  }
  return panels.get(place);
}

function show(bar, panel, open) {
  panel.element.hidden = !open;
  bar.classList.toggle("live-open", open);
  buttonOf(bar).setAttribute("aria-expanded", String(open));
}

// What boot.js calls for exercises: an answer is judged, and what is typed is set as a formula.
window.judgeExercise = (asked) => {
  dataOfPage();
  return judged(asked);
};
window.startExercise = () => {
  dataOfPage();
  python.start();
};
window.typesetTyped = typesetInto;

// Opens what a button of the page stands for, and does at once what it says.
window.openLive = async (press) => {
  const bar = press.closest("[data-live]");
  const data = dataOfPage();
  if (!panels.has(bar.dataset.live)) python.start(); // while the editor is made
  const panel = await panelAt(bar, data);
  const open = press.getAttribute("aria-expanded") !== "true";
  show(bar, panel, open);
  if (!open) return;
  panel.editor.focus();
  keepForOffline();
  if (!panel.waits) await panel.run();
};

// Opens the text that came with a link, and does nothing with it until the reader says so.
window.openShared = async () => {
  const { place, text } = await sharedText();
  const bar = document.querySelector(`[data-live="${place}"]`);
  if (!bar) throw new Error("This page has no place for the text in this link: the book may have changed.");
  const panel = await panelAt(bar, dataOfPage());
  unfold(bar);
  show(bar, panel, true);
  panel.receive(text);
  bar.scrollIntoView();
};
