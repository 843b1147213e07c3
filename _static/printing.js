// A page is printed light, and with its solutions.
const page = document.documentElement;
const SOLUTIONS = "article details:not(.derivation-mark, .hide, .nnd-source), article .tag_hide-cell > details.hide";
let theme;
let unfolded = [];
addEventListener("beforeprint", () => {
  theme = page.dataset.theme;
  page.dataset.theme = "light";
  unfolded = [...document.querySelectorAll(SOLUTIONS)].filter((solution) => !solution.open);
  for (const solution of unfolded) solution.open = true;
});
addEventListener("afterprint", () => {
  page.dataset.theme = theme;
  for (const solution of unfolded) solution.open = false;
});
