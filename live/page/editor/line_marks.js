// A verdict beside each line of the editor that makes a claim. What is typed moves the marks with
// their lines; the results below have them in words.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";

const SIGNS = { declared: "·", defined: "·", holds: "✓", fails: "✗", unread: "?" };
const WORDS = { unread: "not read" }; // of those that are not their own
const RANKS = Object.keys(SIGNS); // the worst comes last

// A sentence with the sign of its verdict before it; where nothing was checked there is none.
export const withSign = (verdict, sentence) => [SIGNS[verdict], sentence].filter(Boolean).join(" ");

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
    span.textContent = SIGNS[this.verdict];
    span.title = WORDS[this.verdict] ?? this.verdict;
    return span;
  }
}

const setMarks = StateEffect.define();
const marks = StateField.define({
  create: () => RangeSet.empty,
  update(value, transaction) {
    const moved = value.map(transaction.changes);
    return transaction.effects.reduce((now, effect) => (effect.is(setMarks) ? effect.value : now), moved);
  },
});

export const lineMarks = [
  marks,
  gutter({ markers: (view) => view.state.field(marks), initialSpacer: () => new Mark("holds") }),
];

// The verdict of each line: that of its claims which matters most.
export function verdictsOfLines(claims) {
  const found = new Map();
  for (const { line, verdict } of claims) {
    const before = RANKS.indexOf(found.get(line));
    if (RANKS.indexOf(verdict) > before) found.set(line, verdict);
  }
  return found;
}

export function marksOf(doc, verdicts) {
  const lines = [...verdicts].filter(([line]) => line <= doc.lines).sort(([one], [other]) => one - other);
  return setMarks.of(RangeSet.of(lines.map(([line, verdict]) => new Mark(verdict).range(doc.line(line).from))));
}
