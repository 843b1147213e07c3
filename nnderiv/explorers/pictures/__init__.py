"""A still picture of each explorer, with a sentence, for readers without JavaScript."""

from nnderiv.explorers.pictures.foundations import FOUNDATIONS
from nnderiv.explorers.pictures.normalisation import NORMALISATION
from nnderiv.explorers.pictures.picture import Picture

PICTURES: dict[str, Picture] = {**FOUNDATIONS, **NORMALISATION}

__all__ = ["PICTURES", "Picture"]
