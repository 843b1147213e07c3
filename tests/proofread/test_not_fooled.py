"""Rows that could fool a proof-reader: wrong ones must not hold, right ones must, none may vanish."""

import pytest

from nnderiv import proofread

WRONG = {  # what is wrong: the rows; the last one must not hold
    r"products of exponentials": [r"e^{10x} e^{-10x} = 2"],
    r"quotient of exponentials": [r"\frac{e^{10x}}{e^{10x}} = 2"],
    r"product of high powers": [r"x^{20} x^{-20} = 3"],
    r"derivative beside exponential": [r"e^{-30x}\frac{d}{dx} e^{30x} = 31"],
    r"product of 6000 factors": [
        r"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx = 1"
    ],
    r"terms of a draw that do not cancel": [r"e^{400x} e^{400y} (x - x) + x = 2 x"],
    r"brackets lost: entry of a square": [
        r"A \in \mathbb{R}^{n \times n}",
        r"(A^2)_{ij} = (A_{ij})^2",
    ],
    r"brackets lost: entry of an inverse": [
        r"A \in \mathbb{R}^{n \times n}",
        r"(A^{-1})_{ij} = \frac{1}{A_{ij}}",
    ],
    r"fourth power entry by entry": [r"A \in \mathbb{R}^{n \times n}", r"(A^4)_{ij} = A_{ij}^4"],
    r"fourth power of a matrix": [
        r"A \in \mathbb{R}^{n \times n}",
        r"B \in \mathbb{R}^{n \times n}",
        r"A^4 = A^2 \odot A^2",
    ],
    r"inverse square of a matrix": [
        r"A \in \mathbb{R}^{n \times n}",
        r"A^{-2} = \frac{1}{A \odot A}",
    ],
    r"sum from 4 in sizes up to 3": [
        r"x \in \mathbb{R}^n",
        r"\sum_{i=4}^{n} x_i = 2 \sum_{i=4}^n x_i",
    ],
    r"sum up to n - 3": [r"x \in \mathbb{R}^n", r"\sum_{i=1}^{n-3} x_i = 0"],
    r"product from 4": [r"x \in \mathbb{R}^n", r"\prod_{i=4}^n x_i = 1"],
    r"array without entries": [
        r"x \in \mathbb{R}^n",
        r"y_i = x_i \tag{for $1 \leq i \leq n-3$}",
        r"\|y\|^2 = 2\|y\|^2",
    ],
    r"convolution whose output is empty": [
        r"x \in \mathbb{R}^n",
        r"w \in \mathbb{R}^m",
        r"y_i = \sum_{j=1}^m w_j x_{i+j-1} \tag{for $1 \leq i \leq n-m+1$}",
        r"L = \ell(y)",
        r"\frac{\partial L}{\partial w_j} = \sum_{i=1}^{n-m+2} \frac{\partial L}{\partial y_i} x_{i+j-1}",
    ],
    r"convolution, shifted by n": [
        r"x \in \mathbb{R}^n",
        r"w \in \mathbb{R}^m",
        r"y_i = \sum_{j=1}^m w_j x_{i+j-1} \tag{for $1 \leq i \leq n-m+1$}",
        r"L = \ell(y)",
        r"\frac{\partial L}{\partial w_j} = \sum_{i=1}^{n-m+1} \frac{\partial L}{\partial y_i} x_{i+n-1}",
    ],
    r"convolution, a sign of an index: right for the first weight alone": [
        r"w \in \mathbb{R}^m, x \in \mathbb{R}^{n+m-1}",
        r"y_i = \sum_{j=1}^m w_j x_{i+j-1} \tag{for $1 \leq i \leq n$}",
        r"L = \ell(y)",
        r"\frac{\partial L}{\partial w_c} = \sum_{i=1}^{n} \frac{\partial L}{\partial y_i} x_{i-c+1}",
    ],
    r"convolution, a sign of an index: right where one window reaches": [
        r"P, k, s \in \mathbb{N}",
        r"w \in \mathbb{R}^k, x \in \mathbb{R}^{(P-1)s+k}",
        r"y_p = \sum_{i=0}^{k-1} w_i x_{ps+i} \tag{for $0 \leq p < P$}",
        r"L = \ell(y)",
        r"\frac{dL}{dx_j} = \sum_{p : 0 \leq j-ps < k} \frac{dL}{dy_p} w_{j+ps}",
    ],
    r"index 1.5": [r"x \in \mathbb{R}^n", r"x_{1.5} = x_2"],
    r"extreme over left-out indices": [r"x \in \mathbb{R}^n", r"\max_{i > 1} (-e^{x_i}) = 0"],
    r"minimum over left-out indices": [r"x \in \mathbb{R}^n", r"\min_{j \neq i} e^{x_j} = 0"],
    r"numbers below 1.6": [r"x \in \mathbb{R}", r"x < 2"],
    r"inactive relu": [r"\operatorname{ReLU}(x + 2) = x + 2"],
    r"arcsine of sine": [r"\arcsin(\sin x) = x"],
    r"interval cut at the wrong end": [r"x \in [-10, 10]", r"|x| = -x"],
    r"interval cut": [r"x \in [0, 10]", r"x < 5"],
    r"positive f": [r"f(x) > 0"],
    r"absolute f": [r"|f(x)| = f(x)"],
    r"f of two at 0": [r"0 = f(0, y) - f(0, z)"],
    r"f of three, symmetric": [r"0 = f(x, y, z) - f(x, z, y)"],
    r"order: goes on from the far left": [r"x^2 - 1 \leq x^2 = x^2 - 1"],
    r"order: goes on in the next row": [r"x^2 &\leq x^2 + 5", r"&\leq x^2 + 1"],
    r"order: second row says equal": [r"x^2 &\leq x^2 + 5", r"&= x^2"],
    r"O of a pole": [r"\frac{1}{h} = O(h)"],
    r"sigmoid defined as a number": [r"a = \sigma(z)", r"\sigma(z) = a", r"\sigma'(z) = 0"],
    r"logarithm defined as a number": [r"\log(x) = y", r"\log(3) = \log(4) + z - z"],
    r"power as a name": [r"e^{(x+y)} = e^x + e^y"],
    r"power in square brackets as a name": [r"e^{[x]} = 7"],
    r"order 7 as a fraction": [r"\frac{d^7}{dx^7} x^7 = d^6"],
    r"order 10^6 as a fraction": [r"\frac{d^{1000000}}{dx^{1000000}} x^2 = 0"],
    r"order d^2/dx as a fraction": [r"y = x^3", r"\frac{d^2 y}{dx} = \frac{d y}{x}"],
    r"derivative by 3": [r"y = x^3", r"\frac{d y}{d 3} = \frac{y}{3}"],
    r"d/d": [r"y = x^3", r"\frac{d}{d} y = y"],
    r"dots with step 2": [
        r"x \in \mathbb{R}^n",
        r"x_1 + x_3 + \dots + x_n = x_1 + \sum_{i=3}^n x_i",
    ],
    r"indicator of 1 = 1": [r"\mathbf{1}[1 = 1] = 1"],
    r"empty sum": [r"x \in \mathbb{R}^n", r"\sum_{i=5}^{3} x_i = 0"],
    r"empty sum by condition": [r"x \in \mathbb{R}^n", r"\sum_{i \neq i} x_i = 0"],
    r"empty product": [r"x \in \mathbb{R}^n", r"\prod_{i=5}^3 x_i = 1"],
}

