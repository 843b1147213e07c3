"""Notation met in what other people write: each with a row that passes, and a slip that fails."""

import pytest

from nnderiv import proofread

N = r"\mathbb{R}^n"

# (what is read, the rows before, the right row, the same with a slip)
CASES = [
    ("entry by entry, as in code", [rf"a, b \in {N}"], r"a .* b = b \odot a", r"a .* b = a"),
    ("an arrow between equations", [r"f(x, y) = x y"], r"\frac{\partial f}{\partial x} = y \hspace{0.5in} \rightarrow \hspace{0.5in} \frac{\partial f}{\partial y} = x", r"\frac{\partial f}{\partial x} = y \hspace{0.5in} \rightarrow \hspace{0.5in} \frac{\partial f}{\partial y} = y"),
    ("a space inside of a formula", [r"x \in \mathbb{R}"], r"(x + 1)^2 = \hspace{1mm} x^2 \hspace{1mm} + 2x + 1", r"(x + 1)^2 = \hspace{1mm} x^2 \hspace{1mm} + 2x"),
    ("a wide space before a relation", [r"x \in \mathbb{R}"], r"(x + 1)^2 \quad = x^2 + 2x + 1", r"(x + 1)^2 \quad = x^2 + 2x"),
    ("a note in a column of its own", [r"x \in \mathbb{R}", "y = x^2"], r"\frac{dy}{dx} &= 2x && \text{power}", r"\frac{dy}{dx} &= 3x && \text{power}"),
    ("an equation in a column of its own", [r"x \in \mathbb{R}", "y = x^2"], r"y &= x x & \frac{dy}{dx} &= 2x", r"y &= x x & \frac{dy}{dx} &= 3x"),
    ("the number of an equation", [r"x \in \mathbb{R}", "y = x^2"], r"\frac{dy}{dx} = 2x \quad (1)", r"\frac{dy}{dx} = 3x \quad (1)"),
    ("a note in front", [r"x \in \mathbb{R}", "y = x^2"], r"(Slope) \space \frac{dy}{dx} = 2x", r"(Slope) \space \frac{dy}{dx} = 3x"),
    ("a text in front", [r"x \in \mathbb{R}", "y = x^2"], r"\text{(slope)} \quad \frac{dy}{dx} = 2x", r"\text{(slope)} \quad \frac{dy}{dx} = 3x"),
    ("a column with dots", [rf"x \in {N}", r"y = x^\top x"], r"\nabla_x y = \begin{bmatrix} \frac{\partial y}{\partial x_1} \\ \frac{\partial y}{\partial x_2} \\ \vdots \\ \frac{\partial y}{\partial x_n} \end{bmatrix}", r"\nabla_x y = \begin{bmatrix} \frac{\partial y}{\partial x_2} \\ \frac{\partial y}{\partial x_3} \\ \vdots \\ \frac{\partial y}{\partial x_n} \end{bmatrix}"),
    ("a matrix with two dots", [r"G \in \mathbb{R}^{N \times H}"], r"G = \begin{pmatrix} g_{11} & .. & g_{1H} \\ .. & .. & .. \\ g_{N1} & .. & g_{NH} \end{pmatrix}", r"G = \begin{pmatrix} g_{11} & .. & g_{1N} \\ .. & .. & .. \\ g_{H1} & .. & g_{HN} \end{pmatrix}"),
    ("a sum up to a capital", [r"L = \frac{1}{I} \sum_{i=1}^{I} (x_i - y_i)^2"], r"\frac{\partial L}{\partial x_i} = \frac{2}{I} (x_i - y_i)", r"\frac{\partial L}{\partial x_i} = 2 (x_i - y_i)"),
    ("a sum with nothing but a capital above", [r"L = \sum^{I} (x_i - y_i)^2"], r"\frac{\partial L}{\partial x_i} = 2 (x_i - y_i)", r"\frac{\partial L}{\partial x_i} = x_i - y_i"),
    ("a sum over the index of its terms", [r"C = \sum (y_i - a_i)^2"], r"\frac{\partial C}{\partial a_i} = -2 (y_i - a_i)", r"\frac{\partial C}{\partial a_i} = 2 (y_i - a_i)"),
    ("a sum over another letter", [r"h_i = x_i^2", r"o_a = \frac{e^{h_a}}{\sum_b e^{h_b}}"], r"\sum_a o_a = 1", r"\sum_a o_a = 2"),
    ("a hat over a letter with its index", [r"\hat{x_i} = \frac{x_i - \mu}{s}"], r"\hat{x}_i s = x_i - \mu", r"\hat{x_i} s = x_i + \mu"),
    ("a hat under a bold font", [rf"x \in {N}", r"\mathbf{\hat{x}} = 2 x"], r"\hat{\mathbf{x}}_i = 2 x_i", r"\mathbf{\hat{x}}_i = x_i"),
    ("fonts in the old style", [r"x \in \mathbb{R}", r"{\cal L} = x^2"], r"\frac{{\rm d} {\cal L}}{{\rm d} x} = 2x", r"\frac{{\rm d} {\cal L}}{{\rm d} x} = 3x"),
    ("bold in the old style", [rf"{{\bf x}} \in {N}"], r"\|{\bf x}\|^2 = {\bf x}^\top \mathbf{x}", r"\|{\bf x}\|^2 = 2 {\bf x}^\top \mathbf{x}"),
    ("several bold letters", [rf"A \in \mathbb{{R}}^{{n \times n}}, x \in {N}"], r"\mathbf{Ax} = A x", r"\mathbf{Ax} = A^\top x"),
    ("steps of a slide", [r"x \in \mathbb{R}"], r"\frac{d}{dx} x^2 = \onslide<2->{2x} \pause", r"\frac{d}{dx} x^2 = \onslide<2->{3x} \pause"),
    ("what follows a line that is broken", [r"x \in \mathbb{R}", "y = x^2"], r"\frac{dy}{dx} = 2x \newline y = x x", r"\frac{dy}{dx} = 2x \newline y = x + x"),
    ("a bullet", [rf"w \in {N}", r"a = w \bullet w"], r"a_i = w_i^2", r"a_i = w_i"),
    ("a full stop", [r"x \in \mathbb{R}", "y = x^2"], r"\frac{dy}{dx} = 2x. \quad y = x x.", r"\frac{dy}{dx} = 2x. \quad y = x + x."),
    ("a derivative of a product of brackets", [r"A \in \mathbb{R}^{m \times n}, s \in \mathbb{R}^n, x \in \mathbb{R}^m"], r"\frac{\partial}{\partial s} (x - As)^T (x - As) = -2 A^T (x - As)", r"\frac{\partial}{\partial s} (x - As)^T (x - As) = 2 A^T (x - As)"),
    ("a derivative of a power times a bracket", [r"x \in \mathbb{R}"], r"\frac{d}{dx} (x + 1)^2 (x + 2) = (x + 1)^2 + 2 (x + 1) (x + 2)", r"\frac{d}{dx} (x + 1)^2 (x + 2) = 2 (x + 1) (x + 2)"),
    ("the product rule with derivatives of brackets", [r"x \in \mathbb{R}"], r"\frac{d}{dx} [(x + 1) (x + 2)] = \frac{d}{dx} (x + 1) (x + 2) + (x + 1) \frac{d}{dx} (x + 2)", r"\frac{d}{dx} [(x + 1) (x + 2)] = \frac{d}{dx} (x + 1) (x + 2) - (x + 1) \frac{d}{dx} (x + 2)"),
    ("an indicator below a 1", [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"], r"\frac{\partial o_i}{\partial h_k} = o_i (1_{i = k} - o_k)", r"\frac{\partial o_i}{\partial h_k} = o_i (1_{i = k} + o_k)"),
    ("an indicator as in code", [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"], r"\frac{\partial o_i}{\partial h_k} = o_i (1(i == k) - o_k)", r"\frac{\partial o_i}{\partial h_k} = o_i (1(i == k) + o_k)"),
    ("an indicator with braces", [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"], r"\frac{\partial o_i}{\partial h_k} = o_i (1\{i = k\} - o_k)", r"\frac{\partial o_i}{\partial h_k} = o_i (1\{i = k\} + o_k)"),
    ("an indicator below a bold 1", [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"], r"\frac{\partial o_i}{\partial h_k} = o_i (\mathbf{1}_{i = k} - o_k)", r"\frac{\partial o_i}{\partial h_k} = o_i (\mathbf{1}_{i = k} + o_k)"),
    ("an indicator by a double I", [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"], r"\frac{\partial o_i}{\partial h_k} = o_i (\mathbb{I}(i = k) - o_k)", r"\frac{\partial o_i}{\partial h_k} = o_i (\mathbb{I}(i = k) + o_k)"),
    ("an indicator by a plain I", [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"], r"\frac{\partial o_i}{\partial h_k} = o_i (I(i = k) - o_k)", r"\frac{\partial o_i}{\partial h_k} = o_i (I(i = k) + o_k)"),
    ("an indicator in an upright font", [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"], r"\frac{\partial o_i}{\partial h_k} = o_i (\mathrm{I}\{i = k\} - o_k)", r"\frac{\partial o_i}{\partial h_k} = o_i (\mathrm{I}\{i = k\} + o_k)"),
    ("a quotient entry by entry", [rf"a, b \in {N}"], r"(a \oslash b)_i = a_i / b_i", r"(a \oslash b)_i = b_i / a_i"),
    ("a quotient entry by entry, as in code", [rf"a, b \in {N}"], r"a \odot b ./ b = a", r"a \odot b ./ b = b"),
    (r"a name in \textup{Tr}", [r"A, B \in \mathbb{R}^{n \times n}"], r"\frac{\partial}{\partial A} \textup{Tr}(A B) = B^T", r"\frac{\partial}{\partial A} \textup{Tr}(A B) = A^T"),
    (r"a name in \textnormal{tr}", [r"A, B \in \mathbb{R}^{n \times n}"], r"\frac{\partial}{\partial A} \textnormal{tr}(A B) = B^T", r"\frac{\partial}{\partial A} \textnormal{tr}(A B) = A^T"),
    (r"a name in \textsc{Tr}", [r"A, B \in \mathbb{R}^{n \times n}"], r"\frac{\partial}{\partial A} \textsc{Tr}(A B) = B^T", r"\frac{\partial}{\partial A} \textsc{Tr}(A B) = A^T"),
    (r"a name in \mathop{\mathrm{tr}}", [r"A, B \in \mathbb{R}^{n \times n}"], r"\frac{\partial}{\partial A} \mathop{\mathrm{tr}}(A B) = B^T", r"\frac{\partial}{\partial A} \mathop{\mathrm{tr}}(A B) = A^T"),
    (r"a name in \mathop{tr}", [r"A, B \in \mathbb{R}^{n \times n}"], r"\frac{\partial}{\partial A} \mathop{tr}(A B) = B^T", r"\frac{\partial}{\partial A} \mathop{tr}(A B) = A^T"),
    ("a partial derivative with its variable below", [r"f(x, y) = x^2 y"], r"\partial_x f = 2xy", r"\partial_x f = x^2"),
    ("a partial derivative by an entry", [r"s = \log \sum_{j=1}^q \exp(o_j)"], r"\partial_{o_j} s = \frac{\exp(o_j)}{\sum_{k=1}^q \exp(o_k)}", r"\partial_{o_j} s = \exp(o_j)"),
    ("two partial derivatives with their variables below", [r"f(x, y) = x^2 y"], r"\partial_{xy} f = \partial_x \partial_y f = 2x", r"\partial_{xy} f = \partial_x^2 f = 2x"),
    ("a derivative written with D", [r"f(x) = x^3"], r"D_x f = 3 x^2", r"D_x f = 3 x"),
    ("the gradient of a function of one vector", [rf"x \in {N}", r"f(x) = x^\top x"], r"\nabla f = 2x", r"\nabla f = x"),
    ("the gradient of a function of two numbers", [r"f(x, y) = x^2 y"], r"\nabla f = \begin{bmatrix} 2xy \\ x^2 \end{bmatrix}", r"\nabla f(x, y) = \begin{bmatrix} x^2 \\ 2xy \end{bmatrix}"),
    ("the power of a function before its argument", [], r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{g(x) \frac{d}{dx} f(x) - f(x) \frac{d}{dx} g(x)}{g^2(x)}", r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{g(x) \frac{d}{dx} f(x) - f(x) \frac{d}{dx} g(x)}{g(x)}"),
    ("the name of a function in several letters", [r"X \in \mathbb{R}^{n \times p}, y \in \mathbb{R}^n, \beta \in \mathbb{R}^p", r"RSS(\beta) = (y - X\beta)^T (y - X\beta)"], r"\frac{\partial RSS}{\partial \beta} = -2 X^T (y - X\beta)", r"\frac{\partial RSS}{\partial \beta} = 2 X^T (y - X\beta)"),
    ("a name of several letters", [r"y, t \in \mathbb{R}^n", r"loss = \frac{1}{n} \sum_i (y_i - t_i)^2"], r"\frac{\partial loss}{\partial y_i} = \frac{2}{n} (y_i - t_i)", r"\frac{\partial loss}{\partial y_i} = 2 (y_i - t_i)"),
    ("capitals side by side that are a product", [r"A, B \in \mathbb{R}^{n \times n}", r"C = AB"], r"AB = C = A \cdot B", r"AB = BA"),
    ("a conditional probability with the value of an index", [r"z \in \mathbb{R}^n", r"P(y=k|x) = \frac{e^{z_k}}{\sum_j e^{z_j}}"], r"\frac{\partial P(y=k|x)}{\partial z_k} = P(y=k|x) (1 - P(y=k|x))", r"\frac{\partial P(y=k|x)}{\partial z_k} = P(y=k|x) P(y=k|x)"),
    ("a conditional probability of a sample", [r"w \in \mathbb{R}, x \in \mathbb{R}^n", r"z_i = w x_i", r"p(y_i = 1 \mid x_i) = \frac{1}{1 + e^{-z_i}}"], r"1 - p(y_i = 1 \mid x_i) = \frac{1}{1 + e^{z_i}}", r"1 - p(y_i = 1 \mid x_i) = \frac{1}{1 + e^{-z_i}}"),
    ("a conditional probability of two values", [r"U, V \in \mathbb{R}^{n \times d}", r"P(O = o | C = c) = \frac{\exp(U_o^\top V_c)}{\sum_w \exp(U_w^\top V_c)}"], r"\frac{\partial}{\partial V_c} \log P(O = o | C = c) = U_o - \sum_w P(O = w | C = c) U_w", r"\frac{\partial}{\partial V_c} \log P(O = o | C = c) = U_o - \sum_w P(O = o | C = c) U_w"),
    ("the probability of 1 and of 0", [r"z \in \mathbb{R}", r"P(y=1|x;\theta) = \sigma(z)", r"P(y=0|x;\theta) = 1 - P(y=1|x;\theta)"], r"\frac{\partial}{\partial z} \log P(y=1|x;\theta) = P(y=0|x;\theta)", r"\frac{\partial}{\partial z} \log P(y=1|x;\theta) = P(y=1|x;\theta)"),
    ("vectors in square brackets", [r"h \in \mathbb{R}^n, x \in \mathbb{R}^m, V \in \mathbb{R}^{k \times n}, U \in \mathbb{R}^{k \times m}"], r"\begin{bmatrix} V & U \end{bmatrix} [h; x] = V h + U x", r"\begin{bmatrix} V & U \end{bmatrix} [h; x] = V h - U x"),
    ("vectors in square brackets behind a matrix", [r"h \in \mathbb{R}^n, x \in \mathbb{R}^m, W \in \mathbb{R}^{k \times (n+m)}", r"z = W [h, x]"], r"z = W \begin{bmatrix} h \\ x \end{bmatrix}", r"z = W \begin{bmatrix} h \\ -x \end{bmatrix}"),
    ("a factorial", [], r"n! = n (n-1)!", r"n! = (n-1)!"),
    ("a binomial coefficient", [], r"\binom{n}{k} = \frac{n!}{k! (n-k)!}", r"\binom{n}{k} = \frac{n!}{(n-k)!}"),
    ("an index below a partial", [r"s = \log \sum_{j=1}^q \exp(o_j)"], r"\partial_{o_j} s = \frac{\exp(o_j)}{\sum_{k=1}^q \exp(o_k)}", r"\partial_{o_j} s = \frac{\exp(o_j)}{\sum_{k=2}^q \exp(o_k)}"),
    ("partials of a function", [r"x, y \in \mathbb{R}", "f(x, y) = x^2 y"], r"\partial_x \partial_y f = 2x", r"\partial_x \partial_y f = x"),
    ("a second partial", [r"x, y \in \mathbb{R}", "f(x, y) = x^2 y"], r"\partial_x^2 f = 2y", r"\partial_x^2 f = 2x"),
    ("a variable below a D", [r"x, y \in \mathbb{R}", "f(x, y) = x^2 y"], r"D_x f = 2 x y", r"D_x f = x y"),
    ("a gradient by all parameters", [r"x, y \in \mathbb{R}", "f(x, y) = x^2 y"], r"\nabla f = \begin{pmatrix} 2 x y \\ x^2 \end{pmatrix}", r"\nabla f = \begin{pmatrix} x^2 \\ 2 x y \end{pmatrix}"),
    ("a gradient by the only parameter", [rf"A \in \mathbb{{R}}^{{n \times n}}, x \in {N}", r"f(x) = x^\top A x"], r"\nabla f = (A + A^\top) x", r"\nabla f = 2 A x"),
    ("a name with its variables behind it", [rf"A \in \mathbb{{R}}^{{n \times n}}, w \in {N}", r"J = w^\top A w"], r"\nabla_w J(w) = (A + A^\top) w", r"\nabla_w J(w) = 2 A w"),
    ("an operator before a quadratic form", [rf"A \in \mathbb{{R}}^{{m \times n}}, s \in {N}, x \in \mathbb{{R}}^m"], r"\frac{\partial}{\partial s} (x - A s)^\top (x - A s) = -2 A^\top (x - A s)", r"\frac{\partial}{\partial s} (x - A s)^\top (x - A s) = -A^\top (x - A s)"),
    ("the square of a function", [], r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{g(x) \frac{d}{dx} f(x) - f(x) \frac{d}{dx} g(x)}{g^2(x)}", r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{g(x) \frac{d}{dx} f(x) - f(x) \frac{d}{dx} g(x)}{g(x)}"),
    ("a binomial", [], r"\binom{n}{k} = \binom{n-1}{k} + \binom{n-1}{k-1}", r"\binom{n}{k} = \binom{n-1}{k} + \binom{n}{k-1}"),
    ("a loss of two arguments", [rf"o, y \in {N}", "L = l(o, y)"], r"\frac{\partial (L^2)}{\partial o} = 2 L \frac{\partial L}{\partial o}", r"\frac{\partial (L^2)}{\partial o} = 2 \frac{\partial L}{\partial o}"),
    ("a probability with a class", [r"z \in \mathbb{R}^K", r"P(y=k|x) = \frac{e^{z_k}}{\sum_j e^{z_j}}"], r"\frac{\partial P(y=k|x)}{\partial z_j} = P(y=k|x) (\delta_{kj} - P(y=j|x))", r"\frac{\partial P(y=k|x)}{\partial z_j} = P(y=k|x) (\delta_{kj} - P(y=k|x))"),
    ("a probability of a sample", [r"z \in \mathbb{R}^m", r"p(y_i = 1 \mid x_i) = \sigma(z_i)"], r"1 - p(y_i = 1 \mid x_i) = \sigma(-z_i)", r"1 - p(y_i = 1 \mid x_i) = \sigma(z_i)"),
    ("a function of several capitals", [r"RSS(\beta) = \sum_{i=1}^n (y_i - \beta x_i)^2", r"PRSS(\beta) = RSS(\beta) + \lambda \beta^2"], r"\frac{dPRSS}{d\beta} = \frac{dRSS}{d\beta} + 2 \lambda \beta", r"\frac{dPRSS}{d\beta} = \frac{dRSS}{d\beta} + \lambda \beta"),
    ("a word for a name", [r"loss = \sum_i (y_i - t_i)^2"], r"\frac{\partial loss}{\partial y_i} = 2 (y_i - t_i)", r"\frac{\partial loss}{\partial y_i} = y_i - t_i"),
    ("a name of two capitals", [r"CE = -\log p"], r"\frac{\partial CE}{\partial p} = -\frac{1}{p}", r"\frac{\partial CE}{\partial p} = \frac{1}{p}"),
    ("a word set as text", [r"\text{cost} = x^2"], r"\frac{d \text{cost}}{dx} = 2x", r"\frac{d \text{cost}}{dx} = x"),
    ("a product of three letters", ["f = xyz"], r"\frac{\partial f}{\partial x} = yz", r"\frac{\partial f}{\partial x} = xz"),
    ("a product of known matrices", [r"A, B \in \mathbb{R}^{n \times n}"], r"\operatorname{tr}(AB) = \operatorname{tr}(BA)", r"AB = BA"),
    ("vectors one behind the other", [rf"h \in {N}, x \in \mathbb{{R}}^m, W \in \mathbb{{R}}^{{k \times (n + m)}}", r"z = W [h; x]"], r"-z = -W \begin{bmatrix} h \\ x \end{bmatrix}", r"-z = -W [x, h]"),
    ("the norm of two vectors", [rf"h \in {N}, x \in \mathbb{{R}}^m"], r"\|[h, x]\|^2 = \|h\|^2 + \|x\|^2", r"\|[h, x]\|^2 = \|h\|^2 - \|x\|^2"),
    ("rows one behind the other", [rf"h \in {N}, x \in \mathbb{{R}}^m"], r"[h^\top, x^\top] [h; x] = h^\top h + x^\top x", r"[h^\top, x^\top] [h; x] = h^\top h"),
    ("the gates of a cell", [rf"h_{{t-1}} \in {N}, x_t \in \mathbb{{R}}^m, W_f \in \mathbb{{R}}^{{n \times (n + m)}}, b_f \in {N}", r"a_t = W_f [h_{t-1}, x_t] + b_f"], r"\sigma(a_t) = \sigma(W_f [h_{t-1}; x_t] + b_f)", r"\sigma(a_t) = \sigma(W_f [h_{t-1}; x_t] - b_f)"),
    ("a vector of numbers", [r"a, b \in \mathbb{R}", r"v = [a, b]^\top"], r"v^\top v = a^2 + b^2", r"v^\top v = a^2 - b^2"),
    ("a vector listed with dots", [rf"x \in {N}"], r"x = [x_1, x_2, \dots, x_n]^\top", r"x = [x_2, x_3, \dots, x_n]^\top"),
    ("a matrix with dots of undeclared entries", [r"G = \begin{pmatrix} g_{11} & .. & g_{1H} \\ .. & .. & .. \\ g_{N1} & .. & g_{NH} \end{pmatrix}"], r"\sum_{j=1}^{H} G_{ij} = \sum_{j=1}^{H} g_{ij}", r"\sum_{j=1}^{H} G_{ij} = \sum_{j=1}^{H} g_{i1}"),
    ("a sum over two terms without brackets", [r"a, b \in \mathbb{R}^n", r"S = \sum_{j=1}^n a_j + b_j"], r"\frac{\partial S}{\partial b_j} = 1", r"\frac{\partial S}{\partial b_j} = 1 + b_j"),
    ("a cost over two terms without brackets", [r"J = -\frac{1}{m} \sum_{i=1}^m y_i \log a_i + (1 - y_i) \log (1 - a_i)"], r"\frac{\partial J}{\partial a_i} = \frac{1}{m} \frac{a_i - y_i}{a_i (1 - a_i)}", r"\frac{\partial J}{\partial a_i} = \frac{a_i - y_i}{a_i (1 - a_i)}"),
    ("two sums over two terms each", [r"a, b \in \mathbb{R}^n", r"S = \sum_i a_i + b_i - \sum_k a_k^2 + b_k"], r"\frac{\partial S}{\partial a_i} = 1 - 2 a_i", r"\frac{\partial S}{\partial b_i} = 1"),
    ("an index of both sides, behind a sum of its own", [r"y, p \in \mathbb{R}^n"], r"\frac{\partial}{\partial p_j} \sum_k (y_k p_k - y_j p_k) = y_j - \sum_j y_j + \sum_k y_k - y_j", r"\frac{\partial}{\partial p_j} \sum_k (y_k p_k - y_j p_k) = y_j - \sum_j y_j + \sum_k y_k + y_j"),
    ("a matrix with two dots, of entries with a formula", [r"x \in \mathbb{R}^N, y \in \mathbb{R}^H", r"g_{ij} = x_i y_j"], r"G = \begin{pmatrix} g_{11} & .. & g_{1H} \\ .. & .. & .. \\ g_{N1} & .. & g_{NH} \end{pmatrix} = x y^\top", r"G = \begin{pmatrix} g_{11} & .. & g_{1H} \\ .. & .. & .. \\ g_{N1} & .. & g_{NH} \end{pmatrix} = 2 x y^\top"),
    ("equations in an array", [r"x \in \mathbb{R}", "y = x^2"], r"\begin{array}{lcl} \frac{dy}{dx} & = & 2x \\ y & = & x x \end{array}", r"\begin{array}{lcl} \frac{dy}{dx} & = & 3x \\ y & = & x x \end{array}"),
]  # fmt: skip

SOFTMAX = [r"h \in \mathbb{R}^n", r"o_i = \frac{e^{h_i}}{\sum_k e^{h_k}}"]
INDICATORS = {  # where i = k, and where not
    "1(i==k)": r"1(i \neq k)",
    "1_{i=k}": r"1_{i \neq k}",
    r"1\{i = k\}": r"1\{i \neq k\}",
    r"\mathbf{1}_{i=k}": r"\mathbf{1}_{i \neq k}",
    r"\mathbb{I}(i = k)": r"\mathbb{I}(i \neq k)",
    "I(i = k)": r"I(i \neq k)",
    "[i = k]": r"[i \neq k]",
    r"\delta_{i=k}": r"\delta_{i \neq k}",
    r"\mathbb{1}_{[i = k]}": r"\mathbb{1}_{[i \neq k]}",
}


def verdicts(rows: list[str]) -> list[str]:
    text = "\n\n".join(f"$$ {row} $$" for row in rows)
    return [claim.verdict for claim in proofread(text).claims]


@pytest.mark.parametrize(("before", "row"), [c[1:3] for c in CASES], ids=[c[0] for c in CASES])
def test_a_right_row_holds(before: list[str], row: str) -> None:
    found = verdicts([*before, row])
    assert set(found) <= {"declared", "defined", "holds"}
    assert found[-1] == "holds"


@pytest.mark.parametrize(
    ("before", "slip"), [(c[1], c[3]) for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_row_with_a_slip_fails(before: list[str], slip: str) -> None:
    assert "fails" in verdicts([*before, slip])


@pytest.mark.parametrize(
    "row",
    [
        r"y = \operatorname{np}.sum(x)",
        "y = x . 2",
        r"y = x \quad x^2 + 1",
        r"y = x, x + 1",
        r"y = 2 & x + 1",
    ],
)
def test_nothing_behind_an_equation_is_cut_off_in_silence(row: str) -> None:
    assert verdicts([r"x \in \mathbb{R}", row]) == ["declared", "unread"]


@pytest.mark.parametrize(
    "row", [r"T > 1", r"t \geq k", r"i \neq j", r"k = 1, \dots, N", r"1 \leq i \leq n - 1"]
)
def test_a_condition_in_a_row_of_its_own_is_no_claim(row: str) -> None:
    assert verdicts([row]) == ["declared"]


def test_a_condition_in_a_row_of_its_own_counts_for_the_next_equation() -> None:
    row = r"\frac{\partial o_i}{\partial h_j} = -o_i o_j"
    assert verdicts([*SOFTMAX, r"i \neq j", row])[-1] == "holds"
    assert verdicts([*SOFTMAX, r"i = 1, \dots, n", row])[-1] == "fails"
    assert verdicts([*SOFTMAX, row])[-1] == "fails"


def test_an_inequality_between_known_names_is_a_claim() -> None:
    assert verdicts([r"x \in \mathbb{R}", "y = x^2", r"y > x"])[-1] == "fails"
    assert verdicts([r"x \in \mathbb{R}", r"x^2 \geq 0"])[-1] == "holds"


@pytest.mark.parametrize("row", [r"C = \sum w_{ij} x_j", r"C = \sum x"])
def test_a_sum_without_an_index_that_its_terms_share_is_not_read(row: str) -> None:
    (claim,) = proofread(f"$$ {row} $$").claims
    assert claim.verdict == "unread"
    assert "below a sum should stand the index that it runs over" in claim.reason


@pytest.mark.parametrize(
    ("row", "right", "wrong"),
    [
        (r"y = A x \in ", r"\mathbb{R}^q", r"\mathbb{R}^n"),
        (r"y = x^\top x \in ", r"\mathbb{R}", r"\mathbb{R}^n"),
        (r"y_i = x_i^2 \in ", r"\mathbb{R}", None),
        (r"\nabla_x (x^\top x) = 2 x \in ", r"\mathbb{R}^n", r"\mathbb{R}^{n \times n}"),
        (r"B = A^\top \in ", r"\mathbb{R}^{n \times m}", r"\mathbb{R}^{m}"),
    ],
)
def test_the_set_behind_an_equation_says_its_shape(row: str, right: str, wrong: str | None) -> None:
    before = [r"A \in \mathbb{R}^{q \times n}, x \in \mathbb{R}^n"]
    assert verdicts([*before, row + right])[2:] in (["defined", "declared"], ["holds", "declared"])
    if wrong is not None:
        assert verdicts([*before, row + wrong])[-1] == "fails"


def test_the_set_behind_an_equation_of_undeclared_names_is_no_mistake() -> None:
    assert "fails" not in verdicts([r"y = A x + b \in \mathbb{R}^{q \times n}"])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (r"y = \int_0^1 x \, dx", "an integral is not read"),
        (r"\oint x \, dx = 0", "an integral is not read"),
        (r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}", "a limit is not read"),
        (r"V = \mathbb{E}_{x \sim p}[\log D(x)]", "an expectation over a density is not read"),
        (r"V = \operatorname{E}(x)", "an expectation over a density is not read"),
        (r"\sigma^2 = E[(x - \mu)^2]", "an expectation over a density is not read"),
        (r"p = \Pr(y = 1)", "the probability of an event is not read"),
    ],
)
def test_what_stays_out_is_said_by_its_name(row: str, reason: str) -> None:
    (claim,) = proofread(f"$$ {row} $$").claims
    assert (claim.verdict, claim.reason) == ("unread", reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (r"v = (x, y)", "a tuple is not read"),
        (r"y = W[i, j]", "indices in square brackets are not read"),
        (r"y = 1(i != j)", "write \\neq for unequal"),
        (r"\frac{d}{dn} n! = 1", "a factorial is not differentiated"),
    ],
)
def test_what_might_mean_something_else_is_not_read(row: str, reason: str) -> None:
    (claim,) = proofread(f"$$ {row} $$").claims
    assert claim.verdict == "unread"
    assert reason in claim.reason


@pytest.mark.parametrize(("indicator", "slip"), INDICATORS.items())
def test_an_indicator_is_read_however_it_is_written(indicator: str, slip: str) -> None:
    left = r"\frac{\partial o_i}{\partial h_k}"
    assert verdicts([*SOFTMAX, rf"{left} = o_i ({indicator} - o_k)"])[-1] == "holds"
    assert verdicts([*SOFTMAX, rf"{left} = o_i ({slip} - o_k)"])[-1] == "fails"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (r"X = [v_1, v_2]", "may be a matrix with these columns or one vector"),
        (r"B = [A, A]", "matrices side by side are written in a matrix of blocks"),
        (r"r = [v_1, v_2^\top]", "a row and a column cannot stand one behind the other"),
    ],
)
def test_what_brackets_leave_open_does_not_pass(row: str, reason: str) -> None:
    before = rf"$$ v_1, v_2 \in {N}, A \in \mathbb{{R}}^{{n \times n}} $$"
    claim = proofread(f"{before}\n\n$$ {row} $$").claims[-1]
    assert claim.verdict in ("unread", "fails")
    assert reason in claim.reason
