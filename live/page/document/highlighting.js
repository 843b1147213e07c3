// What a document is made of, as far as it helps to find a formula in it: comments, and LaTeX
// between dollar signs, brackets and environments. All else is words.
const COMMENT = /^(?:<!--.*?(?:-->|$)|# %% cell .*|[ \t]*(?:%+|\.\.)[ \t]*given:.*)/;
const COMMAND = /^\\(?:[A-Za-z]+\*?|.)/;
const NUMBER = /^\d+(?:\.\d+)?/;
const OPENINGS = [
  [/^\$\$/, "$$"],
  [/^\$(?=[^\s$][^$]*\$)/, "$"],
  [/^\\\[/, "\\]"],
  [/^\\begin\{(align|aligned|equation|gather|gathered|multline|split|eqnarray)\*?\}/, "\\end"],
  [/^\.\. math::/, "blank"],
];

function inFormula(stream, state) {
  if (state.closer !== "blank" && stream.match(state.closer)) {
    state.closer = null;
    return "keyword";
  }
  if (stream.match(COMMAND)) return "keyword";
  if (stream.match(NUMBER)) return "number";
  if (stream.match(/^%.*/)) return "comment";
  stream.next();
  return null;
}

function inWords(stream, state) {
  if (stream.match(COMMENT)) return "comment";
  for (const [opening, closer] of OPENINGS) {
    if (stream.match(opening)) {
      state.closer = closer;
      return "keyword";
    }
  }
  if (stream.sol() && stream.match(/^%.*/)) return "comment";
  if (stream.sol() && stream.match(/^#{1,6} .*/)) return "heading";
  if (stream.match(/^\\[A-Za-z]+\*?/)) return "keyword";
  if (!stream.eatWhile(/[^$\\<.]/)) stream.next();
  return null;
}

export const document = {
  name: "document",
  startState: () => ({ closer: null }),
  copyState: (state) => ({ ...state }),
  token: (stream, state) => (state.closer ? inFormula(stream, state) : inWords(stream, state)),
  blankLine(state) {
    if (state.closer === "$" || state.closer === "blank") state.closer = null;
  },
};
