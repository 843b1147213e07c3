// Where the rows of a report stand in the editor: those of a notebook are counted from their cell.
import { cellsInText } from "./notebook.js";

export class Places {
  constructor(format, text) {
    this.cells = format === "ipynb" ? cellsInText(text) : [];
  }

  line({ cell, line }) {
    return line + (this.cells[cell - 1]?.line ?? 0);
  }

  inWords({ cell, line }) {
    const number = this.cells[cell - 1]?.number;
    return number ? `Cell ${number}, line ${line}` : `Line ${line}`;
  }
}
