// What is out of sight is laid out bit by bit once the page has come to rest: then the fonts of all
// formulas are there, also for a sheet of paper, and the length of the page is no estimate.
const STEPS = [ // each a task of its own, so that none takes long
  (part) => getComputedStyle(part.firstElementChild).color, // only now has it its style,
  (part) => part.firstElementChild.offsetHeight, // and only now its layout
  (part) => part.classList.add("laid-out"),
];
addEventListener("load", () => {
  const parts = [...document.querySelectorAll(".bd-article section section, .bd-article table.derivation")];
  const next = () => {
    const part = parts.shift();
    STEPS.forEach((step) => setTimeout(step, 0, part));
    if (parts.length > 0) setTimeout(requestIdleCallback, 0, next);
  };
  if ("requestIdleCallback" in window) requestIdleCallback(next);
});
