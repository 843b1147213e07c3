import { clamp, make } from "./shared.js";

// A number to type, with its name before it. Only a number of the range reaches `move` while it is
// typed; when the reader leaves the field, one beyond the range becomes the range's end.
export function numberInput(name, [min, max], move) {
  const input = Object.assign(make("input", "nnd-number-input"), { type: "number", min, max, step: 0.1 });
  let shown;
  const restore = () => (input.value = shown);
  const show = (value) => {
    shown = String(value);
    if (input.valueAsNumber !== value) restore(); // or "1." would become "1" while it is typed
  };
  input.addEventListener("input", () => {
    const value = input.valueAsNumber;
    if (value === clamp(value, min, max)) move(value); // nan equals nothing
  });
  input.addEventListener("change", () => {
    if (Number.isFinite(input.valueAsNumber)) move(clamp(input.valueAsNumber, min, max));
    restore();
  });
  return { label: make("label", "nnd-number-label", name, input), input, show };
}
