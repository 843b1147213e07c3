"""What is said of backward passes that readers write."""

import re
from html import unescape

from nnderiv.judging import judge
from tests.judging.backward_passes import Passes


def text(html: str) -> str:
    """What is said, without the report below it."""
    return unescape(re.sub("<.*?>", "", html.partition("<details>")[0]))


def wrong(passes: Passes, answer: str) -> str:
    """What is said of an answer that is wrong."""
    found = judge(passes.ask, answer)
    assert found.get("right") is False, found
    return text(found["feedback"])


def refused(passes: Passes, answer: str) -> str:
    """What is said of what is no answer yet."""
    found = judge(passes.ask, answer)
    assert [*found] == ["refusal"], found
    return text(found["refusal"])


def told(passes: Passes, answer: str) -> str:
    """What is said of an answer that is not right, whether it runs or not."""
    return (
        refused(passes, answer) if "refusal" in judge(passes.ask, answer) else wrong(passes, answer)
    )
