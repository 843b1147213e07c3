// The Jacobian as a table with headings: its rows are the outputs, or in its other layout the inputs.

import { buildCell, onPoint } from "../grids/cells.js";
import { keyOf, upTo } from "../grids/places.js";
import { make } from "../shared.js";
import { shapeOf, symbolOf } from "./arrays.js";

function buildHeading(place, scope, state, cells, hands) {
  const cell = Object.assign(make("th", "nnd-entry nnd-heading nnd-of-value", symbolOf(place, state)), { scope });
  cell.setAttribute("role", scope === "row" ? "rowheader" : "columnheader");
  onPoint(cell, place, hands);
  cells.set(keyOf(place), { place, cell });
  return cell;
}

export function buildJacobian(state, cells, hands) {
  const [outputs, inputs] = shapeOf("J", state);
  const turned = state.rows === "inputs";
  const [across, down] = turned ? [outputs, inputs] : [inputs, outputs];
  const [top, side] = turned ? ["output", "input"] : ["input", "output"];
  const at = (grid, column) => ({ grid, row: 1, column });
  const corner = make("td", "nnd-corner");
  const body = make("tbody", "", make("tr", "", corner,
    ...upTo(across).map((i) => buildHeading(at(top, i), "col", state, cells, hands))));
  for (const i of upTo(down)) {
    const line = make("tr", "", buildHeading(at(side, i), "row", state, cells, hands));
    for (const j of upTo(across)) {
      const place = turned ? { grid: "J", row: j, column: i } : { grid: "J", row: i, column: j };
      const cell = buildCell(place, hands);
      cells.set(keyOf(place), { place, cell });
      line.append(cell);
    }
    body.append(line);
  }
  const table = make("table", "nnd-table nnd-grid nnd-grid-J", body);
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", "Jacobian");
  return table;
}

// Where an arrow leads inside the table and its headings; at the edge, it leads nowhere.
export function stepInJacobian({ grid, row, column }, [down, right], state) {
  const turned = state.rows === "inputs";
  const from = { output: [column, 0], input: [0, column], J: [row, column] }[grid];
  const [outputs, inputs] = shapeOf("J", state);
  const move = (at, by, low, high) => Math.min(high, Math.max(low, at + by));
  const lowest = (other) => (other === 0 ? 1 : 0); // there is no heading of headings
  const to = turned
    ? [move(from[0], right, lowest(from[1]), outputs), move(from[1], down, lowest(from[0]), inputs)]
    : [move(from[0], down, lowest(from[1]), outputs), move(from[1], right, lowest(from[0]), inputs)];
  if (to[0] === 0) return { grid: "input", row: 1, column: to[1] };
  if (to[1] === 0) return { grid: "output", row: 1, column: to[0] };
  return { grid: "J", row: to[0], column: to[1] };
}
