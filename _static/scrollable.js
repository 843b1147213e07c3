// What scrolls sideways inside of its box can be reached by keyboard, and nothing else is; and it
// shows on which side it goes on.
document.addEventListener("DOMContentLoaded", () => {
  const MAY =
    ".derivation-right, .derivation-numbers, .nnd-exercise :is(.nnd-right, .nnd-label), div.math, div.math > *, table, td > p, figure, pre";
  const boxes = new Set(document.querySelectorAll(MAY));
  const SLACK = 8; // pixels: less is the space beside a text, and nothing of the text is hidden
  const measure = (box) => {
    const hidden = box.scrollWidth - box.clientWidth;
    const scrolls = hidden > SLACK && getComputedStyle(box).overflowX === "auto";
    return {
      box,
      scrolls,
      left: scrolls && box.scrollLeft > SLACK,
      right: scrolls && box.scrollLeft < hidden - SLACK,
    };
  };
  const mark = ({ box, scrolls, left, right }) => {
    if (scrolls) box.tabIndex = 0;
    else if (box.tabIndex === 0) box.removeAttribute("tabindex");
    box.classList.toggle("more-left", left);
    box.classList.toggle("more-right", right);
  };
  // all are measured before the first is marked, so that the page is laid out once
  const markAll = (some) => some.map(measure).forEach(mark);
  const observer = new ResizeObserver((entries) => markAll(entries.map(({ target }) => target)));
  for (const box of boxes) observer.observe(box);
  // rows of the reader's own take the place of those before
  document.addEventListener("rowsshown", ({ target }) => {
    for (const box of boxes) {
      if (box.isConnected) continue;
      observer.unobserve(box);
      boxes.delete(box);
    }
    for (const box of target.querySelectorAll(MAY)) {
      boxes.add(box);
      observer.observe(box);
    }
  });
  const scrolled = ({ target }) => boxes.has(target) && markAll([target]);
  document.addEventListener("scroll", scrolled, { capture: true, passive: true });
  // a font that arrives changes what is in a box, not the box
  document.fonts.addEventListener("loadingdone", () => markAll([...boxes]));
});