RIGHT = {  # the last row must hold
    r"entry of a square": [r"A \in \mathbb{R}^{n \times n}", r"(A^2)_{ij} = \sum_k A_{ik} A_{kj}"],
    r"entry of an inverse": [
        r"A \in \mathbb{R}^{n \times n}",
        r"\sum_k A_{ik} (A^{-1})_{kj} = \delta_{ij}",
    ],
    r"fourth power": [r"A \in \mathbb{R}^{n \times n}", r"A^4 = A^2 A^2"],
    r"inverse square": [r"A \in \mathbb{R}^{n \times n}", r"A^{-2} = A^{-1} A^{-1}"],
    r"power 0": [r"A \in \mathbb{R}^{n \times n}", r"A^0 = I"],
    r"order, then equal": [r"(x+y)^2 &\leq (x+y)^2 + 1", r"&= x^2 + 2xy + y^2 + 1"],
    r"order and equal in a row": [r"x^2 \leq x^2 + 1 = 1 + x^2"],
    r"undeclared y beside a defined p": [
        r"z \in \mathbb{R}^K",
        r"p_k = \sigma(z_k)",
        r"\sum_k y_k p_k = \sum_k p_k y_k",
    ],
    r"cross-entropy with undeclared y": [
        r"z \in \mathbb{R}^K",
        r"p_k = \frac{e^{z_k}}{\sum_{j} e^{z_j}}",
        r"L = -\sum_k y_k \log p_k",
    ],
    r"counted from 0 elsewhere": [
        r"x \in \mathbb{R}^n",
        r"\sum_{k=0}^{n-1} q^k = \frac{1-q^n}{1-q}",
        r"\sum_{i=1}^n x_i = \mathbf{1}^\top x",
    ],
    r"said again to be positive": [r"p \in [0, 1]", r"p \geq 0", r"p \leq 1"],
    r"one-hot said to be positive": [
        r"y \in \{0,1\}^n \text{ one-hot}",
        r"y \geq 0",
        r"\sum_i y_i^2 = 1",
    ],
    r"simplex said to be positive": [r"p \in \Delta^{2}", r"p \geq 0", r"\sum_i p_i = 1"],
    r"remainder of a logarithm": [r"\log(1+h) = h - \frac{h^2}{2} + O(h^3)"],
    r"remainder of 1/(1+x)": [r"\frac{1}{1+x} = 1 - x + x^2 + O(x^3)"],
    r"extreme of negative numbers": [r"x \in \mathbb{R}^n", r"\max_{j \neq i} (-e^{x_j}) < 0"],
    r"power in brackets": [r"x^{(2)} = x^2"],
    r"gradient of a quadratic form": [
        r"x \in \mathbb{R}^n",
        r"A \in \mathbb{R}^{n \times n}",
        r"\nabla_x x^\top A x = (A + A^\top) x",
    ],
    r"orthogonal": [r"Q \in \mathbb{R}^{n\times n} \text{ orthogonal}", r"Q^\top Q = I"],
    r"positive definite": [
        r"A \in \mathbb{R}^{n\times n} \text{ positive definite}",
        r"x \in \mathbb{R}^n",
        r"x^\top A x > 0",
    ],
    r"index three further": [r"x \in \mathbb{R}^n", r"x_{i+3} - x_i + x_i = x_{i+3}"],
}

