"""Scripts and style sheets of widgets: several files in the sources, one text in the page."""

import re
from pathlib import Path

# In a script `import { a, b } from "./c.js";`, and in a style sheet `@import "./c.css";`. What a
# widget has for itself may lie in a folder: "./linear/c.js", and there "../c.js".
IMPORT = re.compile(
    r'^(?:import \{[^}]*\} from|@import) "(\.\.?/[\w/.]+\.(?:js|css))";\n\n?', re.MULTILINE
)


def joined(path: Path) -> str:
    """Return a script or style sheet with what it imports before it, each file once.

    A widget's code reaches the page as one module, which has no other files to import.
    """
    texts: dict[Path, str] = {}

    def join(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        for imported in IMPORT.findall(text):
            other = (file.parent / imported).resolve()
            if other not in texts:
                join(other)
        texts[file] = IMPORT.sub("", text)

    join(path.resolve())
    return "".join(texts.values())
