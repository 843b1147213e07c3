"""A still picture of each explorer, with a sentence, for readers without JavaScript."""

from nnderiv.explorers.pictures.attention import ATTENTION
from nnderiv.explorers.pictures.convolution import CONVOLUTION
from nnderiv.explorers.pictures.foundations import FOUNDATIONS
from nnderiv.explorers.pictures.normalisation import NORMALISATION
from nnderiv.explorers.pictures.picture import Picture
from nnderiv.explorers.pictures.recurrence import RECURRENCE

PICTURES: dict[str, Picture] = {
    **FOUNDATIONS,
    **NORMALISATION,
    **ATTENTION,
    **CONVOLUTION,
    **RECURRENCE,
}

__all__ = ["PICTURES", "Picture"]
