export function typesetRows(html) {
  const t = document.createElement("template");
  t.innerHTML = html;
  return t.content;
}
