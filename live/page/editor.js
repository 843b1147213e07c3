// The editor: CodeMirror with what a derivation or a few lines of Python need. It stands in a shadow
// root, because the policy of the pages refuses style elements, and a shadow root adopts its sheets.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  HighlightStyle,
  StreamLanguage,
  bracketMatching,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { stexMath } from "@codemirror/legacy-modes/mode/stex";
import { python } from "@codemirror/legacy-modes/mode/python";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import {
  EditorView,
  GutterMarker,
  drawSelection,
  gutter,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const LANGUAGES = { tex: stexMath, python };

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.tagName, tags.operatorKeyword], color: "var(--live-keyword)" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--live-value)" },
  { tag: tags.comment, color: "var(--live-quiet)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--live-paper)", color: "var(--live-ink)", maxHeight: "32rem" },
  "&.cm-focused": { outline: "2px solid var(--live-accent)" },
  ".cm-scroller": { fontFamily: "var(--live-mono)", fontSize: "0.875rem", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--live-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--live-ink)" },
  ".cm-gutters": {
    backgroundColor: "var(--live-paper)",
    color: "var(--live-quiet)",
    border: "none",
  },
  ".cm-activeLine": { backgroundColor: "var(--live-line)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--live-selection) !important",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--live-match)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "inherit" },
  ".live-mark": { paddingRight: "0.4em", fontWeight: "bold" },
  ".live-mark-fails, .live-mark-unread": { color: "var(--live-wrong)" },
  ".live-mark-holds": { color: "var(--live-right)" },
});

const SIGNS = { holds: "✓", fails: "✗", unread: "?" };

class Mark extends GutterMarker {
  constructor(verdict) {
    super();
    this.verdict = verdict;
  }

  eq(other) {
    return other.verdict === this.verdict;
  }

  toDOM() {
    const span = document.createElement("span");
    span.className = `live-mark live-mark-${this.verdict}`;
    span.textContent = SIGNS[this.verdict] ?? "";
    return span;
  }
}

const setMarks = StateEffect.define();
const marks = StateField.define({
  create: () => new Map(),
  update(value, transaction) {
    if (transaction.docChanged) value = new Map(); // the marks are about the text that was
    for (const effect of transaction.effects) if (effect.is(setMarks)) value = effect.value;
    return value;
  },
});
const markGutter = gutter({
  lineMarker(view, line) {
    const verdict = view.state.field(marks).get(view.state.doc.lineAt(line.from).number);
    return verdict ? new Mark(verdict) : null;
  },
  lineMarkerChange: (update) => update.startState.field(marks) !== update.state.field(marks),
  initialSpacer: () => new Mark("holds"),
});

// An editor in `parent`. Escape, then Tab, leaves it; Ctrl+Enter calls `onRun`.
export function createEditor({ parent, text, language, label, onChange, onRun }) {
  const root = parent.attachShadow({ mode: "open" });
  const runs = { key: "Mod-Enter", run: () => (onRun(), true) };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([runs])),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        indentUnit.of("    "),
        StreamLanguage.define(LANGUAGES[language]),
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label }),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        marks,
        markGutter,
        look,
        EditorView.updateListener.of((update) => update.docChanged && onChange(view.state.doc.toString())),
      ],
    }),
  });
  return {
    focus: () => view.focus(),
    text: () => view.state.doc.toString(),
    replace(with_, from = 0, to = view.state.doc.length) {
      view.dispatch({ changes: { from, to, insert: with_ } });
    },
    // Marks the lines, of which the first is 1, with the verdicts of a Map.
    mark: (verdicts) => view.dispatch({ effects: setMarks.of(verdicts) }),
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
