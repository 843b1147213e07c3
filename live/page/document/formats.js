// The formats of a document: which one a text is in, and how a line is declared in it.
import { cellsInText, isDerivation } from "./notebook.js";

// By the suffix that Python reads each by.
export const FORMATS = {
  md: "Markdown",
  tex: "LaTeX",
  ipynb: "Notebook",
  rst: "reStructuredText",
  html: "HTML",
};
const SUFFIXES = { tex: "tex", ltx: "tex", ipynb: "ipynb", rst: "rst", rest: "rst", html: "html", htm: "html" };
const SIGNS = [
  ["ipynb", /^# %% cell \d+$/m],
  ["html", /^\s*<(?:!doctype\s+html|html)\b/i],
  ["tex", /\\documentclass|\\begin\{document\}/],
  ["rst", /^\.\. math::/m],
  ["md", /^(?:#{1,6} |```|\$\$)/m],
  ["tex", /\\begin\{/],
];

const suffixOf = (name) => name.match(/\.([^.]+)$/)?.[1].toLowerCase() ?? "";

// The format of a file by its name; null if the name does not tell, as that of a .txt.
export function formatOfName(name) {
  const suffix = suffixOf(name);
  return SUFFIXES[suffix] ?? (["md", "qmd", "myst", "markdown"].includes(suffix) ? "md" : null);
}

export const formatOfText = (text) => SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? "md";

const behind = (pattern, text) => {
  const found = pattern.exec(text);
  return found ? found.index + found[0].length : 0;
};
const comment = (line) => `<!-- $$ ${line} $$ -->\n`;

// Where a line that declares a name goes, and as what: a comment that is read and not printed.
const DECLARED = {
  md: (text, line) => [behind(/^---\n[^]*?\n---\n/, text), comment(line)],
  html: (text, line) => [behind(/<body\b[^>]*>\n?/i, text), comment(line)],
  tex: (text, line) => [behind(/\\begin\{document\}[^\n]*\n?/, text), `% given: ${line}\n`],
  rst: (text, line) => [0, `.. given: ${line}\n\n`],
  ipynb: inNotebook,
};

export const declared = (format, text, line) => DECLARED[format](text, line);

// Derivations know nothing of the text around them: with one, a row of the first of them.
function inNotebook(text, line) {
  const cells = cellsInText(text);
  const derivation = cells.find(({ source }) => isDerivation(source));
  const cell = derivation ?? cells[0];
  if (!cell) return DECLARED.md(text, line);
  const lines = text.split("\n").slice(0, cell.line + (derivation ? 1 : 0));
  const at = lines.join("\n").length + 1;
  if (!derivation) return [at, comment(line)];
  const bare = !/\$\$|\\begin\{(?:align|equation|gather)/.test(derivation.source);
  return [at, bare ? `${line} \\\\\n` : `$$ ${line} $$\n`];
}
