// Attention forward, its gradients backward, and one entry with what makes it and what it makes.

import { choices, labelsOf, live, onSteps } from "../controls.js";
import { showNumber } from "../grids/cells.js";
import { buildFoot, buildGrid, buildHands, buildMarks, light } from "../grids/parts.js";
import { DIRECTIONS, keyOf, parseEntry } from "../grids/places.js";
import { change, clamp, make, readout, valuesOf } from "../shared.js";
import { slider } from "../slider.js";
import { BACKWARD, FORWARD, MASKS, compute, entryText, feedsOf, isGiven, shapeOf, shapeText, symbol, symbolOf, takesPart, termsOf } from "./arrays.js";
import { kindOf, summed, textOf, writeOut } from "./words.js";

const TRAITS = ["mask", "bias", "entry", "Q", "K", "V", "dy"];
const FORMULAS = {
  S: "S = Q(K + b)ᵀ / √d",
  A: "A = softmax of each row of S",
  Y: "Y = AV",
  dV: "dL/dV = Aᵀ dL/dY",
  dA: "dL/dA = dL/dY Vᵀ",
  dS: "dL/dS = A ⊙ (dL/dA − μ)",
  dQ: "dL/dQ = dL/dS (K + b) / √d",
  dK: "dL/dK = (dL/dS)ᵀ Q / √d",
};

function buildTable(grid, { cells, hands, chosen }) {
  const name = make("span", `nnd-symbol ${kindOf(grid)}`, symbol(grid));
  const table = buildGrid(grid, shapeOf(grid), [name, ` ${shapeText(grid)}`], cells, hands);
  onSteps(table, { small: 1, large: 1 }, (_, key) => {
    const [{ row, column }, [down, right], [rows, columns]] = [chosen(), DIRECTIONS[key], shapeOf(grid)];
    const to = { grid, row: clamp(row + down, 1, rows), column: clamp(column + right, 1, columns) };
    cells.get(keyOf(to)).cell.focus(); // which chooses it
  });
  return table;
}

function buildBlock(title, grids, view) {
  const lines = Object.entries(FORMULAS).filter(([grid]) => grids.includes(grid)).map(([grid, text]) =>
    make("span", `nnd-formula nnd-formula-${grid}`, text));
  const tables = grids.map((grid) => buildTable(grid, view));
  const side = (some) => make("div", "nnd-side", ...some);
  const block = make(
    "div", "nnd-block",
    make("p", "nnd-title", title), make("p", "nnd-formulas", ...lines.flatMap((line) => [line, " "])),
    side(tables.slice(0, 3)), side(tables.slice(3)),
  );
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", title);
  return block;
}

function buildControls(model) {
  const masks = choices("Mask", labelsOf(MASKS, "label"), (mask) => change(model, { mask }));
  const bias = slider("b", [-3, 3], "", (value) => change(model, { bias: value }));
  const show = (state) => {
    masks.show(state.mask);
    bias.show(state.bias);
  };
  return { parts: [masks.fieldset, bias.label], show };
}

// The weights also as a shade, and what the mask leaves out in grey.
function showCells(cells, about) {
  for (const { place, cell } of cells.values()) {
    showNumber(cell, symbolOf(place), textOf(place, about, 2));
    if (!/[SA]$/.test(place.grid)) continue;
    cell.classList.toggle("nnd-left-out", !takesPart(place, about.state));
    if (place.grid === "A") cell.style.setProperty("--nnd-weight", `${Math.round(about.now.A[place.row - 1][place.column - 1] * 45)}%`);
  }
}

function render({ model, el }) {
  const cells = new Map();
  const [blocks, output] = [make("div", "nnd-blocks"), readout("nnd-sum")];
  const { notice, last } = buildFoot(model, TRAITS, "Point at any number, or use tab and arrows. Those of Q, K, V and dL/dY can be changed: click again, or type.");
  const chosen = () => parseEntry(model.get("entry"));
  const hands = buildHands(model, {
    blocks, notice, isGiven, kindOf, again: show,
    nameOf: symbolOf,
    valueNow: ({ grid, row, column }) => model.get(grid)[row - 1][column - 1],
    choose: (place) => change(model, { entry: entryText(place) }),
    chosen,
  });
  const controls = buildControls(model);
  const view = { cells, hands, chosen };
  blocks.append(buildBlock("Forward", FORWARD, view), buildBlock("Backward", BACKWARD, view));
  const root = make("div", "nnd-explorer nnd-grids nnd-attention", ...controls.parts, blocks, buildMarks(), output, last);
  el.append(root);

  function show() {
    const state = valuesOf(model, TRAITS);
    const [about, entry] = [{ state, now: compute(state) }, chosen()];
    controls.show(state);
    showCells(cells, about);
    light(cells, entry, termsOf(entry, state).flat(), feedsOf(entry, state));
    const now = `nnd-formula-${summed(entry).grid}`;
    for (const line of blocks.querySelectorAll(".nnd-formula")) line.classList.toggle("nnd-now", line.classList.contains(now));
    writeOut(output, entry, about);
  }
  return live({ model, el }, TRAITS, root, show);
}

export default { render };
