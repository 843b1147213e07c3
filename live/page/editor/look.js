// How the editor looks. The colours are the page's: custom properties reach into the shadow root.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.tagName, tags.operatorKeyword], color: "var(--live-keyword)" },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: "var(--live-value)" },
  { tag: tags.heading, fontWeight: "bold" },
  { tag: tags.comment, color: "var(--live-quiet)", fontStyle: "italic" },
]);

export const look = EditorView.theme({
  "&": { backgroundColor: "var(--live-paper)", color: "var(--live-ink)", maxHeight: "var(--live-most, 32rem)" },
  "&.cm-focused": { outline: "2px solid var(--live-accent)" },
  ".cm-scroller": { fontFamily: "var(--live-mono)", fontSize: "0.875rem", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--live-ink)", padding: "0.5rem 0", minHeight: "var(--live-least, 0)" },
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
  ".live-mark": { padding: "0 0.3em", opacity: "var(--live-fresh)" },
  ".live-mark-fails, .live-mark-unread": { color: "var(--live-wrong)", fontWeight: "bold" },
  ".live-mark-holds": { color: "var(--live-right)" },
});
