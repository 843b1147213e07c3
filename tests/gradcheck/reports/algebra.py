"""Linear layers and matrices: biases, transposes, decompositions."""

from typing import Any

import numpy as np

from tests.gradcheck.reports.report import Array, Report, normal


def _affine(x: Array, W: Array, b: Array) -> Any:
    return x @ W + b


def _affine_backward(dy: Array, x: Array, W: Array, b: Array) -> Any:
    return dy @ W.T, x.T @ dy, dy.sum(axis=0)


def _scaled(weights: float, bias: float) -> Any:
    def backward(dy: Array, x: Array, W: Array, b: Array) -> Any:
        dx, dW, db = _affine_backward(dy, x, W, b)
        return dx, weights * dW, bias * db

    return backward


def _regular(n: int) -> Any:
    return lambda rng: (np.eye(n) + 0.3 * rng.standard_normal((n, n)),)


def _definite(rng: np.random.Generator) -> tuple[Array]:
    a = rng.standard_normal((4, 4))
    return (a @ a.T + 2 * np.eye(4),)


def _cholesky(a: Array) -> Any:
    """Return the lower factor, of which numpy reads the lower triangle of a alone."""
    n, factor = len(a), np.zeros_like(a)
    for j in range(n):
        factor[j, j] = np.sqrt(a[j, j] - (factor[j, :j] ** 2).sum())
        for i in range(j + 1, n):
            factor[i, j] = (a[i, j] - (factor[i, :j] * factor[j, :j]).sum()) / factor[j, j]
    return factor


def _cholesky_backward(dy: Array, a: Array) -> Any:
    """Return the gradient on the lower triangle (Murray 2016)."""
    s = _symmetric_gradient(dy, a)
    return np.tril(s + s.T) - np.diag(np.diag(s))


def _symmetric_gradient(dy: Array, a: Array) -> Any:
    factor = np.linalg.cholesky(a)
    inner = factor.T @ np.tril(dy)
    inner = np.tril(inner) - np.diag(np.diag(inner)) / 2
    inverse = np.linalg.inv(factor)
    s = inverse.T @ inner @ inverse
    return (s + s.T) / 2


def _log_density(x: Array, a: Array) -> Any:
    return -0.5 * ((x @ np.linalg.inv(a)) * x).sum() - 0.5 * len(x) * np.log(np.linalg.det(a))


def _log_density_backward(dy: Array, x: Array, a: Array) -> Any:
    inverse = np.linalg.inv(a)
    da = 0.5 * inverse.T @ x.T @ x @ inverse.T - 0.5 * len(x) * inverse.T
    return -0.5 * dy * x @ (inverse + inverse.T), dy * da


def _solve(a: Array, b: Array) -> Any:
    return np.linalg.solve(a, b)


def _solve_backward(dy: Array, a: Array, b: Array) -> Any:
    db = np.linalg.solve(a.T, dy)
    return -db @ np.linalg.solve(a, b).T, db


ALGEBRA = [
    Report(
        "the gradient of the bias is a mean",
        "kvfrans/notes#5",
        _affine,
        _affine_backward,
        _scaled(1, 1 / 5),
        normal((5, 3), (3, 4), (4,)),
        "a factor of 1/5",
    ),
    Report(
        "the gradient of what is broadcast is an average",
        "tensorflow/tfjs-core#398",
        lambda a, b: a * b,
        lambda dy, a, b: (dy * b, (dy * a).sum(axis=0)),
        lambda dy, a, b: (dy * b, (dy * a).mean(axis=0)),
        normal((6, 4), (4,)),
        "a factor of 1/6",
    ),
    Report(
        "twice the gradient of the weights",
        "bighuang624/Andrew-Ng-Deep-Learning-notes#10",
        _affine,
        _affine_backward,
        _scaled(2, 1),
        normal((5, 3), (3, 6), (6,)),
        "a factor of 2",
    ),
    Report(
        "four times the gradient of the bias",
        "bighuang624/Andrew-Ng-Deep-Learning-notes#10",
        _affine,
        _affine_backward,
        _scaled(1, 4),
        normal((5, 3), (3, 7), (7,)),
        "a constant factor of 4",
    ),
    Report(
        "the gradient of the factor is made symmetric",
        "pytorch/pytorch#18825",
        _cholesky,
        _cholesky_backward,
        _symmetric_gradient,
        _definite,
        "a gradient that is made symmetric",
    ),
    Report(
        "a triangle that is not read gets a gradient",
        "jax-ml/jax#40421",
        _cholesky,
        _cholesky_backward,
        lambda dy, a: _cholesky_backward(dy, a) + np.triu(_symmetric_gradient(dy, a), 1),
        _definite,
        "a mask missing",
    ),
    Report(
        "the inverse is not transposed",
        "pytorch/pytorch.github.io#2135",
        np.linalg.inv,
        lambda dy, a: -np.linalg.inv(a).T @ dy @ np.linalg.inv(a).T,
        lambda dy, a: -np.linalg.inv(a) @ dy @ np.linalg.inv(a),
        _regular(4),
        "a transpose missing, or one too many",
    ),
    Report(
        "the gradient of the determinant is multiplied by the matrix once more",
        "JuliaDiff/ForwardDiff.jl#197",
        np.linalg.det,
        lambda dy, a: dy * np.linalg.det(a) * np.linalg.inv(a).T,
        lambda dy, a: dy * np.linalg.det(a) * np.linalg.inv(a).T @ a,
        _regular(4),
        why="a factor too many, which is a matrix",
    ),
    Report(
        "the matrix of a system gets no gradient",
        "tensor4all/tenferro-rs#772",
        _solve,
        _solve_backward,
        lambda dy, a, b: (0 * a, _solve_backward(dy, a, b)[1]),
        lambda rng: (*_regular(4)(rng), rng.standard_normal((4, 2))),
        "a gradient that is never computed",
    ),
    Report(
        "the gradient of the covariance has the wrong sign",
        "HIPS/autograd#412",
        _log_density,
        _log_density_backward,
        lambda dy, x, a: (
            _log_density_backward(dy, x, a)[0],
            -_log_density_backward(dy, x, a)[1],
        ),
        lambda rng: (rng.standard_normal((3, 4)), *_definite(rng)),
        "the wrong sign",
    ),
]
