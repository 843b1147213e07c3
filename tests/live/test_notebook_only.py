"""What only a notebook has: importing it works in a page, and using it says so."""

import sys
from typing import Any

import pytest

from nnderiv.live.cells import Cells
from nnderiv.live.notebook_only import missing

IMPORTS = """
import ipywidgets as widgets
import matplotlib as mpl
import matplotlib.pyplot as plt
import anywidget, traitlets
from IPython.display import Markdown, clear_output
from matplotlib.colors import LinearSegmentedColormap
from nnderiv.explorers import GraphExplorer
from nnderiv.figures import circuit

plt.style.use("nnderiv.book")
figures = (plt.Figure, circuit)
"""


def run(page: Cells, source: str) -> Any:
    return page.run(source, lambda text: None)


def test_a_cell_of_imports_runs(page: Cells) -> None:
    assert run(page, IMPORTS)["ok"], run(page, IMPORTS)
    assert run(page, "plt.show")["result"] == (
        "<matplotlib.pyplot.show, which only the notebook has>"
    )


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("plt.show()", "This cell draws: matplotlib.pyplot.show is not in this page."),
        ("fig, ax = plt.subplots()", "matplotlib.pyplot.subplots is not"),
        ("fig, ax = plt.figure", "matplotlib.pyplot.figure is not"),
        ("circuit(1)", "This cell draws: nnderiv.figures.circuit is not in this page."),
        ("GraphExplorer()", "This cell shows a widget: nnderiv.explorers.GraphExplorer is not"),
        ("@widgets.interact\ndef f(x): pass", "This cell shows a widget: ipywidgets.interact is"),
        ("class W(anywidget.AnyWidget): pass", "shows a widget: anywidget.AnyWidget is not"),
        ("import names\nnames.FILES['last']", "This cell reads data: names.FILES is not in this"),
        ("clear_output()", "This cell needs IPython: IPython.display.clear_output is not"),
        ("mpl.rcParams['font.size'] = 3", "This cell draws: matplotlib.rcParams is not"),
        ("mpl.rcParams['font.size']", "This cell draws: matplotlib.rcParams is not"),
        ("with plt.rc_context({}): pass", "This cell draws: matplotlib.pyplot.rc_context is"),
    ],
)
def test_a_cell_that_draws_says_that_it_needs_the_notebook(
    page: Cells, source: str, sentence: str
) -> None:
    run(page, IMPORTS)
    answer = run(page, source)
    assert sentence in answer["needs_notebook"]
    assert answer["needs_notebook"].endswith("Open the chapter's notebook to run it.")
    assert (answer["ok"], answer["error"], answer["result"]) == (False, None, None)


def test_what_stands_before_the_drawing_has_run(page: Cells) -> None:
    run(page, "import matplotlib.pyplot as plt\ncurve = [1, 2]\nplt.plot(curve)\nafter = 1")
    assert run(page, "curve")["result"] == "[1, 2]"


def test_a_cell_that_uses_what_such_a_cell_would_have_set_needs_the_notebook_too(
    page: Cells,
) -> None:
    run(page, "import names\nlines = names.FILES['last']\ncount = 1")
    said = "and the cell that sets it needs the notebook. Open the chapter's notebook to run it."
    for source, name in [("words = [*lines]", "lines"), ("[*words]", "words"), ("count", "count")]:
        answer = run(page, source)
        assert answer["needs_notebook"] == f"This cell uses {name}, {said}"
        assert (answer["ok"], answer["error"]) == (False, None)
    assert run(page, "lines = []\n[*lines]")["result"] == "[]"
    assert run(page, "nowhere")["error"]["kind"] == "NameError"


def test_a_module_that_is_missing_and_has_no_stand_in_is_an_error(page: Cells) -> None:
    assert run(page, "import no_such_module")["error"]["kind"] == "ModuleNotFoundError"


def test_no_stand_in_hides_a_module_that_is_there() -> None:
    finders = [*sys.meta_path]
    assert missing() == []
    source = "import matplotlib\nfrom nnderiv.explorers import GraphExplorer\nmatplotlib.__file__"
    assert run(Cells(), source)["result"].endswith("__init__.py'")
    assert sys.meta_path == finders


def test_a_second_page_installs_nothing_again(page: Cells) -> None:
    finders = [*sys.meta_path]
    assert run(Cells(), IMPORTS)["ok"]
    assert sys.meta_path == finders
