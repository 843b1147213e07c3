// The table of paths: a row for each, and behind it what it adds up to, as it is and times h.

import { keyOf } from "../grids/places.js";
import { make } from "../shared.js";
import { PATHS, pathTable, shownLine } from "./layer.js";
import { shownNumber, symbolAt } from "./words.js";

const pathNames = ({ normalisation }) => ({
  direct: "direct", mean: "mean", variance: normalisation === "rms" ? "mean square" : "variance",
});

export function buildPaths(entry, state) {
  const heading = (scope, text, className = "") => Object.assign(make("th", className, text), { scope });
  const line = shownLine({ ...entry, grid: "dx" }, state);
  const own = line.findIndex((place) => keyOf(place) === keyOf({ ...entry, grid: "dx" }));
  const names = [...PATHS.map((path) => pathNames(state)[path]), "dL/dx"];
  const head = make("tr", "", make("td", ""), ...line.map((place, i) => heading("col", symbolAt({ ...place, grid: "x" }), i === own ? "nnd-own" : "")),
    heading("col", "Σ", "nnd-total"), heading("col", "Σ · h", "nnd-total"));
  const rows = pathTable(entry, state).map((values, i) => make(
    "tr", i === PATHS.length ? "nnd-whole-path" : "", heading("row", names[i]),
    ...(values ?? Array(line.length + 2).fill(null)).map((value, j) => {
      const ends = j < line.length ? "" : " nnd-total";
      return make("td", `${j === own ? "nnd-own" : ""}${ends}`, value === null ? "none" : shownNumber(value));
    }),
  ));
  const caption = make("caption", "nnd-shape", "dL/dx, path by path; Σ is the sum of a row, Σ · h its sum times h");
  return make("table", "nnd-table nnd-path-table", caption, make("thead", "", head), make("tbody", "", ...rows));
}
