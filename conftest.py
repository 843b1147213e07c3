"""How the tests are run: what is quick comes first, and no slow machine makes one fail."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty
from typing import Any

import pytest
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell
from xdist.scheduler import LoadScopeScheduling

# Threads that share the product of two small matrices wait for each other longer than they compute,
# and all processors have their workers. It counts for NumPy only if it is set before the import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def _no_figure_stays_open() -> Iterator[None]:
    """Close what a test or an example drew: matplotlib warns of more than 20 at once."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


PATIENCE = 600  # seconds between the end of a cell and its last output; nbval itself waits 5


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def _stage(item: pytest.Item) -> int:
    """Tell when a test comes: at first what is quick, then what is slow, chapters, pages."""
    if _file(item.nodeid).startswith("tests/browser/"):
        return 3
    if isinstance(item, IPyNbCell):
        return 2
    return 0 if item.get_closest_marker("slow") is None else 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the files by stages, in each those with the most tests first, and let nbval wait."""
    sizes = Counter(_file(item.nodeid) for item in items)
    items.sort(key=lambda item: (_stage(item), -sizes[_file(item.nodeid)], _file(item.nodeid)))
    for item in items:
        if isinstance(item, IPyNbCell):
            item.output_timeout = PATIENCE


def _share(nodeid: str) -> str:
    """Name what one worker does as a whole: a file, or all that starts kernels.

    Kernels that start in two workers at once could choose the same ports.
    """
    file = _file(nodeid)
    return "kernels" if file.endswith(".ipynb") or file.startswith("tests/course/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Hand out the shares in their order, each when a worker is free."""
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = _share
    return scheduler


def _wait_until_heard(kernel: Any) -> None:
    """Ask a kernel something until it is heard, while it lives; nbval itself asks 30 times."""
    while kernel.is_alive():
        kernel.kc.kernel_info()
        with suppress(Empty):
            kernel.kc.get_iopub_msg(timeout=1)
            return
    raise RuntimeError("The kernel ended before it was heard.")


RunningKernel._ensure_iopub_up = _wait_until_heard
