// Calls functions on the exports of modules: a JSON request a line in, a JSON answer a line out.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  let answer;
  try {
    const { default: called } = await import(request.function);
    answer = JSON.stringify({ found: called(await import(request.module), ...request.arguments) });
  } catch (error) {
    answer = JSON.stringify({ error: error.stack });
  }
  console.log(answer);
}
