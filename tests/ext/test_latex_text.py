"""A formula as a line of text: what a reader sees of it, and nothing of how it is set."""

import pytest
from latex_text import latex_to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{dL}{dx}", "dL/dx"),
        ("o - t", "o − t"),
        (r"\sigma(x)", "σ(x)"),
        (r"\frac{dL}{dx} = \frac{dL}{dy} W^T", "dL/dx = dL/dy Wᵀ"),
        (r"x \in \mathbb{R}^{k \times m}", "x ∈ ℝ^(k × m)"),
        (r"y_{i,j} &= \sum_{l=1}^{m} x_{i,l}", "yᵢ,ⱼ = ∑ₗ₌₁ᵐ xᵢ,ₗ"),
        (r"x_{a,c}", "x_(a,c)"),  # Unicode has no small c below the line
        (r"b_c", "b_c"),
        (r"\frac{e^{h_i - r}}{2}", "(e^(hᵢ − r))/2"),
        (r"\sigma(x) \left( 1 - \sigma(x) \right)", "σ(x) (1 − σ(x))"),
        (r"-\log o_i", "−log oᵢ"),
        (r"r = \max_j h_j", "r = maxⱼ hⱼ"),
        (r"\tanh\left(\frac{x}{2}\right)", "tanh(x/2)"),
        (r"f'(0) = -1", "f'(0) = −1"),
        (r"(f')^2", "(f')²"),
        (r"f^{'} g", "f' g"),
        (r"10^{-12}", "10⁻¹²"),
        (r"\hat y", "ŷ"),
        (r"\operatorname{sum}(\cdot)", "sum(·)"),
        (r"{} = \displaystyle \sqrt{a + b} \tag{a rule}", "= √(a + b) (a rule)"),
        (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "a b; c d"),
        (r"a \unknown b", "a unknown b"),  # better than nothing
    ],
)
def test_a_formula_is_written_in_one_line(latex: str, text: str) -> None:
    assert latex_to_text(latex) == text


@pytest.mark.parametrize("latex", ["", "{", "}", r"\frac", r"\frac{a", "x_", "^", "\\"])
def test_no_formula_is_too_broken_to_be_written(latex: str) -> None:
    assert "{" not in latex_to_text(latex)
