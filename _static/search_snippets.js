// Search shows the words around what it finds. A formula among them becomes an ellipsis, and the
// marks and numbers of rows are left out.
document.addEventListener("DOMContentLoaded", () => {
  if (typeof Search === "undefined") return;
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const formula of page.querySelectorAll(".katex")) formula.replaceWith("…");
    for (const mark of page.querySelectorAll(".derivation-mark")) mark.remove();
    return textOf(page.documentElement.outerHTML, anchor).replace(/\s+/g, " ");
  };
});
