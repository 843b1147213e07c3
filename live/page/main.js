// Opens editors in a page of the book: this is all that the first click brings.
import { codePanel } from "./code.js";
import { derivationPanel } from "./derivation.js";
import { documentPanel } from "./document.js";
import { pageData } from "./files.js";
import { keepForOffline } from "./offline.js";
import { python } from "./python.js";
import { sharedText } from "./share.js";

const KINDS = { derivation: derivationPanel, code: codePanel, document: documentPanel };
const panels = new Map();
let page = null;

async function dataOfPage(name) {
  if (!page) {
    page = await pageData(name);
    python.about({ do: "open", page: page.name, derivations: page.derivations });
  }
  return page;
}

// The panel of a place such as derivation.3, made when it is first opened.
async function panelAt(bar, text) {
  const place = bar.dataset.live;
  if (!panels.has(place)) {
    const data = await dataOfPage(document.querySelector("script[data-page]").dataset.page);
    const [kind, index] = place.split(".");
    const panel = KINDS[kind]({ place, page: data, index: Number(index), text, bar });
    bar.after(panel.element);
    panels.set(place, panel);
  } else if (text !== undefined) {
    panels.get(place).editor.replace(text);
  }
  return panels.get(place);
}

// Opens what a button of the page stands for, and does at once what it says.
window.openLive = async (press) => {
  const bar = press.closest("[data-live]");
  const panel = await panelAt(bar);
  const hidden = press.getAttribute("aria-expanded") === "true";
  panel.element.hidden = hidden;
  bar.classList.toggle("live-open", !hidden);
  press.setAttribute("aria-expanded", String(!hidden));
  if (hidden) return;
  panel.editor.focus();
  keepForOffline();
  await panel.run();
};

// Opens the text that came with a link, and does nothing with it until the reader says so.
window.openShared = async () => {
  const shared = await sharedText();
  const bar = shared && document.querySelector(`[data-live="${shared.place}"]`);
  if (!bar) return;
  const panel = await panelAt(bar, shared.text);
  for (let box = bar.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  bar.classList.add("live-open");
  bar.querySelector("button").setAttribute("aria-expanded", "true");
  panel.say("This text came with the link. Nothing of it has run: look at it, then press the button.");
  bar.scrollIntoView();
};
