// The Jacobian of softmax, and dE/do times it: a sum of its rows.

import { CLASSES, shown, subscript } from "./classes.js";
import { choices } from "../controls.js";
import { withPower } from "../scientific.js";
import { make, readout } from "../shared.js";

const LARGEST_ENTRY = 0.25; // of the Jacobian: o(1 − o) at o = 1/2

// 0, or −1/o_t, which may be large, in a narrow column.
function upstreamText(value) {
  if (value === 0) return "0";
  return value > -1e3 || !Number.isFinite(value) ? shown(value, value > -10 ? 3 : 1) : withPower(value, 1);
}

// A factor of a product that the reader may redo.
function factor(value) {
  const plain = value === 0 || (Math.abs(value) > 1e-3 && Math.abs(value) < 1e3);
  return plain || !Number.isFinite(value) ? shown(value) : withPower(value, 3);
}

const headOf = (tag, scope, className, ...content) =>
  Object.assign(make(tag, `nnd-head ${className}`, ...content), { scope });

// `choose` gets the column that is written out.
export function buildJacobian(choose) {
  const heads = Object.fromEntries(CLASSES.map((i) => [i, `dh${subscript(i)}`]));
  const columns = choices("", heads, (i) => choose(Number(i)));
  const labels = columns.buttons.map((button) => headOf("th", "col", "", button.parentElement));
  const cellsOf = (className) =>
    CLASSES.map((i) => {
      const cell = make("td", `nnd-cell ${className}`);
      cell.addEventListener("click", () => choose(i));
      return cell;
    });
  const upstreams = CLASSES.map(() => make("td", "nnd-upstream"));
  const rows = CLASSES.map(() => cellsOf("nnd-entry"));
  const total = cellsOf("nnd-total");
  const corner = Object.assign(headOf("th", "colgroup", "nnd-corner", "dE/do"), { colSpan: 2 });
  const body = make("tbody", "", make("tr", "", corner, ...labels));
  for (const a of CLASSES)
    body.append(make("tr", "", headOf("th", "row", "nnd-row", `do${subscript(a)}`), upstreams[a], ...rows[a]));
  const sum = Object.assign(headOf("th", "row", "nnd-total", "dE/dh"), { colSpan: 2 });
  body.append(make("tr", "", sum, ...total));
  const sized = make("colgroup", "", ...["nnd-names", "nnd-factors"].map((name) => make("col", name)));
  const caption = make("caption", "nnd-caption", "Each row times its dE/do; their sum is dE/dh.");
  const table = make("table", "nnd-table nnd-jacobian", caption, sized, body);
  const written = readout("nnd-written");
  return { panel: make("div", "nnd-panel", table, written), columns, upstreams, rows, total, written };
}

function shade(cell, value) {
  const part = Number.isFinite(value) ? Math.abs(value) / LARGEST_ENTRY : 0;
  cell.textContent = shown(value);
  cell.classList.toggle("nnd-negative", value < 0);
  cell.style.setProperty("--nnd-part", `${(45 * part).toFixed(1)}%`); // more would hide the number
}

export function showJacobian({ columns, upstreams, rows, total, written }, now, { t, entry }) {
  columns.show(entry);
  for (const a of CLASSES) {
    upstreams[a].textContent = upstreamText(now.upstream[a]);
    upstreams[a].parentElement.classList.toggle("nnd-counts", a === t);
    total[a].textContent = shown(now.product[a]);
    for (const i of CLASSES) shade(rows[a][i], now.jacobian[a][i]);
    for (const row of [...rows, total]) row[a].classList.toggle("nnd-chosen", a === entry);
  }
  const [right, at] = [subscript(t), subscript(entry)];
  const factors = `${factor(now.upstream[t])} · ${factor(now.jacobian[t][entry])}`;
  const end = `${shown(now.product[entry])} = o${at} − ${entry === t ? 1 : 0}`;
  written.textContent = `dE/do${right} · do${right}/dh${at} = ${factors} = ${end}; the other products are 0.`;
}
