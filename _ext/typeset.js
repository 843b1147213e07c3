// Typesets formulas with KaTeX: a JSON request a line in, a JSON answer a line out.
// \class{name}{…} puts a class around a part of a formula, as it does in MathJax.
const katex = require("katex");
const requests = require("node:readline").createInterface({ input: process.stdin });

const OPTIONS = {
  macros: { "\\class": "\\htmlClass" },
  strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
  trust: ({ command }) => command === "\\htmlClass",
};

requests.on("line", (line) => {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, { ...OPTIONS, displayMode: display }) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
});
