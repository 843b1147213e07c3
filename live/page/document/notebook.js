// A notebook as a text: its Markdown and its derivations, each cell below a line with its number. The
// rest of it, code and outputs, is nothing that is proof-read.
const SEPARATOR = /^# %% cell (\d+)$/;
const MAGIC = /^%%derivation[^\n]*/;

export const isDerivation = (source) => MAGIC.test(source);

// The cells of a text in JSON; null if it is no notebook.
function cellsOf(json) {
  if (!/^\s*\{/.test(json)) return null;
  try {
    const { cells } = JSON.parse(json);
    return cells.map(({ cell_type: kind, source }) => ({ kind, source: [source].flat().join("") }));
  } catch {
    return null;
  }
}

// The text of a notebook, and how many of its cells are left out; null if the JSON is no notebook.
export function textOfNotebook(json) {
  const cells = cellsOf(json);
  if (!cells) return null;
  const read = cells
    .map((cell, index) => ({ ...cell, number: index + 1 }))
    .filter(({ kind, source }) => kind === "markdown" || (kind === "code" && isDerivation(source)));
  const text = read.map(({ number, source }) => `# %% cell ${number}\n${source.trimEnd()}\n`).join("\n");
  return { text, leftOut: cells.length - read.length };
}

// The cells of such a text: number, source, and the line before their first; empty if it has none.
export function cellsInText(text) {
  const cells = [];
  text.split("\n").forEach((line, index) => {
    const found = SEPARATOR.exec(line);
    if (found) cells.push({ number: Number(found[1]), line: index + 1, lines: [] });
    else if (cells.length) cells.at(-1).lines.push(line);
    else if (line.trim()) cells.push({ number: null, line: index, lines: [line] });
  });
  const isNotebook = cells.some(({ number }) => number !== null);
  return isNotebook ? cells.map(({ lines, ...cell }) => ({ ...cell, source: lines.join("\n") })) : [];
}

// Such a text as the notebook that Python reads.
export function notebookOfText(text) {
  const cells = cellsInText(text).map(({ source }) => ({
    cell_type: isDerivation(source) ? "code" : "markdown",
    source,
  }));
  return cells.length ? JSON.stringify({ cells }) : text;
}
