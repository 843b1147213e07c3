// What scrolls sideways inside of its box can be reached by keyboard, and nothing else is; and it
// shows on which side it goes on.
document.addEventListener("DOMContentLoaded", () => {
  const boxes = new Set(
    document.querySelectorAll(
      ".derivation-right, .derivation-numbers, div.math, div.math > *, table, td > p, figure, pre",
    ),
  );
  const mark = (box) => {
    const hidden = box.scrollWidth - box.clientWidth;
    const scrolls = hidden > 1 && getComputedStyle(box).overflowX === "auto";
    if (scrolls) box.tabIndex = 0;
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
    box.classList.toggle("more-left", scrolls && box.scrollLeft > 1);
    box.classList.toggle("more-right", scrolls && box.scrollLeft < hidden - 1);
  };
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
  for (const box of boxes) observer.observe(box);
  const scrolled = ({ target }) => boxes.has(target) && mark(target);
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });
  // a font that arrives changes what is in a box, not the box; what is out of sight is not laid out
  document.fonts.addEventListener("loadingdone", () => {
    for (const box of boxes)
      if (box.checkVisibility({ contentVisibilityAuto: true })) mark(box);
  });
});
