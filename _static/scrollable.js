// What scrolls sideways inside of its box can be reached by keyboard, and nothing else is.
document.addEventListener("DOMContentLoaded", () => {
  const boxes = document.querySelectorAll(".derivation-right, .derivation-numbers, div.math, table, figure, pre");
  const mark = ({ target }) => {
    const scrolls = target.scrollWidth > target.clientWidth + 1;
    if (scrolls && getComputedStyle(target).overflowX === "auto") target.tabIndex = 0;
    else if (target.tabIndex === 0) target.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => entries.forEach(mark));
  for (const box of boxes) observer.observe(box);
  // a font that arrives changes what is in a box, not the box; what is out of sight is not laid out
  document.fonts.addEventListener("loadingdone", () => {
    for (const target of boxes)
      if (target.checkVisibility({ contentVisibilityAuto: true })) mark({ target });
  });
});
