// Options that were tried or ruled out: a sign says so, and they cannot be chosen again.

export function ruleOut(stage, value, sign) {
  const input = stage.querySelector(`input[name=answer][value="${CSS.escape(value)}"]`);
  if (!input || input.disabled) return;
  input.disabled = true;
  input.checked = false;
  mark(input, sign);
}

export function mark(input, sign) {
  const label = input.closest("label");
  label.classList.add({ "✓": "nnd-right-one", "✗": "nnd-tried", "–": "nnd-ruled-out" }[sign]);
  const shown = Object.assign(document.createElement("span"), { className: "nnd-sign", textContent: sign });
  shown.setAttribute("role", "img");
  shown.setAttribute("aria-label", { "✓": "right", "✗": "tried", "–": "ruled out" }[sign]);
  label.append(shown);
}

// A stage that is answered stays as it is.
export function close(stage) {
  for (const field of stage.querySelectorAll("[name=answer]")) {
    if (field.checked) mark(field, "✓");
    if (field.type === "radio" || field.localName === "select") field.disabled = true;
    else field.readOnly = true;
  }
}
