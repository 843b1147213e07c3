// Turns formulas into MathML: a JSON request a line in, a JSON answer a line out.
import { createInterface } from "node:readline";

import { mathml } from "./mathml.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { latex, display } = JSON.parse(line);
  let answer;
  try {
    answer = { html: mathml(latex, { display }) };
  } catch (error) {
    answer = { error: error.message };
  }
  console.log(JSON.stringify(answer));
}
