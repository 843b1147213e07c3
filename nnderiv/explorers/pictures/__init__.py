"""A still picture of each explorer, with a sentence, for readers without JavaScript."""

from nnderiv.explorers.pictures.foundations import FOUNDATIONS
from nnderiv.explorers.pictures.modules import MODULES
from nnderiv.explorers.pictures.picture import Picture

PICTURES: dict[str, Picture] = {**FOUNDATIONS, **MODULES}

__all__ = ["PICTURES", "Picture"]
