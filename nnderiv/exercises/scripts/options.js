// Options that were tried or ruled out: a sign says so, and they cannot be chosen again.

const CLASSES = { wrong: "nnd-tried", right: "nnd-right-one", "ruled out": "nnd-ruled-out" };

function signOf(input, verdict) {
  const [wrong, right] = input.closest("fieldset").dataset.signs?.split("|") ?? ["✗", "✓"];
  return { wrong, right, "ruled out": "–" }[verdict];
}

function mark(input, verdict) {
  const label = input.closest("label");
  label.classList.add(CLASSES[verdict]);
  const text = signOf(input, verdict);
  const sign = Object.assign(document.createElement("span"), { className: "nnd-sign", textContent: text });
  if (text.length === 1) {
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", verdict);
  }
  label.append(sign);
}

export function ruleOut(stage, value, verdict) {
  const input = stage.querySelector(`input[name=answer][value="${CSS.escape(value)}"]`);
  if (!input || input.type !== "radio" || input.disabled) return;
  input.disabled = true;
  input.checked = false;
  mark(input, verdict);
}

// A stage that is answered stays as it is.
export function close(stage) {
  for (const field of stage.querySelectorAll("[name=answer]")) {
    if (field.checked) mark(field, "right");
    if (field.type === "radio" || field.localName === "select") field.disabled = true;
    else field.readOnly = true;
  }
}
