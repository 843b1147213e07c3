// LaTeX to MathML by Temml, set as TeX sets formulas where browsers do otherwise: inside of indices
// and limits no room is left around an operator; a name such as log stands apart from what is
// multiplied with it; and an index belongs to the closing bracket that it follows, not to all that
// is in brackets, or it would slip below them.
//
// The build uses this module in Node, and the page where readers write.
import temml from "temml";

const OPTIONS = {
  annotate: true, // a formula carries its LaTeX, to be copied
  throwOnError: true,
  // \class{name}{…} puts a class around a part of a formula, as it does in MathJax; nothing else
  // may name an address, a style or an attribute
  trust: ({ command }) => command === "\\class",
};
// As LaTeX shows what refers to nothing. Temml would make an empty link of it.
const REFERENCES = {
  "\\ref": "\\text{??}\\@secondoftwo{#1}{}",
  "\\eqref": "\\text{(??)}\\@secondoftwo{#1}{}",
};
// What only says how large to set a formula.
const SETTING = /\\displaystyle |\{\} |\\class\{[\w-]+\}/g;
// Where Temml quotes the formula behind its reason.
const QUOTE = / at position \d+: \n.*| (at end of input): .*/s;
const SCRIPTS = new Set(["msub", "msup", "msubsup", "munder", "mover", "munderover"]);
const THIN_SPACE = "0.1667em";
const FUNCTION_APPLICATION = "\u2061";

// Returns a formula as MathML. What Temml cannot read throws its error, or else stands there as it
// was written, with the reason: a reader may be in the middle of a word.
export function mathml(latex, { display = false, throwOnError = true } = {}) {
  const options = { ...OPTIONS, macros: { ...REFERENCES }, displayMode: display };
  try {
    const math = temml.__renderToMathMLTree(latex, options);
    setAsTex(math);
    return math.toMarkup();
  } catch (error) {
    if (throwOnError) throw error;
    return unread(latex, error.message);
  }
}

function setAsTex(math) {
  dissolveFragments(math);
  for (const element of [...withDescendants(math)]) {
    if (element.type === "annotation") leaveOutSettings(element);
    if (SCRIPTS.has(element.type)) {
      closeUp(element);
      indexTheBracket(element);
    }
    setNamesApart(element);
  }
}

// Temml's fragments have no tag; their children are written as if they stood in their place.
function dissolveFragments(element) {
  if (!element.children) return;
  element.children.forEach(dissolveFragments);
  element.children = element.children.flatMap((child) =>
    child.children && !child.attributes ? child.children : child,
  );
}

function* withDescendants(element) {
  yield element;
  for (const child of elementsIn(element)) yield* withDescendants(child);
}

function elementsIn(element) {
  return (element.children ?? []).filter((child) => child.children);
}

function leaveOutSettings(annotation) {
  for (const latex of annotation.children) latex.text = latex.text.replace(SETTING, "");
}

// Leaves no room around the operators in indices and limits.
function closeUp(script) {
  for (const index of elementsIn(script).slice(1)) {
    for (const { type, attributes } of withDescendants(index)) {
      if (type === "mo" && attributes.fence === undefined) {
        Object.assign(attributes, { lspace: "0", rspace: "0" });
      }
    }
  }
}

// Gives an index of (…) to its closing bracket, unless the brackets grow.
function indexTheBracket(script) {
  const [base, ...indices] = script.children;
  const bracket = base && elementsIn(base).at(-1);
  if (base?.type !== "mrow" || bracket?.attributes.stretchy !== "false") return;
  const { type, attributes, classes, style } = script;
  const indexed = makeElement(script, { type, attributes, classes, style, children: [bracket, ...indices] });
  const children = [...base.children.slice(0, -1), indexed];
  Object.assign(script, { type: "mrow", attributes: {}, classes: [], style: {}, children });
}

// Puts a thin space before a name such as log, if no operator stands there.
function setNamesApart(row) {
  let before = null;
  for (const child of elementsIn(row)) {
    const applied = child.type === "mrow" && elementsIn(child)[1]?.children[0]?.text === FUNCTION_APPLICATION;
    if (applied && before && before.type !== "mo") {
      child.children.unshift(makeElement(row, { type: "mspace", attributes: { width: THIN_SPACE } }));
    }
    before = child;
  }
}

// Temml does not export the class of its elements.
function makeElement({ constructor: MathNode }, { type, attributes, classes, style, children }) {
  return Object.assign(new MathNode(type, children, classes, style), { attributes });
}

function unread(latex, reason) {
  const written = escaped(latex.replace(SETTING, ""));
  const why = escaped(reason.trim().replace(QUOTE, (found, end) => (end ? ` ${end}` : "")));
  return `<span class="unread-formula"><code>${written}</code> <small>(not typeset: ${why})</small></span>`;
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
