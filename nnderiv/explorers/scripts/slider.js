import { make, number } from "./shared.js";

// A slider with its name before it and its number behind it: one decimal, as the slider sets it, or
// two where Python has set more.
export function slider(name, [min, max], className, move) {
  const input = Object.assign(make("input", "nnd-range"), { type: "range", min, max, step: 0.1 });
  const output = make("span", `nnd-range-value ${className}`);
  input.setAttribute("aria-label", name); // or its number would be a part of its name
  input.addEventListener("input", () => move(Number(input.value)));
  const show = (value) => {
    input.value = value;
    output.textContent = number(value, value === Number(value.toFixed(1)) ? 1 : 2);
  };
  return { label: make("label", "nnd-slider", make("span", "nnd-range-name", name), input, output), show };
}
