// Fetches the fonts of most formulas with the page, so that its lines do not move later.
// Not from the disk, where a browser refuses to fetch fonts ahead.
if (location.protocol !== "file:") {
  for (const font of ["KaTeX_Main-Regular", "KaTeX_Math-Italic"]) {
    const link = document.createElement("link");
    const href = new URL(`katex/fonts/${font}.woff2`, document.currentScript.src);
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous", href });
    document.head.append(link);
  }
}
