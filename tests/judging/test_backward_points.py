"""The points at which a reader's backward pass is checked."""

import numpy as np

from nnderiv.judging.backward.points import Point, given, points

LAYER = {"x": (4, 3), "W": (3, 2), "b": (2, 1)}


def at(said: str) -> list[Point]:
    """The points of the layer of which this is said."""
    return [point for point in points(given(LAYER)) if point.said == said]


def test_the_first_point_has_the_shapes_shown() -> None:
    assert next(points(given(LAYER))).shapes == "x (4, 3), W (3, 2) and b (2, 1)"


def test_equal_sizes_stay_equal_and_a_size_of_one_stays_one() -> None:
    assert [point.shapes for point in points(given(LAYER))][1:] == [
        "x (3, 4), W (4, 5) and b (5, 1)",
        "x (3, 3), W (3, 3) and b (3, 1)",
        "x (1, 3), W (3, 2) and b (2, 1)",
        "x (4, 1), W (1, 2) and b (2, 1)",
        "x (4, 3), W (3, 1) and b (1, 1)",
        "x (4, 3), W (3, 2) and b (2, 1)",
        "x (4, 3), W (3, 2) and b (2, 1)",
    ]


def test_other_sizes_are_all_other_and_in_another_order() -> None:
    for shown, other in {(4, 3): (5, 6), (2, 5): (7, 4), (4, 2): (3, 5), (3,): (4,)}.items():
        assert [*points(given({"x": shown}))][1].inputs["x"].shape == other


def test_numbers_have_both_signs_but_at_two_points() -> None:
    for point in points(given(LAYER)):
        signs = {bool(sign) for array in point.inputs.values() for sign in array.ravel() > 0}
        assert len(signs) == 2 - point.said.endswith("alone")
    (negative,) = at("negative numbers alone")
    assert max(array.max() for array in negative.inputs.values()) < 0


def test_points_are_the_same_every_time_and_no_two_are_alike() -> None:
    first, again = ([point.inputs["x"] for point in points(given({"x": (4, 3)}))] for _ in range(2))
    assert all(map(np.array_equal, first, again))
    assert len({array.tobytes() for array in first}) == len(first)


def test_what_is_positive_or_a_probability_stays_so_at_every_point() -> None:
    inputs = given({"x": ("positive", 4), "t": ("probabilities", 4, 3), "p": ("fractions", 3)})
    for point in points(inputs):
        assert point.inputs["x"].min() > 0
        assert 0 < point.inputs["p"].min() <= point.inputs["p"].max() < 1
        np.testing.assert_allclose(point.inputs["t"].sum(axis=-1), 1)
        assert "alone" not in point.said


def test_a_number_has_no_size_to_change() -> None:
    assert [point.said for point in points(given({"x": ()}))] == [
        "",
        "negative numbers alone",
        "positive numbers alone",
    ]
