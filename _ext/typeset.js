// Turns formulas into MathML with Temml: a JSON request a line in, a JSON answer a line out.
// \class{name}{…} puts a class around a part of a formula, as it does in MathJax.
const temml = require("temml");
const requests = require("node:readline").createInterface({ input: process.stdin });

const OPTIONS = {
  annotate: true, // a formula carries its LaTeX, to be copied
  throwOnError: true,
  trust: ({ command }) => command === "\\class",
};

requests.on("line", (line) => {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { html: temml.renderToString(latex, { ...OPTIONS, displayMode: display }) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
});
