"""Attention, with and without a mask, and with several heads."""

from collections.abc import Callable
from functools import partial
from typing import Any

import autograd.numpy as anp
import numpy as np

import nnderiv
from tests.catalogue import Array, Module, numbers

CAUSAL = np.tri(3, dtype=bool)

ATTENTION = Module(
    "attention",
    nnderiv.attention,
    nnderiv.attention_backward,
    # All square, so that no shape tells a matrix from its transpose.
    (numbers((3, 3), 101), numbers((3, 3), 102), numbers((3, 3), 103)),
    ("dQ", "dK", "dV"),
)
ATTENTION_WITH_MASK = Module(
    "attention with a mask",
    nnderiv.attention,
    nnderiv.attention_backward,
    (
        numbers((2, 3, 4), 104),
        numbers((2, 5, 4), 105),
        numbers((2, 5, 2), 106),
        # All queries but one see some of the keys, and differ in which.
        np.array([[1, 1, 0, 1, 0], [0, 1, 1, 0, 1], [1, 1, 1, 1, 1]], dtype=bool),
    ),
    ("dQ", "dK", "dV"),
)
WEIGHTS = tuple(numbers((4, 4), 110 + k) / 2 for k in range(4))
MULTI_HEAD = Module(
    "multi_head_attention",
    partial(nnderiv.multi_head_attention, heads=2),
    partial(nnderiv.multi_head_attention_backward, heads=2),
    (numbers((2, 3, 4), 107), *WEIGHTS),
    ("dx", "dWq", "dWk", "dWv", "dWo"),
)
CAUSAL_MULTI_HEAD = Module(
    "multi_head_attention, causal",
    partial(nnderiv.multi_head_attention, heads=2, mask=CAUSAL),
    partial(nnderiv.multi_head_attention_backward, heads=2, mask=CAUSAL),
    (numbers((3, 4), 108), *WEIGHTS),
    ("dx", "dWq", "dWk", "dWv", "dWo"),
)

MODULES = (ATTENTION, ATTENTION_WITH_MASK, MULTI_HEAD, CAUSAL_MULTI_HEAD)

MATRIX = [[0.5, 0.25], [1.0, 2.0]]
ROWS: dict[str, Any] = {"Q": MATRIX, "K": MATRIX, "V": MATRIX}
PROJECTED: dict[str, Any] = {
    "x": MATRIX,
    "Wq": MATRIX,
    "Wk": MATRIX,
    "Wv": MATRIX,
    "Wo": MATRIX,
    "heads": 2,
}
GOOD: dict[str, dict[str, Any]] = {
    "attention": ROWS,
    "attention_backward": {"dy": MATRIX, **ROWS},
    "multi_head_attention": PROJECTED,
    "multi_head_attention_backward": {"dy": MATRIX, **PROJECTED},
}


def autograd_attention(Q: Any, K: Any, V: Any, mask: Any = True) -> Any:
    """Return the values weighted by e^score, over the keys of which the mask is True."""
    scores = anp.einsum("...id,...jd->...ij", Q, K) / anp.sqrt(Q.shape[-1])
    e = anp.exp(scores) * mask
    return anp.einsum("...ij,...jv->...iv", e / anp.sum(e, axis=-1, keepdims=True), V)


def autograd_two_heads(x: Any, Wq: Any, Wk: Any, Wv: Any, Wo: Any, mask: Any = True) -> Any:
    """Return the sum over two heads of what each adds to y by its own rows of Wo."""
    heads = (slice(0, 2), slice(2, 4))
    return sum(
        anp.dot(
            autograd_attention(
                anp.dot(x, Wq[:, h]), anp.dot(x, Wk[:, h]), anp.dot(x, Wv[:, h]), mask
            ),
            Wo[h],
        )
        for h in heads
    )


AUTOGRAD: dict[str, Callable[..., Any]] = {
    "attention": autograd_attention,
    "attention with a mask": autograd_attention,
    "multi_head_attention": autograd_two_heads,
    "multi_head_attention, causal": partial(autograd_two_heads, mask=CAUSAL),
}


def torch_forward(torch: Any) -> dict[str, Callable[..., Any]]:
    """Return PyTorch's forward passes; the mask of its multi-head attention is the opposite."""
    functional = torch.nn.functional

    def two_heads(x: Any, *weights: Any, left_out: Array | None = None) -> Any:
        Wq, Wk, Wv, Wo = weights
        by_position = x.movedim(-2, 0)  # (n, ..., d)
        y, _ = functional.multi_head_attention_forward(
            *(by_position, by_position, by_position),
            embed_dim_to_check=4,
            num_heads=2,
            in_proj_weight=torch.cat([Wq.T, Wk.T, Wv.T]),
            in_proj_bias=None,
            bias_k=None,
            bias_v=None,
            add_zero_attn=False,
            dropout_p=0.0,
            out_proj_weight=Wo.T,
            out_proj_bias=None,
            attn_mask=None if left_out is None else torch.tensor(left_out),
        )
        return y.movedim(0, -2)

    return {
        "attention": functional.scaled_dot_product_attention,
        "attention with a mask": functional.scaled_dot_product_attention,
        "multi_head_attention": two_heads,
        "multi_head_attention, causal": partial(two_heads, left_out=~CAUSAL),
    }
