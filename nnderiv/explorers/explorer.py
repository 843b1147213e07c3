"""What all explorers share: traits that say what they take, and code and style for the page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from nnderiv.page_code import joined

HERE = Path(__file__).parent
FOLDERS = {".js": "scripts", ".css": "styles"}
PHONE = "560px"  # windows below this width have the layout of a phone
NUMBERS = (int, float, np.integer, np.floating)


def for_page(name: str) -> str:
    """Return one of the scripts or style sheets here, with what it imports before it."""
    return joined(HERE / FOLDERS[Path(name).suffix] / name)


def _example(obj: Any, trait: traitlets.TraitType[Any, Any]) -> str:
    """A call that would be right."""
    return f"{type(obj).__name__}({trait.name}={trait.default()!r})"


def is_number(value: Any) -> bool:
    """Tell whether a value is a real number; True and False are none."""
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


class Choice(traitlets.Enum[str]):
    """A trait that takes one of some names, and says so when it gets another."""

    def validate(self, obj: Any, value: Any) -> str:
        """Return the name, if it is one of them."""
        names = self.values or ()
        if isinstance(value, str) and value in names:
            return value
        listed = ", ".join(map(repr, list(names)[:-1])) + f" or {list(names)[-1]!r}"
        raise traitlets.TraitError(
            f"{self.name} must be {listed}; got {value!r}. "
            f"Choose one of these, as in {_example(obj, self)}."
        )


class Position(traitlets.Float[float, float]):
    """A trait that takes a finite number of a range."""

    def __init__(self, default: float, low: float, high: float) -> None:
        super().__init__(default)
        self.low, self.high = low, high

    def validate(self, obj: Any, value: Any) -> float:
        """Return the number, if it lies in the range."""
        # nan compares false with everything, so it is refused here too
        if is_number(value) and self.low <= value <= self.high:
            return float(value)
        raise traitlets.TraitError(
            f"{self.name} must be a number from {self.low:g} to {self.high:g}; got {value!r}. "
            f"Pass a number of that range, as in {_example(obj, self)}."
        )


class Count(traitlets.Int[int, int]):
    """A trait that takes a whole number of a range, whose end may depend on the object."""

    def __init__(self, default: int, low: int, high: int | Callable[[Any], int]) -> None:
        super().__init__(default)
        self.low, self.high = low, high

    def validate(self, obj: Any, value: Any) -> int:
        """Return the whole number, if it lies in the range."""
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        high = self.high if isinstance(self.high, int) else self.high(obj)
        if whole and self.low <= value <= high:
            return int(value)
        raise traitlets.TraitError(
            f"{self.name} must be a whole number from {self.low} to {high}; got {value!r}. "
            f"Pass a number of that range, as in {_example(obj, self)}."
        )


class Amount(traitlets.Float[float, float]):
    """A trait that takes one of a few amounts."""

    def __init__(self, default: float, amounts: tuple[float, ...]) -> None:
        super().__init__(default)
        self.of = amounts

    def validate(self, obj: Any, value: Any) -> float:
        """Return the amount, if it is one of them."""
        if is_number(value) and value in self.of:
            return float(value)
        listed = ", ".join(f"{amount:g}" for amount in self.of[:-1])
        raise traitlets.TraitError(
            f"{self.name} must be {listed} or {self.of[-1]:g}; got {value!r}. "
            f"Choose one of these, as in {type(obj).__name__}({self.name}=0.1)."
        )


class Explorer(anywidget.AnyWidget):
    """A widget whose code in the page computes all that it shows: it lives without a kernel."""

    # what a link to the page may set, and the values that it may give
    _settings = traitlets.Dict().tag(sync=True)

    HEIGHT: str  # of its tallest layout, that of a phone, so that nothing below jumps
    WIDE_HEIGHT: str | None = None  # in a wider window, where that is less

    def added_height(self) -> int:
        """Return by how many pixels the state makes this one higher than one of the defaults."""
        return 0

    @traitlets.default("layout")
    def _reserve_height(self) -> dict[str, str]:
        if self.WIDE_HEIGHT is None:
            return {"min_height": self.HEIGHT}
        wide, phone = (
            f"{int(height.removesuffix('px')) + self.added_height()}px"
            for height in (self.WIDE_HEIGHT, self.HEIGHT)
        )
        # the middle one is huge in a narrower window, and negative in a wider one
        return {"min_height": f"clamp({wide}, ({PHONE} - 100vw) * 9999, {phone})"}

    @traitlets.default("_settings")
    def _own_settings(self) -> dict[str, dict[str, Any]]:
        traits = self.traits(sync=True, setting=lambda tagged: tagged is not False)
        return {name: values_of(traits[name], self) for name in self._own() if name in traits}

    def _own(self) -> list[str]:
        """The traits that are not every widget's."""
        shared = anywidget.AnyWidget.class_trait_names()
        return [n for n in self.trait_names(sync=True) if n not in shared and not n.startswith("_")]

    def __repr__(self) -> str:
        own = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._own())
        return f"{type(self).__name__}({own})"


def values_of(trait: traitlets.TraitType[Any, Any], obj: Any) -> dict[str, Any]:
    """What a page needs to know of a trait's values to refuse others; nothing, if it takes any."""
    of = trait.values if isinstance(trait, Choice) else getattr(trait, "of", None)
    if of is not None:  # a choice of one, or of several
        return {"of": list(of)}
    if isinstance(trait, Count):
        high = trait.high if isinstance(trait.high, int) else trait.high(obj)
        return {"from": trait.low, "to": high, "whole": True}
    if hasattr(trait, "low") and hasattr(trait, "high"):  # of a number, or of each of a list
        return {"from": trait.low, "to": trait.high}
    return {}
