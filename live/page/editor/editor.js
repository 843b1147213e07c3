// The editor: CodeMirror with what a derivation or a few lines of Python need. It stands in a shadow
// root, because the policy of the pages refuses style elements, and a shadow root adopts its sheets.
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  isolateHistory,
  undo,
} from "@codemirror/commands";
import { StreamLanguage, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { stexMath } from "@codemirror/legacy-modes/mode/stex";
import { python } from "@codemirror/legacy-modes/mode/python";
import { Annotation, EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { document as documentMode } from "../document/highlighting.js";
import { colours, look } from "./look.js";
import { lineMarks, marksOf } from "./line_marks.js";

const LANGUAGES = { tex: stexMath, python, document: documentMode };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const BLINK = 1200; // milliseconds

const shown = Annotation.define(); // on a change that the page makes, of which it need not be told

// Escape, then Tab, leaves the editor, however long one takes: until one types, or comes again.
const leaving = [
  Prec.highest(keymap.of([{ key: "Escape", run: (view) => (view.setTabFocusMode(true), false) }])),
  EditorView.domEventHandlers({ focus: (event, view) => view.setTabFocusMode(false) }),
  EditorView.updateListener.of((update) => update.docChanged && update.view.setTabFocusMode(false)),
];

function extensions({ language, label, onChange, onRun }) {
  const runs = { key: "Mod-Enter", run: () => (onRun(), true) };
  return [
    Prec.highest(keymap.of([runs])),
    leaving,
    lineNumbers(),
    history(),
    drawSelection({ cursorBlinkRate: calm.matches ? 0 : BLINK }),
    highlightActiveLine(),
    bracketMatching(),
    indentUnit.of("    "),
    StreamLanguage.define(LANGUAGES[language]),
    syntaxHighlighting(colours),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-label": `${label}. Escape, then Tab, leaves the editor.`,
      tabindex: "0", // the box scrolls by keyboard
    }),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    lineMarks,
    look,
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      if (docChanged && !transactions.some((one) => one.annotation(shown))) onChange(state.doc.toString());
    }),
  ];
}

// An editor in `parent`. `onChange` is told each text that the reader makes; Ctrl+Enter, or Cmd+Enter
// on a Mac, calls `onRun`.
export function createEditor({ parent, text, ...wishes }) {
  const root = parent.attachShadow({ mode: "open" });
  const begin = (doc) => EditorState.create({ doc, extensions: extensions(wishes) });
  const view = new EditorView({ root, parent: root, state: begin(text) });
  const whole = (insert) => ({ from: 0, to: view.state.doc.length, insert });
  return {
    focus: () => view.focus(),
    text: () => view.state.doc.toString(),
    replace(with_, from = 0, to = view.state.doc.length) {
      view.dispatch({ changes: { from, to, insert: with_ }, annotations: isolateHistory.of("full") });
    },
    undo: () => undo(view),
    select(from, to) {
      view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
      view.focus();
    },
    // Shows a text that the reader has not made; undone, the text before is there again.
    show: (other) => view.dispatch({ changes: whole(other), annotations: shown.of(true) }),
    // Begins with a text, of which nothing can be undone.
    startOver: (other) => view.setState(begin(other)),
    // Marks the lines, of which the first is 1, with the verdicts of a Map.
    mark: (verdicts) => view.dispatch({ effects: marksOf(view.state.doc, verdicts) }),
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
  };
}
