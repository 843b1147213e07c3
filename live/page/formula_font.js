// The page's own font of formulas has the characters that the page shows. A reader types others.
const FILE = new URL("formulas.woff2", document.currentScript.src);
let brought = null;

// Brings the font that has them all; until it is here, and if it never comes, another stands in.
export function bringFormulaFont() {
  brought ??= new FontFace("Formulas", `url("${FILE.href}")`).load().then(
    (font) => document.fonts.add(font),
    () => (brought = null), // to be asked for again
  );
}
