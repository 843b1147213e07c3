"""Questions before the reveal: the right option is the one whose value was computed."""

import re
from typing import Any

import numpy as np
import pytest

from nnderiv.errors import InputError
from nnderiv.exercises.predict import Predict
from nnderiv.exercises.predict_shape import NONE, PredictShape

SHAPES = {"x": "k,m", "W": "m,n", r"\frac{dL}{dy}": "k,n"}
OPTIONS: dict[str, tuple[Any, str]] = {
    "$0$": (0.0, "Only where both are far away."),
    "$1$": (1.0, "That is its largest value."),
    r"$\frac{1}{4}$": (0.25, "Right: half times half."),
}


def test_the_right_option_is_that_with_the_computed_value() -> None:
    exercise = Predict("slope", question="How steep?", options=OPTIONS, value=np.float64(0.5) * 0.5)
    (task,) = exercise.tasks
    assert [answer["right"] for answer in task["answers"]] == [False, False, True]
    assert task["html"].count('type="radio"') == 3


def test_one_sees_it_by_a_link_once_it_is_answered() -> None:
    see = ("Set $k = 1$ & look", "linear-explorer?k=1&m=2")
    (task,) = Predict("one", question="How?", options=OPTIONS, value=1, see=see).tasks
    assert '<a href="#linear-explorer?k=1&amp;m=2">Set' in task["end"]
    assert "href" not in task["html"]


def test_values_may_be_words_and_arrays() -> None:
    words: dict[str, tuple[Any, str]] = {"grows": ("+", "Yes."), "falls": ("-", "No.")}
    assert Predict("w", question="?", options=words, value="-").tasks[0]["answers"][1]["right"]
    pairs: dict[str, tuple[Any, str]] = {"a": ((1, 2), "Yes."), "b": ((2, 1), "No.")}
    assert Predict("p", question="?", options=pairs, value=(1.0, 2.0)).tasks[0]["answers"][0][
        "right"
    ]


@pytest.mark.parametrize(
    ("options", "value", "said"),
    [
        (OPTIONS, 0.3, "of 3 options it is that of none"),
        (OPTIONS | {"too": (1, "No.")}, 1, r"of 4 options it is that of \$1\$, too"),
        ({"one": (1, "Yes.")}, 1, "of 1 options it is that of one"),
    ],
)
def test_a_question_without_exactly_one_right_option_is_refused(
    options: Any, value: float, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        Predict("bad", question="?", options=options, value=value)


def told(exercise: PredictShape, number: int) -> dict[str, tuple[str, bool]]:
    answers = exercise.tasks[number]["answers"]
    plain = {a["value"]: re.sub("<[^>]+>", "", a["feedback"]) for a in answers}
    return {a["value"]: (plain[a["value"]], a["right"]) for a in answers}


def test_the_shape_of_a_product_follows_from_its_factors() -> None:
    products = [("x", "W"), ("x^T", r"\frac{dL}{dy}"), (r"\frac{dL}{dy}", "W^T")]
    exercise = PredictShape("s", SHAPES, products)
    right = [
        [value for value, (_, is_right) in told(exercise, i).items() if is_right] for i in range(3)
    ]
    assert right == [["k,n"], ["m,n"], ["k,m"]]


def test_that_sizes_differ_is_said_for_otherwise_any_product_might_exist() -> None:
    (task,) = PredictShape("s", SHAPES, [("W", "x")]).tasks
    assert "are the same number." in task["html"]
    assert task["html"].index(">n<") < task["html"].index("are the same number.")


def test_each_wrong_shape_gets_its_reason() -> None:
    of_product = told(PredictShape("s", SHAPES, [("x^T", r"\frac{dL}{dy}")]), 0)
    assert "the shape of the transpose" in of_product["n,m"][0]
    assert "the rows of its first factor, x^T" in of_product["k,n"][0]
    assert "the columns of its last factor" in of_product["m,k"][0]
    assert "x^T has k columns" in of_product[f"{NONE},{NONE}"][0]
    assert len(of_product) == 16


def test_where_the_inner_sizes_do_not_meet_there_is_no_product() -> None:
    of_product = told(PredictShape("s", SHAPES, [("W", "x")]), 0)
    assert of_product[f"{NONE},{NONE}"][1]
    assert "do not meet: W has n columns, and x has k rows" in of_product["m,m"][0]
    assert "say so in both fields" in of_product[f"{NONE},k"][0]
    assert sum(is_right for _, is_right in of_product.values()) == 1


def test_a_factor_without_a_shape_is_refused() -> None:
    with pytest.raises(InputError, match=r"'V\^T' has none among x, W"):
        PredictShape("s", SHAPES, [("x", "V^T")])


@pytest.mark.parametrize("shape", ["k", "k,", "k,m,n", ""])
def test_a_shape_that_is_no_pair_is_refused(shape: str) -> None:
    with pytest.raises(InputError, match="a shape has two sizes, as in"):
        PredictShape("s", {"x": shape}, [("x", "x")])
