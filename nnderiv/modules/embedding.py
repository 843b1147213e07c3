"""The embedding: y = E[i], for every index i its row of the matrix E."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnderiv.arrays import UPSTREAM, FloatArray, float_arrays, require_shape
from nnderiv.errors import InputError
from nnderiv.nondifferentiable import held_constant

Indices = NDArray[np.integer[Any]]
Kept = tuple[Indices, tuple[int, ...]]


@held_constant("indices")
def embedding(indices: ArrayLike, E: ArrayLike) -> FloatArray:
    """Return y = E[indices], one row of E for each index.

    It is the linear transformation of one-hot rows, without their zeros. PyTorch refuses the same
    indices; JAX counts negative ones from the end, and takes one too large for the last.

    Args:
        indices: which rows, held constant, integers of any shape (...).
        E: the matrix of embeddings, shape (n, m).

    Returns:
        y, shape (..., m).

    Raises:
        InputError: if E is no matrix, an index is no integer or no row of E, or an input is not
            made of finite real numbers.

    Source:
        Bengio, Ducharme, Vincent and Jauvin, "A neural probabilistic language model", 2003.

    Example:
        >>> embedding([2, 0, 2], [[1, 2], [3, 4], [5, 6]])
        array([[5., 6.],
               [1., 2.],
               [5., 6.]])
    """
    (E,) = float_arrays(E=E)
    return forward(_rows_of(E, indices), E)[0]


def embedding_backward(dy: ArrayLike, indices: ArrayLike, E: ArrayLike) -> tuple[FloatArray]:
    """Return dL/dE, where row i is the sum of dL/dy over all places at which the index is i.

    Args:
        dy: the upstream gradient dL/dy, shape (..., m).
        indices: the indices of the forward pass, shape (...).
        E: the matrix of embeddings, shape (n, m).

    Returns:
        dE, alone in a tuple, the shape of E; a row that no index asks for is 0. The indices are
        held constant and have no gradient.

    Raises:
        InputError: as embedding, or if dy does not have the shape of y.

    Source:
        Bengio, Ducharme, Vincent and Jauvin, "A neural probabilistic language model", 2003.

    Example:
        >>> embedding_backward([[1], [10], [100]], [2, 0, 2], [[7], [8], [9]])
        (array([[ 10.],
               [  0.],
               [101.]]),)
    """
    dy, E = float_arrays(dy=dy, E=E)
    rows = _rows_of(E, indices)
    require_shape("dy", dy, (*rows.shape, E.shape[1]), "the shape of y", UPSTREAM)
    return backward(dy, (rows, E.shape))


def forward(indices: Indices, E: FloatArray) -> tuple[FloatArray, Kept]:
    """Return y, and what the backward pass needs: the indices, and the shape of E."""
    return E.take(indices, axis=0), (indices, E.shape)


def backward(dy: FloatArray, kept: Kept) -> tuple[FloatArray]:
    """Return dE from what the forward pass kept."""
    indices, shape = kept
    dE = np.zeros(shape, dy.dtype)
    # dE[indices] += dy would keep one of several rows for the same index. NumPy adds up single
    # numbers several times as fast as rows.
    entries = indices[..., np.newaxis] * shape[1] + np.arange(shape[1])
    np.add.at(dE.reshape(-1), entries.reshape(-1), dy.reshape(-1))
    return (dE,)


def _rows_of(E: FloatArray, indices: ArrayLike) -> Indices:
    """Return the indices as integers that count rows of E, or raise InputError."""
    if E.ndim != 2:
        raise InputError(
            f"E must be a matrix with two axes, (n, m), but its shape is {E.shape}. "
            "For one number per index, use shape (n, 1)."
        )
    float_arrays(indices=indices)  # says what holds no numbers
    rows = np.asarray(indices)
    if rows.dtype.kind not in "iu":
        raise InputError(
            f"indices must be integers, but their dtype is {rows.dtype}. Use indices.astype(int)."
        )
    if rows.min() < 0 or rows.max() >= len(E):
        bad = rows[(rows < 0) | (rows >= len(E))].flat[0]
        raise InputError(
            f"indices must lie in 0 … {len(E) - 1}, but one is {bad}. "
            "Count the rows of E from 0, and give E one for each."
        )
    return rows.astype(np.intp, copy=False)
