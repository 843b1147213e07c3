"""Set MathML as TeX sets formulas, where browsers do otherwise.

Inside of indices and limits no room is left around an operator; a name such as log stands apart
from what is multiplied with it; and an index belongs to the closing bracket that it follows, not to
all that is in brackets, or it would slip below them.
"""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
THIN_SPACE = "0.1667em"


def as_tex_sets(mathml: str) -> str:
    """Return a formula with the spaces and the indices of TeX."""
    math = ElementTree.fromstring(mathml)
    for element in list(math.iter()):
        if element.tag in SCRIPTS:
            _close_up(element)
            _index_the_bracket(element)
        _set_names_apart(element)
    return ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)


def _close_up(script: Element) -> None:
    """Leave no room around the operators in indices and limits."""
    for operator in _operators(script[1:]):
        if operator.get("fence") is None:
            operator.attrib |= {"lspace": "0", "rspace": "0"}


def _operators(elements: list[Element]) -> Iterator[Element]:
    for element in elements:
        yield from element.iter("mo")


def _index_the_bracket(script: Element) -> None:
    """Give an index of `(…)` to its closing bracket, unless the brackets grow."""
    base = script[0]
    if base.tag != "mrow" or not len(base) or base[-1].get("stretchy") != "false":
        return
    indices = list(script)[1:]
    indexed = Element(script.tag, script.attrib)
    indexed.extend([base[-1], *indices])
    base.remove(base[-1])
    base.append(indexed)
    content = list(base)
    script.clear()
    script.tag = "mrow"
    script.extend(content)


def _set_names_apart(row: Element) -> None:
    """Put a thin space before a name such as log, if no operator stands there."""
    for before, element in zip(list(row), list(row)[1:], strict=False):
        named = element.tag == "mrow" and len(element) > 1 and element[1].text == "\u2061"
        if named and before.tag != "mo":
            element.insert(0, Element("mspace", {"width": THIN_SPACE}))
