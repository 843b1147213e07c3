"""Predict the shape of a product of matrices, or see that there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product as combinations

from nnderiv.errors import InputError
from nnderiv.exercises.exercise import Answer, Exercise, Hint, Task
from nnderiv.exercises.html import selects
from nnderiv.judging.html import prose, tex

NONE = "does not exist"
Shape = tuple[str, str]


class PredictShape(Exercise):
    r"""Ask for the shapes of products; whoever errs is told which sizes meet and which do not.

    Args:
        name: unique in its chapter.
        shapes: of each matrix, by its LaTeX, as {"x": "k,m"}.
        products: each a product of two of them, transposed or not, as ("x^T", r"\frac{dL}{dy}").

    Raises:
        InputError: if a factor has no shape, or a shape has not two sizes.

    Example:
        >>> PredictShape("products", {"x": "k,m", "W": "m,n"}, [("x", "W"), ("W", "x")])
        PredictShape('products', tasks=2)
    """

    KIND = "predict-the-shape"
    ANOTHER = "Another product"

    def __init__(
        self, name: str, shapes: Mapping[str, str], products: Sequence[tuple[str, str]]
    ) -> None:
        known: dict[str, Shape] = {}
        for matrix, shape in shapes.items():
            rows, _, columns = shape.partition(",")
            if not rows.strip() or not columns.strip() or "," in columns:
                raise InputError(
                    f'a shape has two sizes, as in "k,m"; {matrix} got {shape!r}. '
                    "Give a vector the size 1 in the other place."
                )
            known[matrix] = rows.strip(), columns.strip()
        super().__init__(name, [_task(known, *factors) for factors in products])


def _task(shapes: Mapping[str, Shape], left: str, right: str) -> Task:
    (rows, inner), (meets, columns) = _shape(shapes, left), _shape(shapes, right)
    sizes = list(dict.fromkeys(size for shape in shapes.values() for size in shape))
    exists = inner == meets
    shape = (rows, columns) if exists else (NONE, NONE)
    given = ", ".join(f"${name}$ is $({m}, {n})$" for name, (m, n) in shapes.items())
    letters = [size for size in sizes if not size.isdigit()]
    named = ", ".join(f"${size}$" for size in letters)
    differ = f" No two of {named} are the same number." if letters else ""
    legend = f"{tex(rf'{left} {right}')}: how many rows and columns has it?"
    fields = [("rows", [*sizes, NONE]), ("columns", [*sizes, NONE])]
    answers = [
        Answer(",".join(chosen), prose(told), right=chosen == shape)
        for chosen, told in _told(shape, left, right, inner, meets, [*sizes, NONE])
    ]
    return Task(
        f"<p>{prose(f'{given}.{differ}')}</p>{selects(legend, fields)}",
        tuple(answers),
        hints=(
            Hint(
                prose(
                    f"${left}$ is $({rows}, {inner})$ and ${right}$ is $({meets}, {columns})$. The "
                    "two sizes in the middle must be the same; what is left is the shape."
                )
            ),
        ),
    )


def _shape(shapes: Mapping[str, Shape], factor: str) -> Shape:
    """The shape of a matrix, or of its transpose."""
    name = re.sub(r"\^T$", "", factor).removeprefix(r"\left(").removesuffix(r"\right)")
    if name not in shapes:
        raise InputError(
            f"each factor needs a shape; {factor!r} has none among {', '.join(shapes)}. "
            "Add the shape of what is not transposed."
        )
    shape = shapes[name]
    return (shape[1], shape[0]) if factor.endswith("^T") else shape


def _told(
    shape: Shape, left: str, right: str, inner: str, meets: str, options: Sequence[str]
) -> Iterator[tuple[Shape, str]]:
    """Everything that may be chosen, and what to say to it."""
    meeting = f"${left}$ has ${inner}$ columns, and ${right}$ has ${meets}$ rows"
    for chosen in combinations(options, options):
        if chosen == shape:
            yield chosen, f"Right: {meeting}, and these {'differ' if NONE in shape else 'meet'}."
        elif NONE in shape and NONE in chosen:
            yield chosen, "What does not exist has neither rows nor columns: say so in both fields."
        elif NONE in shape:
            yield chosen, f"The inner sizes do not meet: {meeting}. What does that say?"
        elif NONE in chosen:
            yield chosen, f"The product exists: {meeting}, and these are the same."
        elif chosen == shape[::-1]:
            yield chosen, "That is the shape of the transpose. Rows come first."
        elif chosen[0] != shape[0]:
            yield (
                chosen,
                f"A product has the rows of its first factor, ${left}$. How many are they?",
            )
        else:
            yield chosen, f"A product has the columns of its last factor, ${right}$: count those."
