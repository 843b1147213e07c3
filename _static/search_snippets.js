// Search shows the words around what it finds. A formula among them becomes an ellipsis, and what
// is no text of the page is left out: buttons and contents, code, marks of rows.
const NO_TEXT = ".bd-header-article, #jb-print-docs-body, .cell_input, .derivation-mark";
const STYLE = /<style[^]*?<\/style>/g; // which a strict policy refuses, even in a page that is only read
document.addEventListener("DOMContentLoaded", () => {
  if (typeof Search === "undefined") return;
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html.replace(STYLE, ""), "text/html");
    for (const formula of page.querySelectorAll(".katex")) formula.replaceWith("…");
    for (const node of page.querySelectorAll(NO_TEXT)) node.remove();
    return textOf(page.documentElement.outerHTML, anchor).replace(/\s+/g, " ");
  };
});
