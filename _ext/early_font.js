// Fetches the font of formulas with the page, so that its lines do not move later.
// Not from the disk, where a browser refuses to fetch fonts ahead.
if (location.protocol !== "file:") {
  const link = document.createElement("link");
  const href = new URL("formulas.woff2", document.currentScript.src);
  Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous", href });
  document.head.append(link);
}
