"""How many wrong backward passes each checker catches, how many right ones it passes, how closely.

Run it with: pip install -e '.[peers]' && python -m benchmarks.power

The cases are made by rule, in tests/gradcheck/plants.py, or were reported in public, as those in
tests/gradcheck/reports; every checker keeps its default tolerances. It takes three minutes and
7 GB, nearly all of them for the full check of PyTorch, which holds the whole Jacobian of large
arrays.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version

import numpy as np
import torch
from autograd.test_util import check_grads as autograd_check
from jax.test_util import check_grads as jax_check
from torch.autograd.gradcheck import GradcheckError

from benchmarks.peers import (
    Function,
    Passes,
    autograd_numbers,
    error,
    in_autograd,
    in_jax,
    in_torch,
    jax_numbers,
    our_numbers,
    passes_of,
    torch_numbers,
)
from nnderiv import gradcheck
from nnderiv.gradcheck.check import Mode
from tests.catalogue import FIRST, Module
from tests.gradcheck.plants import right, wrong
from tests.gradcheck.reports import REPORTS, Report

SEED = 0  # of the points of the public reports
BREAK = re.compile("(?<=[/_])|(?<=[a-z0-9])(?=[A-Z#])")  # where a narrow column may break a name

# "right" or "wrong", or what else a checker says if it does not decide
Checker = Callable[[Module, Function], str]


def ours(mode: Mode) -> Checker:
    """Our check, which takes the inputs as they are."""

    def run(module: Module, backward: Function) -> str:
        verdict = gradcheck(module.forward, backward, *module.inputs, mode=mode).verdict
        return {"pass": "right", "fail": "wrong"}.get(verdict, verdict)

    return run


def judging(check: Callable[[Passes], object], complaint: type[Exception]) -> Checker:
    """Make a checker of a function that complains; any other exception is an error of ours."""

    def run(module: Module, backward: Function) -> str:
        try:
            check(passes_of(module, backward))
        except complaint:
            return "wrong"
        return "right"

    return run


def torchs(fast: bool) -> Checker:
    """PyTorch's check."""
    return judging(
        lambda passes: torch.autograd.gradcheck(in_torch(passes), passes.tensors, fast_mode=fast),
        GradcheckError,
    )


def jaxs() -> Checker:
    """JAX's check, of the reverse mode, first order."""
    return judging(
        lambda passes: jax_check(in_jax(passes), passes.inputs, order=1, modes=["rev"]),
        AssertionError,
    )


def autograds() -> Checker:
    """The check of HIPS autograd, of the reverse mode, first order, in every input."""

    def check(passes: Passes) -> None:
        np.random.seed(0)  # it draws its direction from there
        every = tuple(range(len(passes.inputs)))
        autograd_check(in_autograd(passes), every, modes=["rev"], order=1)(*passes.inputs)

    return judging(check, AssertionError)


CHECKERS: dict[str, Checker] = {
    "nnderiv": ours("full"),
    "nnderiv, projected": ours("projected"),
    "torch": torchs(fast=False),
    "torch, fast mode": torchs(fast=True),
    "jax": jaxs(),
    "autograd": autograds(),
}


NUMBERS = {"torch": torch_numbers, "jax": jax_numbers, "autograd": autograd_numbers}


def require_wired(name: str) -> None:
    """Exit unless a checker passes every module as it is: then it is called as it should be."""
    for module in FIRST:
        if CHECKERS[name](module, module.backward) != "right":
            sys.exit(f"{name} does not pass the backward pass of {module}.")


def row(*cells: object) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(map(str, cells))} |"


def head(first: str, *columns: str, words: int = 1) -> str:
    """Return the head of a table whose first columns hold words, and the others numbers."""
    return f"{row(first, *columns)}\n|{'---|' * words}{'--:|' * (1 + len(columns) - words)}"


