// The grids in their places: x above the windows that look at it, and the gradients below and beside.

import { buildGrid } from "../grids/parts.js";
import { make } from "../shared.js";
import { kindOf, nameOf } from "./words.js";
import { isConvolution, paddingOf, shapeOf } from "./windows.js";

// Empty cells before and behind a row, above the columns of the padding.
function pad(table, text, state) {
  const [line] = table.rows;
  for (let count = 0; count < paddingOf(state); count++) {
    line.prepend(make("td", "nnd-entry nnd-pad", text));
    line.append(make("td", "nnd-entry nnd-pad", text));
  }
}

const CAPTIONS = { A: "A: each row is a window" };

// `follow` gets each table, so that the arrow keys move through it.
export function buildTables(state, cells, hands, follow) {
  const tableOf = (grid) => {
    const name = make("span", `nnd-symbol ${kindOf(grid)}`, CAPTIONS[grid] ?? nameOf(grid));
    const table = buildGrid(grid, shapeOf(grid, state), [name], cells, hands);
    if (grid === "x") pad(table, "0", state);
    if (grid === "dx") pad(table, "", state);
    follow(table, grid);
    return table;
  };
  const kernel = isConvolution(state) ? ["w", "b", "dw", "db"] : [];
  const place = make("div", "nnd-windows", ...["x", "A", "y", "dy", "dx"].map(tableOf));
  place.style.setProperty("--nnd-columns", shapeOf("A", state)[1]);
  const row = make("div", "nnd-kernel", ...kernel.map(tableOf));
  row.hidden = !kernel.length;
  return [row, place];
}
