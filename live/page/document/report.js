// What proof-reading a document found, in the order in which one mends it: rows that fail, reasons
// why rows were not read, names to declare.
import { mathml } from "../../../_ext/mathml.js";
import { button, element } from "../panel/elements.js";

const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

// `goTo(line)` goes to a line of the editor, and `declare(lines)` puts lines into it.
export function reportOf(found, { places, note, goTo, declare }) {
  const place = (row) => button(places.inWords(row), () => goTo(places.line(row)), { class: "live-place" });
  return [
    note && element("p", { class: "live-left-out" }, note),
    part(`Rows that fail (${found.counts.fails})`, found.failing.map((row) => failing(row, place))),
    part(`Not read, by reason (${found.counts.unread})`, found.unread.map((root) => unread(root, place))),
    toDeclare(found.declare, declare),
  ].filter(Boolean);
}

function part(title, items) {
  if (!items.length) return null;
  return element("section", {}, element("h2", {}, title), element("ol", {}, ...items));
}

const further = (details) =>
  details.length ? [element("p", { class: "live-numbers" }, details.join("\n"))] : [];

function failing(row, place) {
  const [reason, ...more] = row.details;
  return element("li", {}, place(row), ...statement(row), element("p", {}, reason), ...further(more));
}

function unread(root, place) {
  const item = element("li", { class: "live-unread" }, place(root), ...statement(root), element("p", {}, root.reason));
  if (root.caret.length) item.append(element("pre", { class: "live-caret" }, root.caret.join("\n")));
  item.append(...further(root.details.slice(1)));
  if (root.others.length) {
    const same = `${counted(root.others.length, "more row")} for the same reason: `;
    const places = root.others.flatMap((row, index) => [index ? ", " : "", place(row)]);
    item.append(element("p", {}, same, ...places));
  }
  if (root.resting) {
    const rest = root.resting === 1 ? "rests" : "rest";
    const root_ = root.count === 1 ? "it" : "them";
    item.append(element("p", {}, `${counted(root.resting, "more row")} ${rest} on ${root_}.`));
  }
  return item;
}

// The formula of a row, set and as it is written.
function statement({ latex }) {
  const written = element("code", { class: "live-latex" }, latex);
  const formula = element("div", { class: "math live-formula" });
  try {
    formula.innerHTML = mathml(`\\begin{aligned}${latex}\\end{aligned}`, { display: true });
  } catch {
    return [written]; // in the words of the reader's own, which are not known here
  }
  return [formula, written];
}

function toDeclare(lines, declare) {
  if (!lines.length) return null;
  const offered = lines.map((line) =>
    element("li", {}, button(line, () => declare([line]), { class: "live-declare" })),
  );
  const section = element(
    "section",
    {},
    element("h2", {}, "To declare, if it is an input"),
    element(
      "p",
      {},
      "A click puts the line into your text, where it is read and not printed. A ? is a size to fill in.",
    ),
    element("ul", {}, ...offered),
  );
  if (lines.length > 1) section.append(button("Declare all of them", () => declare(lines)));
  return section;
}