def said(name: str) -> tuple[Counter[str], Counter[str]]:
    """Return how often a checker catches each kind of mistake, and what it says of right passes."""
    print(name, file=sys.stderr, flush=True)
    require_wired(name)
    check = CHECKERS[name]
    caught = Counter(
        kind_of(plant.kind) for plant in wrong() if check(plant.module, plant.backward) == "wrong"
    )
    return caught, Counter(check(module, module.backward) for _, module in right())


def kind_of(kind: str) -> str:
    """Return the kind of a mistake without the gradient that it is planted in."""
    return kind.split(" of d")[0]


def power() -> Iterator[str]:
    """Yield two tables: the power of every checker, over all mistakes and by their kinds.

    Undecided is what says neither right nor wrong, as of a gradient that is 0 on both sides.
    """
    planted = Counter(kind_of(plant.kind) for plant in wrong())
    caught, of_right = {}, {}
    for name in CHECKERS:
        caught[name], of_right[name] = said(name)
    yield head("checker", "wrong caught", "right passed", "right failed", "right undecided")
    for name, verdicts in of_right.items():
        undecided = verdicts.total() - verdicts["right"] - verdicts["wrong"]
        yield row(
            name,
            f"{caught[name].total()}/{planted.total()}",
            f"{verdicts['right']}/{verdicts.total()}",
            verdicts["wrong"],
            undecided,
        )
    yield "\n" + head("wrong caught", *CHECKERS)
    for kind, given in planted.items():
        yield row(kind, *(f"{caught[name][kind]}/{given}" for name in CHECKERS))


def module_of(report: Report) -> Module:
    """Return what was reported as a module, whose inputs of floats have a gradient."""
    inputs = tuple(map(np.asarray, report.inputs(SEED)))
    floats = tuple(f"input {k}" for k, one in enumerate(inputs) if one.dtype.kind == "f")
    return Module(str(report), report.forward, report.right, inputs, floats)


def public_reports() -> Iterator[str]:
    """Yield two tables: the power over the public reports, and what each checker says of each."""
    modules = [(one, module_of(one)) for one in REPORTS]
    caught = {
        name: [check(module, one.wrong) == "wrong" for one, module in modules]
        for name, check in CHECKERS.items()
    }
    yield "\n" + head("public reports", "wrong caught", "right passed", "right failed")
    for name, check in CHECKERS.items():
        print(name, file=sys.stderr, flush=True)
        of_right = Counter(check(module, module.backward) for _, module in modules)
        yield row(
            name,
            f"{sum(caught[name])}/{len(REPORTS)}",
            f"{of_right['right']}/{len(REPORTS)}",
            of_right["wrong"],
        )
    yield "\n" + head("reported in", "what is wrong", "cause", *CHECKERS, words=3)
    causes = [cause_of(one, module) for one, module in modules]
    for n, (one, _) in enumerate(modules):
        marks = ("✓" if caught[name][n] else "✗" for name in CHECKERS)
        place = BREAK.sub("<wbr>", one.source)
        yield row(place, one.what, causes[n] or "-", *marks)
    yield f"\nA cause is named for {sum(map(bool, causes))} of {len(REPORTS)}."


def cause_of(report: Report, module: Module) -> str:
    """Return the cause that our check names, without its details."""
    found = gradcheck(module.forward, report.wrong, *module.inputs).inputs
    return next((one.cause.split(":")[0].split(";")[0] for one in found if one.cause), "")


def digits() -> Iterator[str]:
    """Yield a table of how far the numbers of each library are from a right gradient."""
    yield "\n" + head("largest relative error", "nnderiv", *NUMBERS)
    for module in FIRST:
        passes = passes_of(module, module.backward)
        errors = [
            error(passes, module.dy, our_numbers),
            *(error(passes, module.dy, numeric) for numeric in NUMBERS.values()),
        ]
        yield row(module, *(f"{one:.1e}" for one in errors))


def main() -> None:
    """Print the tables."""
    for line in (*power(), *public_reports(), *digits()):
        print(line)
    libraries = ("numpy", "torch", "jax", "autograd")
    print(f"\n{', '.join(f'{one} {version(one)}' for one in libraries)}")


if __name__ == "__main__":
    main()