DISGUISED = {  # a wrong equation in disguise
    r"boxed": "$$\n\\boxed{\\frac{d}{dx} x^2 = 3x}\n$$",
    r"braces": "$$\n{\\displaystyle \\frac{d}{dx} x^2 = 3x}\n$$",
    r"big brackets": "$$\n\\Big[ \\frac{d}{dx} x^2 = 3x \\Big]\n$$",
    r"fbox": "$$\n\\fbox{$\\frac{d}{dx} x^2 = 3x$}\n$$",
    r"colorbox": "$$\n\\colorbox{red}{$\\frac{d}{dx} x^2 = 3x$}\n$$",
    r"underbrace": "$$\n\\underbrace{\\frac{d}{dx} x^2 = 3x}_{\\text{so}}\n$$",
    r"overset": "$$\n\\frac{d}{dx} x^2 \\overset{(1)}{=} 3x\n$$",
    r"underset": "$$\n\\frac{d}{dx} x^2 \\underset{a}{=} 3x\n$$",
    r"stackrel": "$$\n\\frac{d}{dx} x^2 \\stackrel{!}{=} 3x\n$$",
    r"mathrel": "$$\n\\frac{d}{dx} x^2 \\mathrel{=} 3x\n$$",
    r"{=}": "$$\n\\frac{d}{dx} x^2 {=} 3x\n$$",
    r"xlongequal": "$$\n\\frac{d}{dx} x^2 \\xlongequal{a} 3x\n$$",
    r"cases of equations": "$$\n\\begin{cases} \\frac{d}{dx} x^2 = 3x \\\\ y = 2 \\end{cases}\n$$",
    r"array of equations": "$$\n\\begin{array}{rcl} \\frac{d}{dx} x^2 &=& 3x \\\\ a &=& b \\end{array}\n$$",
}


def verdicts(*rows: str) -> list[str]:
    text = " \\\\ ".join(rows)
    return [claim.verdict for claim in proofread(f"\\begin{{align}} {text} \\end{{align}}").claims]


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_row_does_not_hold(rows: list[str]) -> None:
    assert verdicts(*rows)[-1] in ("fails", "unread")


@pytest.mark.parametrize("rows", RIGHT.values(), ids=RIGHT.keys())
def test_a_right_row_holds(rows: list[str]) -> None:
    assert verdicts(*rows)[-1] in ("holds", "defined")


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED.keys())
def test_no_equation_is_passed_over(text: str) -> None:
    found = {claim.verdict for claim in proofread(text).claims}
    assert found & {"fails", "unread"}
