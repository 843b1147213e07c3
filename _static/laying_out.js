// What is out of sight is laid out bit by bit once the page has come to rest: then the fonts of all
// formulas are there, also for a sheet of paper, and the length of the page is no estimate.
const STEPS = [ // each a task of its own, so that none takes long
  (part) => getComputedStyle(part.firstElementChild).color, // only now has it its style,
  (part) => part.firstElementChild.offsetHeight, // and only now its layout
  (part) => part.classList.add("laid-out"),
];
addEventListener("load", () => {
  const parts = [...document.querySelectorAll("article section section, article table.derivation")];
  const next = () => {
    const part = parts.shift();
    if (!part) return;
    for (const step of STEPS) setTimeout(step, 0, part);
    setTimeout(() => requestIdleCallback(next));
  };
  if ("requestIdleCallback" in window) requestIdleCallback(next);
});
