// What is said of an answer: by the table of its task.

import { readNumber } from "./numbers.js";

export const valueOf = (stage) => {
  const fields = [...stage.querySelectorAll("[name=answer]")];
  if (fields[0]?.type === "radio") return fields.find((field) => field.checked)?.value ?? "";
  const values = fields.map((field) => field.value.trim());
  return values.includes("") ? "" : values.join(",");
};

// What has to be done before there is an answer.
export function missing(stage) {
  const field = stage.querySelector("[name=answer]");
  if (field?.type === "radio") return "Choose one of these first.";
  return field?.localName === "select" ? "Choose something in each field first." : "Type your answer first.";
}

// The verdict on a value, or a `refusal` of what is no answer.
export function judged(task, value) {
  const told = (answer) => ({ right: answer?.right ?? false, feedback: answer?.feedback ?? task.otherwise });
  const answers = task.answers ?? [];
  if (task.tolerance === undefined) return told(answers.find((answer) => answer.value === value));
  const read = readNumber(value);
  if (read.refusal) return read;
  return told(answers.find((answer) => Math.abs(answer.value - read.value) <= task.tolerance));
}
