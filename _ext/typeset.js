// Typesets formulas with KaTeX: a JSON request a line in, a JSON answer a line out.
const katex = require("katex");
const requests = require("node:readline").createInterface({ input: process.stdin });

requests.on("line", (line) => {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { html: katex.renderToString(latex, { displayMode: display, strict: "error" }) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
});
