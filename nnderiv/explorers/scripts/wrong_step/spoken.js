// A formula in words, for the name of what holds it: a button's formula is not read by itself.

const SIGNS = { "=": "equals", "−": "minus", "+": "plus", "≈": "is about", "∑": "the sum of", "′": "prime" };
const SCRIPTS = { msup: "to the power", msub: "sub", munder: "over", mover: "with" };

function inWords(node) {
  const parts = () => [...node.children].map(inWords).filter(Boolean);
  switch (node.localName) {
    case "annotation":
    case "mspace":
      return "";
    case "mfrac":
      return `fraction ${parts().join(" over ")} end of fraction`;
    case "msup":
    case "msub":
    case "munder":
    case "mover": {
      const [base, script] = parts();
      return script === "prime" ? `${base} prime` : `${base} ${SCRIPTS[node.localName]} ${script}`;
    }
    default: {
      const sign = node.textContent.trim();
      return node.children.length ? parts().join(" ") : SIGNS[sign] ?? sign;
    }
  }
}

// All formulas inside a part of the page, in order; "" where they are no MathML.
export const spoken = (part) => [...part.querySelectorAll("math")].map(inWords).join(" ");
