"""The notation, item by item: each with a row that holds and the same row with a slip."""

import pytest

from nnderiv import proofread

LINEAR = r"x \in R^{k \times m}, W \in R^{m \times n}, b \in R^n \\ y = xW + b \\ L = \ell(y) \\"
COLUMN = r"x \in \R^{m}, W \in \R^{n \times m}, b \in \R^n \\ y = Wx + b \\ L = \ell(y) \\"
SOFTMAX = (
    r"h \in \mathbb{R}^n \\ t \in \mathbb{R}^n \tag{one-hot} \\"
    r"o_i = \frac{e^{h_i}}{\sum_{j}^{n} e^{h_j}} \\ E = -\sum_i t_i \log o_i \\"
)
VECTORS = r"u, v \in \mathbb{R}^n, A \in \mathbb{R}^{n \times n}, B \in \mathbb{R}^{m \times n} \\"
CONV = (
    r"x \in \mathbb{R}^{n}, w \in \mathbb{R}^{m} \\"
    r"y_i = \sum_{j=1}^{m} w_j x_{i+j-1} \tag{for $1 \leq i \leq n-m+1$} \\ L = \ell(y) \\"
)
ANY = r"f, g : \mathbb{R} \to \mathbb{R} \\"

# (what is read, the rows before, the right row, the same with a slip)
CASES = [
    ("a matrix product", LINEAR, r"\frac{dL}{dx} = \frac{dL}{dy} W^T", r"\frac{dL}{dx} = \frac{dL}{dy} W"),
    ("column vectors", COLUMN, r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial y} x^\top", r"\frac{\partial L}{\partial W} = x \frac{\partial L}{\partial y}^\top"),
    ("a sum over a batch", LINEAR, r"\frac{dL}{db_j} = \sum_i \frac{dL}{dy_{ij}}", r"\frac{dL}{db_j} = \frac{1}{k} \sum_i \frac{dL}{dy_{ij}}"),
    ("bold ones", LINEAR, r"\frac{dL}{db} = \left(\frac{dL}{dy}\right)^T \mathbf{1}", r"\frac{dL}{db} = \frac{dL}{dy} \mathbf{1}"),
    ("ones of a size", LINEAR, r"y = xW + \mathbf{1}_k b^T", r"y = xW + \mathbf{1}_m b^T"),
    ("starred rows", LINEAR, r"\frac{dL}{dx_{a,c}} = (\frac{dL}{dy})_{a*} \cdot W_{c*}", r"\frac{dL}{dx_{a,c}} = (\frac{dL}{dy})_{a*} \cdot W_{*c}"),
    ("rows with a colon", LINEAR, r"y_{a,:} = x_{a,:} W + b", r"y_{a,:} = x_{a,:} W - b"),
    ("a vector arrow", LINEAR, r"y_{a,c} = \vec{x_{a*}} \cdot \vec{W_{*c}} + b_c", r"y_{a,c} = \vec{x_{a*}} \cdot \vec{W_{*c}}"),
    ("a gradient with nabla", COLUMN, r"\nabla_x L = W^T \nabla_y L", r"\nabla_x L = W \nabla_y L"),
    ("a Jacobian", COLUMN, r"\frac{\partial y}{\partial x} = W", r"\frac{\partial y}{\partial x} = W^T"),
    ("the identity matrix", COLUMN, r"\frac{\partial y}{\partial b} = I", r"\frac{\partial y}{\partial b} = 2 I"),
    ("a block matrix with dots", LINEAR, r"x = \begin{bmatrix} x_{1*} \\ x_{2*} \\ \vdots \\ x_{k*} \end{bmatrix}", r"x = \begin{bmatrix} x_{1*} \\ x_{2*} \\ \vdots \\ x_{m*} \end{bmatrix}"),
    ("a matrix of scalars", r"a, b \in R \\", r"\det \begin{pmatrix} a & b \\ b & a \end{pmatrix} = a^2 - b^2", r"\det \begin{pmatrix} a & b \\ b & a \end{pmatrix} = a^2 + b^2"),
    ("a function into vectors", r"n, m \in \mathbb{N}, x \in \mathbb{R}^{n}, W \in \mathbb{R}^{m \times n}, f : \mathbb{R}^n \to \mathbb{R}^n, g : \mathbb{R}^n \to \mathbb{R}^m \\ y = x + f(x) \\ L = \ell(y) \\", r"\frac{dL}{dx_i} = \frac{dL}{dy_i} + \sum_{j=1}^n \frac{dL}{dy_j} \frac{d f_j(x)}{dx_i}", r"\frac{dL}{dx_i} = \frac{dL}{dy_i} + \sum_{j=1}^n \frac{dL}{dy_j} \frac{d f_i(x)}{dx_j}"),
    ("a function into vectors of another length", r"n, m \in \mathbb{N}, x \in \mathbb{R}^{n}, W \in \mathbb{R}^{m \times n}, f : \mathbb{R}^n \to \mathbb{R}^n, g : \mathbb{R}^n \to \mathbb{R}^m \\ ", r"g(x)^T g(x) = \sum_{j=1}^m g_j(x)^2", r"g(x)^T g(x) = \sum_{j=1}^n g_j(x)^2"),
    ("an arrow, and then what the function is", r"x \in \mathbb{R}, f : \mathbb{R} \to \mathbb{R} \\ f(x) = x^2 \\", r"f'(x) = 2 x", r"f'(x) = x"),
    ("an arrow, and then what the function into vectors is", r"n, m \in \mathbb{N}, x \in \mathbb{R}^{n}, W \in \mathbb{R}^{m \times n}, f : \mathbb{R}^n \to \mathbb{R}^n, g : \mathbb{R}^n \to \mathbb{R}^m \\ g(x) = W x \\", r"\frac{d g_i(x)}{dx_j} = W_{i,j}", r"\frac{d g_i(x)}{dx_j} = -W_{i,j}"),
    ("entries of a function that a row defines", r"n, m \in \mathbb{N}, x \in \mathbb{R}^{n}, W \in \mathbb{R}^{m \times n}, f : \mathbb{R}^n \to \mathbb{R}^n, g : \mathbb{R}^n \to \mathbb{R}^m \\ h(x) = W x \\", r"\sum_{i=1}^m h_i(x)^2 = h(x)^T h(x)", r"\sum_{i=1}^m h_i(x)^2 = m h(x)^T h(x)"),
    ("a number by itself", r"x \in R \\", r"\frac{d}{dx} x^2 = x + \frac{dx}{dx} x", r"\frac{d}{dx} x^2 = x + 2 \frac{dx}{dx} x"),
    ("softmax", SOFTMAX, r"\frac{dE}{dh} = o - t", r"\frac{dE}{dh} = t - o"),
    ("a definition held independent", SOFTMAX, r"\frac{dE}{do_a} = -\frac{t_a}{o_a}", r"\frac{dE}{do_a} = o_a - t_a"),
    ("a condition in the tag", SOFTMAX, r"\frac{do_a}{dh_i} = -o_a o_i \tag{for $a \neq$ i}", r"\frac{do_a}{dh_i} = -o_a o_i \tag{for a = i}"),
    ("a condition in brackets", SOFTMAX, r"\frac{do_a}{dh_i} = o_a (1 - o_a) \quad (a = i)", r"\frac{do_a}{dh_i} = o_a (1 - o_a) \quad (a \neq i)"),
    ("a condition in text", SOFTMAX, r"\frac{do_a}{dh_i} = -o_a o_i \quad \text{if } a \neq i", r"\frac{do_a}{dh_i} = o_a o_i \quad \text{if } a \neq i"),
    ("a sum with one left out", SOFTMAX, r"\sum_{a \neq i} o_a = 1 - o_i", r"\sum_{a \neq i}^n o_a = 1"),
    ("Kronecker's delta", SOFTMAX, r"\frac{do_a}{dh_i} = o_a (\delta_{ai} - o_i)", r"\frac{do_a}{dh_i} = o_a (\delta_{ai} - o_a)"),
    ("an indicator", SOFTMAX, r"\frac{do_a}{dh_i} = o_a (\mathbb{1}[a = i] - o_i)", r"\frac{do_a}{dh_i} = o_a (\mathbb{1}[a \neq i] - o_i)"),
    ("a diagonal matrix", SOFTMAX, r"\frac{\partial o}{\partial h} = \operatorname{diag}(o) - o o^\top", r"\frac{\partial o}{\partial h} = \operatorname{diag}(o) - o^\top o"),
    ("a sum that is 0", SOFTMAX, r"\sum_i \frac{\partial E}{\partial h_i} = 0", r"\sum_i \frac{\partial E}{\partial h_i} = 10^{-6}"),
    ("a shifted index", CONV, r"\frac{dL}{dw_j} = \sum_{i=1}^{n-m+1} \frac{dL}{dy_i} x_{i+j-1}", r"\frac{dL}{dw_j} = \sum_{i=1}^{n-m+1} \frac{dL}{dy_i} x_{i+j}"),
    ("a bound with an expression", CONV, r"\sum_{i=1}^{n-m+1} y_i = \sum_{j=1}^m w_j \sum_{i=1}^{n-m+1} x_{i+j-1}", r"\sum_{i=1}^{n-m} y_i = \sum_{j=1}^m w_j \sum_{i=1}^{n-m+1} x_{i+j-1}"),
    ("a sum over pairs", VECTORS, r"2 \sum_{i<j} u_i u_j = \sum_{i \neq j} u_i u_j", r"\sum_{i<j} u_i u_j = \sum_{i \neq j} u_i u_j"),
    ("a sum such that", CONV, r"\frac{dL}{dx_c} = \sum_{i : 1 \leq c-i+1 \leq m} \frac{dL}{dy_i} w_{c-i+1}", r"\frac{dL}{dx_c} = \sum_{i : 1 \leq c-i+1 < m} \frac{dL}{dy_i} w_{c-i+1}"),
    ("a sum over two such that", CONV, r"\frac{dL}{dx_c} = \sum_{i, j \,:\, i+j-1 = c} \frac{dL}{dy_i} w_j", r"\frac{dL}{dx_c} = \sum_{i, j \,:\, i+j = c} \frac{dL}{dy_i} w_j"),
    ("what stands below a sum in two lines", CONV, r"\frac{dL}{dx_c} = \sum_{\substack{i, j \\ i+j-1 = c}} \frac{dL}{dy_i} w_j", r"\frac{dL}{dx_c} = \sum_{\substack{i, j \\ i+j = c}} \frac{dL}{dy_i} w_j"),
    ("a bound and a condition in two lines", CONV, r"\frac{dL}{dx_c} = \sum_{\substack{j=1 \\ 1 \leq c-j+1 \leq n-m+1}}^{m} \frac{dL}{dy_{c-j+1}} w_j", r"\frac{dL}{dx_c} = \sum_{\substack{j=2 \\ 1 \leq c-j+1 \leq n-m+1}}^{m} \frac{dL}{dy_{c-j+1}} w_j"),
    ("a product of products", VECTORS, r"\prod_i u_i \prod_i v_i = \prod_i u_i v_i", r"\prod_i u_i \prod_i v_i = \prod_i (u_i + v_i)"),
    ("a determinant in bars", VECTORS, r"|2 A| = 2^n |A|", r"|2 A| = 2 |A|"),
    ("a determinant written out", "", r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = a d - b c", r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = a d + b c"),
    ("an inner product of matrices", VECTORS, r"\langle A, A \rangle = \operatorname{tr}(A^\top A)", r"\langle A, A \rangle = \operatorname{tr}(A A)"),
    ("a Kronecker product", VECTORS, r"(B \otimes A) (B^\top \otimes A) = (B B^\top) \otimes (A A)", r"(B \otimes A) (B^\top \otimes A) = (A A) \otimes (B B^\top)"),
    ("an entry of the identity", VECTORS, r"\sum_j I_{ij} u_j = u_i", r"\sum_j I_{ij} u_j = u_j"),
    ("an index that was defined", r"u \in \mathbb{R}^n \\ c = \operatorname{argmax}_i u_i \\", r"u_c = \max_i u_i", r"u_c = \min_i u_i"),
    ("an inverse function", r"p \in [0, 1] \\", r"\sigma^{-1}(p) = \log \frac{p}{1 - p}", r"\sigma^{-1}(p) = \log \frac{1 - p}{p}"),
    ("a function without its argument", "", r"\frac{d\sigma}{dz} = \sigma (1 - \sigma)", r"\frac{d\sigma}{dz} = \sigma (1 + \sigma)"),
    ("a remainder in script", "", r"e^h = 1 + h + \mathcal{O}(h^2)", r"e^h = 1 + h + \mathcal{O}(h^3)"),
    ("a number with thousands", r"a \in \mathbb{R} \\", r"3\,000 a = 3{,}000 a", r"3\,000 a = 300 a"),
    ("a condition in words", r"x \in \mathbb{R} \\", r"|x| = x \text{ when $x$ is positive}", r"|x| = x \text{ when $x$ is negative}"),
    ("unless", SOFTMAX, r"\frac{do_a}{dh_i} = -o_a o_i \tag{unless $a = i$}", r"\frac{do_a}{dh_i} = o_a (1 - o_a) \tag{unless $a = i$}"),
    ("a threshold that is far out", r"x \in \mathbb{R} \\ y = \min(\max(x, 0), 6) \\", r"\frac{dy}{dx} = \begin{cases} 1 & \text{if } 0 < x < 6 \\ 0 & \text{otherwise} \end{cases}", r"\frac{dy}{dx} = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"),
    ("a new value with a prime", r"A \in \R^{n \times n}, x \in \R^n \\ x' = A x \\", r"\frac{\partial x'}{\partial x} = A", r"\frac{\partial x'}{\partial x} = A^\top"),
    ("the next step", r"w_{t+1} = w_t - \eta g_t \\", r"w_t - w_{t+1} = \eta g_t", r"w_{t+1} - w_t = \eta g_t"),
    ("a diagonal with dots", r"p \in \R^n \\", r"\operatorname{diag}(p) - p p^\top = \begin{pmatrix} p_1 (1 - p_1) & \dots & -p_1 p_n \\ \vdots & \ddots & \vdots \\ -p_n p_1 & \dots & p_n (1 - p_n) \end{pmatrix}", r"\operatorname{diag}(p) - p p^\top = \begin{pmatrix} p_1 (1 - p_1) & \dots & 0 \\ \vdots & \ddots & \vdots \\ 0 & \dots & p_n (1 - p_n) \end{pmatrix}"),
    ("a diagonal with blanks", r"p \in \R^n \\", r"\operatorname{diag}(p) = \begin{pmatrix} p_1 & & \\ & \ddots & \\ & & p_n \end{pmatrix}", r"\operatorname{diag}(p) = \begin{pmatrix} p_1^2 & & \\ & \ddots & \\ & & p_n^2 \end{pmatrix}"),
    ("an index with a prime", VECTORS, r"\sum_{j'} u_{j'} = \sum_j u_j", r"\sum_{j'} u_{j'} = \sum_j v_j"),
    ("numbered names", r"x_1, x_2, x_3 \in \R^n \\", r"\sum_{t=1}^3 x_t = x_1 + x_2 + x_3", r"\sum_{t=1}^3 x_t = x_1 + x_2"),
    ("a recurrence", r"x \in \R \\ s_0 = 1 \\ s_t = x s_{t-1}, \quad t = 1, 2, 3 \\", r"s_3 = x^3", r"s_3 = x^2"),
    ("gradients of steps", r"x_1, x_2, x_3, s_0 \in \R^n, W \in \R^{n \times n} \\ z_1 = W s_0 + x_1 \\ z_2 = W z_1 + x_2 \\ z_3 = W z_2 + x_3 \\ y_t = z_t, \quad t = 1, 2, 3 \\ L = \ell(y_1, y_2, y_3) \\", r"\frac{dL}{dz_t} = \frac{dL}{dy_t} + W^\top \frac{dL}{dz_{t+1}}, \quad t = 1, 2", r"\frac{dL}{dz_t} = \frac{dL}{dy_t} - W^\top \frac{dL}{dz_{t+1}}, \quad t = 1, 2"),
    ("an indicator of an array", r"Z \in \R^{n \times m} \\ H = \operatorname{ReLU}(Z) \\ L = \ell(H) \\", r"\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H} \odot \mathbb{1}[Z > 0]", r"\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial H} \odot \mathbb{1}[Z < 0]"),
    ("a value at a bar", ANY, r"\left. \frac{d}{dt} f(x + t) \right|_{t = 0} = f'(x)", r"\left. \frac{d}{dt} f(x + t) \right|_{t = 0} = f'(0)"),
    ("cases set as an array", r"x \in \R \\", r"|x| = \left\{ \begin{array}{ll} x & \text{if } x > 0 \\ -x & \text{otherwise} \end{array} \right.", r"|x| = \left\{ \begin{array}{ll} x & \text{if } x > 0 \\ x & \text{otherwise} \end{array} \right."),
    ("a sum from an index on", r"u \in \R^n \\ s_i = \sum_{j=i}^n u_j \\", r"\frac{\partial s_i}{\partial u_k} = \mathbb{1}[k \geq i]", r"\frac{\partial s_i}{\partial u_k} = \mathbb{1}[k > i]"),
    ("a sum up to an index", r"u \in \R^n \\ s_k = \sum_{i=1}^k u_i \\", r"\frac{\partial s_k}{\partial u_i} = \mathbb{1}[i \leq k]", r"\frac{\partial s_k}{\partial u_i} = \mathbb{1}[i < k]"),
    ("every other entry", r"u \in \R^{2 n} \\ y_i = u_{2 i} - u_{2 i - 1} \\ L = \ell(y) \\", r"\frac{\partial L}{\partial u_{2 i}} = -\frac{\partial L}{\partial u_{2 i - 1}}", r"\frac{\partial L}{\partial u_{2 i}} = \frac{\partial L}{\partial u_{2 i - 1}}"),
    ("a layer's name below and its number above", r"x \in \R^n, W_Q^{(1)}, W_Q^{(2)} \in \R^{m \times n} \\ L = \ell(W_Q^{(1)} x) \\ q = W_Q^{(1)} x + W^{(2)}_Q x \\", r"\frac{\partial q}{\partial x} = W^{(1)}_Q + W^{(2)}_Q", r"\frac{\partial q}{\partial x} = W_Q^{(1)} - W_Q^{(2)}"),
    ("a vector of the letter of a matrix", r"A \in \R^{K \times d}, x \in \R^d \\ a_k = \sum_j A_{kj} x_j \\", r"a = A x", r"a = 2 A x"),
    ("any functions under primes", ANY, r"(fg)' = f'g + fg'", r"(fg)' = f'g - fg'"),
    ("undeclared functions under primes", "", r"\left(\frac{u}{v}\right)' = \frac{u'v - uv'}{v^2}", r"\left(\frac{u}{v}\right)' = \frac{u'v + uv'}{v^2}"),
    ("a prime in braces", ANY, r"(\log f)^{'} = \frac{f^{'}}{f}", r"(\log f)^{'} = \frac{1}{f}"),
    ("a function of a function", ANY, r"\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)", r"\frac{d}{dx} f(g(x)) = f'(g(x))"),
    ("second derivatives", ANY, r"\frac{d^2}{dx^2} (f(x) g(x)) = f''(x) g(x) + 2 f'(x) g'(x) + f(x) g''(x)", r"\frac{d^2}{dx^2} (f(x) g(x)) = f''(x) g(x) + f'(x) g'(x) + f(x) g''(x)"),
    ("a sum with dots", ANY, r"\left(\sum_{i=1}^{n} f_i\right)' = f_1' + f_2' + \dots + f_n'", r"\left(\sum_{i=1}^{n} f_i\right)' = f_2' + f_3' + \dots + f_n'"),
    ("a product with dots", r"x \in R^n \\", r"\prod_{i=1}^n x_i = x_1 x_2 \cdots x_n", r"\prod_{i=1}^{n-1} x_i = x_1 x_2 \cdots x_n"),
    ("a remainder", ANY, r"f(x + h) = f(x) + h f'(x) + O(h^2)", r"f(x + h) = f(x) + h f'(x) + O(h^3)"),
    ("the imaginary unit", ANY, r"\operatorname{Im} f(x + ih) = h f'(x) + O(h^3)", r"\operatorname{Im} f(x + ih) = h f'(x) + O(h^4)"),
    ("sigmoid by its letter", r"x \in R \\", r"\sigma'(x) = \sigma(x) (1 - \sigma(x))", r"\sigma'(x) = \sigma(x) (1 + \sigma(x))"),
    ("a function in plain letters", r"x \in R \\", r"Sigmoid(x) = \frac{1}{1 + e^{-x}}", r"Tanh(x) = \frac{e^x + e^{-x}}{e^x - e^{-x}}"),
    ("a power of a function", r"x \in R \\", r"\frac{d}{dx} \tanh x = 1 - \tanh^2(x)", r"\frac{d}{dx} \tanh x = 1 - \tan^2(x)"),
    ("d before a function", r"x \in R \\", r"\frac{d\,\mathrm{softplus}(x)}{dx} = \sigma(x)", r"\frac{d\,\mathrm{softplus}(x)}{dx} = \tanh(x)"),
    ("cases", r"x \in R \\", r"\operatorname{ReLU}'(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", r"\operatorname{ReLU}'(x) = \begin{cases} 1 & \text{if } x < 0 \\ 0 & \text{otherwise} \end{cases}"),
    ("a maximum", r"x \in R \\", r"\max(0, x) + \min(0, x) = x", r"\max(0, x) - \min(0, x) = x"),
    ("an absolute value", r"x \in R \\", r"\sqrt{x^2} = |x|", r"\sqrt{x^2} = x"),
    ("an absolute value in a definition", r"x > 0 \\ y = |x| + 1 \\", "y = x + 1", "y = x + 2"),
    ("a root of a degree", r"x > 0 \\", r"\sqrt[3]{x} = x^{1/3}", r"\sqrt[3]{x} = x^{3}"),
    ("a logarithm to a base", r"x > 0 \\", r"\log_2 x = \frac{\ln x}{\ln 2}", r"\log_2 x = \frac{\ln x}{2}"),
    ("a norm", VECTORS, r"\lVert u \rVert^2 = u^T u", r"\lVert u \rVert = u^T u"),
    ("a norm with p", VECTORS, r"\lVert u \rVert_1 = \sum_i |u_i|", r"\lVert u \rVert_1 = \sum_i u_i"),
    ("the derivative of a norm", VECTORS, r"\frac{\partial}{\partial u} \|u\| = \frac{u}{\|u\|}", r"\frac{\partial}{\partial u} \|u\| = \frac{u}{\|u\|^2}"),
    ("a quadratic form", VECTORS, r"\frac{\partial}{\partial u} u^T A u = (A + A^T) u", r"\frac{\partial}{\partial u} u^T A u = 2 A u"),
    ("an inner product", VECTORS, r"\langle u, v \rangle = \operatorname{tr}(u v^T)", r"\langle u, v \rangle = -\operatorname{tr}(u v^T)"),
    ("an inverse", VECTORS, r"\frac{\partial}{\partial A} \log |\det A| = A^{-T}", r"\frac{\partial}{\partial A} \log |\det A| = A^{-1}"),
    ("an inverse transpose", VECTORS, r"\frac{d \log \det A}{dA} = A^{-\top}", r"\frac{d \log \det A}{dA} = (A^{-\top})^\top"),
    ("a product with an inverse", VECTORS, r"A^{-1} A = I", r"A^{-\top} A = I"),
    ("a determinant of a product", VECTORS, r"\log \det (A A^\top) = 2 \log \det A", r"\log \det (A A^\top) = \log \det A"),
    ("the derivative of a trace", VECTORS, r"\frac{d \operatorname{tr}(B A B^\top)}{dA} = B^\top B", r"\frac{d \tr(B A B^\top)}{dA} = 2 B^\top B"),
    ("a trace that goes round", VECTORS, r"\operatorname{tr}(B A B^\top) = \operatorname{tr}(A B^\top B)", r"\operatorname{tr}(B A B^\top) = \operatorname{tr}(A^\top B B^\top)"),
    ("the trace of a number", VECTORS, r"u^\top A v = \operatorname{tr}(u^\top A v) = \operatorname{tr}(A v u^\top)", r"u^\top A v = \operatorname{tr}(A u v^\top)"),
    ("entry by entry", VECTORS, r"(u \odot v)_i = u_i v_i", r"(u \odot v)_i = u_i + v_i"),
    ("a transposed product", VECTORS, r"(B A)^\top = A^\top B^\top", r"(B A)^\top = B^\top A^\top"),
    ("d as a size", r"x, y \in \mathbb{R}^d \\ s = \frac{x^T y}{\sqrt{d}} \\", r"\frac{\partial s}{\partial x} = \frac{y}{\sqrt{d}}", r"\frac{\partial s}{\partial x} = \frac{y}{d}"),
    ("a scalar that is a loss", r"x \in R^n, L \in R \\ y = e^{x} \\", r"\frac{dL}{dx} = \frac{dL}{dy} \odot y", r"\frac{dL}{dx} = \frac{dL}{dy}"),
    ("names with hats and bars", r"x \in R^n \\ \bar{x} = \frac{1}{n} \sum_{i=1}^n x_i \\ \hat{x}_i = x_i - \bar{x} \\", r"\sum_i \hat{x}_i = 0", r"\sum_i x_i = 0"),
    ("a variance under its square", r"x \in R^n \\ \mu = \frac{1}{n} \sum_i x_i \\ \sigma^2 = \frac{1}{n} \sum_i (x_i - \mu)^2 \\", r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{n} (x_i - \mu)", r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{n} x_i"),
    ("names with labels", r"W^{(1)} \in R^{m \times n}, x \in R^n, W_{\text{out}} \in R^{k \times m} \\", r"(W_{\text{out}} W^{(1)} x)^T = x^T {W^{(1)}}^T W_{\text{out}}^T", r"(W_{\text{out}} W^{(1)} x)^T = x^T W_{\text{out}}^T {W^{(1)}}^T"),
    ("entries of a capital matrix", r"\mathbf{X} \in R^{k \times n} \\ s_j = \sum_i x_{ij} \\", r"\mathbf{s} = \mathbf{X}^T \mathbf{1}", r"\mathbf{s} = \mathbf{X} \mathbf{1}"),
    ("a zero that is an array", VECTORS, r"0 = A u - A (u - v) - A v", r"0 = A u - A (u - v) + A v"),
    ("two claims in a row", r"x \in R \\", r"(x + 1)^2 - 1 = x^2 + 2x = x (x + 2)", r"(x + 1)^2 - 1 = x^2 + 2x = x (x + 1)"),
    ("an inequality", r"x \in R^n, y \in R^n \\", r"|x^T y| \leq \lVert x \rVert \lVert y \rVert", r"|x^T y| \geq \lVert x \rVert \lVert y \rVert"),
    ("a probability", r"p \in [0,1]^n \\", r"\frac{\partial}{\partial p_i} \sum_j p_j \log p_j = \log p_i + 1", r"\frac{\partial}{\partial p_i} \sum_j p_j \log p_j = \log p_i"),
    ("a class as an index", r"h \in R^n, c \in \{1, \dots, n\} \\ o = \operatorname{softmax}(h) \\", r"\frac{\partial}{\partial h_i} (-\log o_c) = o_i - \delta_{ic}", r"\frac{\partial}{\partial h_i} (-\log o_c) = o_i - \delta_{ii}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "row"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_right_row_holds(before: str, row: str) -> None:
    report = proofread(f"$$\\begin{{aligned}} {before} {row} \\end{{aligned}}$$")
    report.raise_if_failed()
    assert report.claims[-1].verdict == "holds"


@pytest.mark.parametrize(
    ("before", "row"), [(case[1], case[3]) for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_same_row_with_a_slip_fails(before: str, row: str) -> None:
    report = proofread(f"$$\\begin{{aligned}} {before} {row} \\end{{aligned}}$$")
    assert report.claims[-1].verdict == "fails", report
    assert [claim.verdict for claim in report.claims].count("fails") == 1


@pytest.mark.parametrize(
    "environment", ["align", "align*", "gather", "eqnarray", "equation", "split"]
)
def test_rows_are_found_in_every_environment(environment: str) -> None:
    report = proofread(f"\\begin{{{environment}}} (x + 1)^2 = x^2 + 2x + 1 \\end{{{environment}}}")
    assert [claim.verdict for claim in report.claims] == ["holds"]


@pytest.mark.parametrize("display", [r"$${}$$", r"\[{}\]", "```{{math}}\n{}\n```"])
def test_rows_are_found_in_every_display(display: str) -> None:
    report = proofread(display.format(r"\frac{d}{dx} x^3 = 3 x^2"))
    assert [claim.verdict for claim in report.claims] == ["holds"]


@pytest.mark.parametrize(
    "text",
    [
        "In prose, $1 + 1 = 3$ is passed over.",
        "```python\nx = r'$$ 1 = 2 $$'\n```",
        "Code: `$$ 1 = 2 $$`.",
        "<!-- x = x + 1 -->",
        r"\begin{verbatim} $$ x = x + 1 $$ \end{verbatim}",
        r"$$ \vec{W_{a*}} \tag{row a} $$",
    ],
)
def test_prose_code_comments_and_rows_without_a_relation_are_passed_over(text: str) -> None:
    assert proofread(text).claims == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (r"1 = 1", "no drawn number bears"),
        (r"x \in R \\ \frac{x - x}{0} = \frac{0}{0}", "no draw was found"),
        (r"\foo{x} = x", r"\\foo is not known"),
        (r"(x + 1 = x", "not closed"),
        (r"x \approx 2", "approximately"),
        (r"y = y + 1", "defined by itself"),
        (r"W^T W = W^T W", "was not declared"),
        (r"\operatorname{tr}(CD) = C D", "C was not declared, so its trace is not known"),
        (r"v \in R^n \\ \operatorname{diag}(v^T v) = 1", "a function of an array, not of a number"),
        (r"B \in R^{m \times n} \\ B^{-1} B = I", "only a square matrix has an inverse, but .* entry by entry"),
        (r"\sum_{i=1}^{10^{12}} x_i = x_1", "1e[+]12|4e[+]12 numbers"),
        (r"x = \begin{cases} 1 & \text{sometimes} \\ 0 & \text{otherwise} \end{cases}", "a relation"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_why(text: str, reason: str) -> None:
    import re

    claim = proofread(f"$${text}$$").claims[-1]
    assert claim.verdict == "unread"
    assert re.search(reason, claim.reason), claim.reason


@pytest.mark.parametrize("word", ["symmetric", "positive definite", "orthogonal"])
@pytest.mark.parametrize(
    "names", [r"S \in \R^{n \times n}, x \in \R^n, c \in \R", r"S_k \in \R^{n \times n}"]
)
def test_a_word_about_matrices_says_nothing_of_what_else_the_row_declares(
    names: str, word: str
) -> None:
    one, product = ("S_k", "S_k^T S_k") if "k" in names else ("S", "S^T S")
    claim = rf"{product} = I" if word == "orthogonal" else rf"2 {one}^T = {one} + {one}"
    other = r"\|x\|_1 = \sum_i x_i" if "x" in names else f"{one} = {one}^3"
    rows = rf"{names} \tag{{{word}}} \\"
    assert proofread(f"$${rows} {claim}$$").claims[-1].verdict == "holds"
    assert proofread(f"$${rows} {other}$$").claims[-1].verdict == "fails"
    if "c" in names:
        assert proofread(f"$${rows} |c| = c$$").claims[-1].verdict == "fails"


FAMILIES = {
    "of numbers that are any": r"f : \R \to \R \\",
    "of arrays": r"f : \R^n \to \R \\",
    "that carry a prime elsewhere": r"t \in \R \\ f_1'(t) = \frac{d f_1(t)}{dt} \\",
}


@pytest.mark.parametrize("before", FAMILIES.values(), ids=FAMILIES)
def test_functions_with_an_index_make_a_number_each_of_a_whole_array(before: str) -> None:
    rows = before + r"s \in \R^n, z \in \R^m \\ z_i = f_i(s) \\ L = \ell(z) \\"
    chain = r"\frac{dL}{ds_j} = \sum_{i=1}^m \frac{dL}{dz_i} \frac{df_i(s)}{ds_j}"
    one = r"\frac{dL}{ds_j} = \sum_{i=1}^m \frac{dL}{dz_i} \frac{df_1(s)}{ds_j}"
    other = r"\frac{dL}{ds_j} = \sum_{i=1}^m \frac{dL}{dz_1} \frac{df_i(s)}{ds_j}"
    judged = [proofread(f"$${rows} {row}$$").claims[-1].verdict for row in (chain, one, other)]
    assert judged == ["holds", "fails", "fails"]


def test_each_index_of_a_family_of_functions_tells_another_function() -> None:
    rows = r"f : \R \to \R, x \in \R, s \in \R^n \\"
    for one, other in (("1", "2"), ("1,2", "2,2"), ("1,2", "1,1")):
        for argument in ("x", "s"):
            row = rf"3 + f_{{{one}}}({argument}) = 3 + f_{{{other}}}({argument})"
            assert proofread(f"$${rows} {row}$$").claims[-1].verdict == "fails"
            assert proofread(f"$${rows} {row.replace(other, one)}$$").claims[-1].verdict == "holds"


@pytest.mark.parametrize(
    "rows",
    [
        r"s \in \R^n, z \in \R^m \\ z_i = f_i(s) \\ \frac{dz_i}{ds_j} = f_i'(s)",
        r"s \in \R^n, f : \R^n \to \R \\ f'(s) = \sum_{i=1}^n \frac{df(s)}{ds_i}",
        r"s \in \R^n, f : \R^n \to \R^n \\ z = f(s) \\ \frac{dz}{ds} = f'(s)",
    ],
)
def test_a_prime_does_not_say_by_which_entry_a_function_of_an_array_is_differentiated(
    rows: str,
) -> None:
    claim = proofread(f"$${rows}$$").claims[-1]
    assert claim.verdict == "unread"
    assert "a prime belongs to a function of one number" in claim.reason


@pytest.mark.parametrize(
    ("row", "what", "shape"),
    [
        (r"\operatorname{tr}(B) = \operatorname{tr}(B^\top)", "a trace", "an array of shape"),
        (r"\det B = 1", "a determinant", "an array of shape"),
        (r"d \log \det B = \operatorname{tr}(B^{-1} dB)", "a determinant", "an array of shape"),
        (r"\operatorname{tr}(u) = 1", "a trace", "a vector of"),
    ],
)
def test_what_only_square_matrices_have_is_a_mistake_elsewhere(
    row: str, what: str, shape: str
) -> None:
    claim = proofread(f"$${VECTORS} {row}$$").claims[-1]
    assert claim.verdict == "fails"
    assert f"only a square matrix has {what}, but {shape}" in claim.reason
    assert "is a transpose missing" in claim.reason


def test_the_report_shows_the_place_with_a_caret() -> None:
    lines = str(proofread(r"$$x \in R \\ x + \foo{1} = 2$$")).splitlines()
    caret = next(i for i, line in enumerate(lines) if line.strip() == "^")
    assert lines[caret - 1][lines[caret].index("^") :].startswith(r"\foo")


def test_conditions_go_on_to_the_rows_below() -> None:
    rows = SOFTMAX + r"\frac{do_a}{dh_i} &= o_a (1 - o_a) \tag{for a = i} \\ &= o_a - o_a^2"
    assert proofread(f"$${rows}$$").claims[-1].verdict == "holds"


def test_a_right_row_after_a_wrong_one_holds() -> None:
    rows = r"x \in R \\ (x + 1)^2 &= x^2 + x + 1 \\ &= x^2 + 2x + 1"
    assert [claim.verdict for claim in proofread(f"$${rows}$$").claims[1:]] == ["fails", "holds"]


def test_a_definition_can_be_made_afresh() -> None:
    rows = r"x \in R \\ y = x^2 \\ y = x^3 \tag{definition} \\ \frac{dy}{dx} = 3 x^2"
    verdicts = [claim.verdict for claim in proofread(f"$${rows}$$").claims]
    assert verdicts == ["declared", "defined", "defined", "holds"]


def test_what_is_declared_again_is_forgotten_with_all_that_rests_on_it() -> None:
    rows = r"x \in R^n \\ s = \sum_i x_i \\ x \in R^{n \times m} \\ s = \sum_i \sum_j x_{ij}"
    verdicts = [claim.verdict for claim in proofread(f"$${rows}$$").claims]
    assert verdicts == ["declared", "defined", "declared", "defined"]
