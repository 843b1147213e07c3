"""What stands above or below a name: samples and layers, labels and steps, or a power."""

import pytest

from tests.proofread.verdicts import last, verdicts

MEAN = r"J = \frac{1}{2m} \sum_{i=1}^m (a^{(i)} - y^{(i)})^2 \\"
LOGISTIC = (
    r"h_\theta(x^{(i)}) = \sigma(\theta^\top x^{(i)}) \\"
    r"J(\theta) = \frac{1}{m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})^2 \\"
)
HEADS = (
    r"x \in \mathbb{R}^{n \times d}, \quad W_v^{(h)}, W_o^{(h)} \in \mathbb{R}^{d \times d} \\"
    r"y^{(h)} = x W_v^{(h)} \\ z = \sum_{h=1}^H y^{(h)} W_o^{(h)} \\ L = \ell(z) \\"
)
LAYER = r"z^l = W^l a^{l-1} + b^l \\ a^l = \sigma(z^l) \\"
RNN = (
    r"z_t = W_{xh} x_t + W_{hh} h_{t-1} + b_h \\ h_t = \tanh(z_t) \\ L = h_t^\top W_{hh} h_{t-1} \\"
)
# what it is: before, a row that holds, the same row with a slip
CASES = {
    "samples": (MEAN, r"\frac{\partial J}{\partial a^{(i)}} = \frac{1}{m} (a^{(i)} - y^{(i)})", r"\frac{\partial J}{\partial a^{(i)}} = a^{(i)} - y^{(i)}"),
    "samples in square brackets": (MEAN.replace("^{(i)}", "^{[i]}"), r"\frac{\partial J}{\partial a^{[i]}} = \frac{1}{m} (a^{[i]} - y^{[i]})", r"\frac{\partial J}{\partial a^{[i]}} = m (a^{[i]} - y^{[i]})"),
    "a sum that was dropped": (r"J = \sum_{i=1}^m w x^{(i)} \\", r"\frac{\partial J}{\partial w} = \sum_{i=1}^m x^{(i)}", r"\frac{\partial J}{\partial w} = x^{(i)}"),
    "entries of samples": (LOGISTIC, r"\frac{\partial J(\theta)}{\partial \theta_j} = \frac{2}{m} \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) h_\theta(x^{(i)}) (1 - h_\theta(x^{(i)})) x^{(i)}_j", r"\frac{\partial J(\theta)}{\partial \theta_j} = 2 \sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) h_\theta(x^{(i)}) (1 - h_\theta(x^{(i)})) x_j^{(i)}"),
    "declared samples": (r"x^{(i)} \in \mathbb{R}^n \quad \text{for } i = 1, \dots, m \\ s = \sum_{i=1}^m \|x^{(i)}\|^2 \\", r"\frac{\partial s}{\partial x^{(i)}} = 2 x^{(i)}", r"\frac{\partial s}{\partial x^{(i)}} = x^{(i)}"),
    "heads": (HEADS, r"\frac{dL}{dy^{(h)}} = \frac{dL}{dz} (W_o^{(h)})^\top", r"\frac{dL}{dy^{(h)}} = \frac{dL}{dz} (W_v^{(h)})^\top"),
    "heads, the label last": (HEADS.replace("_v^{(h)}", "^{(h)}_v"), r"\frac{dL}{dx} = \sum_{h=1}^H \frac{dL}{dy^{(h)}} (W^{(h)}_v)^\top", r"\frac{dL}{dx} = \sum_{h=1}^H \frac{dL}{dy^{(h)}} (W^{(h)}_o)^\top"),
    "layers and samples": (r"z^{[1](i)} = w x^{(i)} \\ J = \frac{1}{m} \sum_{i=1}^m (z^{[1](i)})^2 \\", r"\frac{\partial J}{\partial z^{[1](i)}} = \frac{2}{m} z^{[1](i)}", r"\frac{\partial J}{\partial z^{[1](i)}} = 2 z^{[1](i)}"),
    "layers": (LAYER, r"\frac{\partial a^l}{\partial z^l} = a^l (1 - a^l)", r"\frac{\partial a^l}{\partial z^l} = a^l (1 + a^l)"),
    "entries of layers": (r"z^{l+1}_k = \sum_j w^{l+1}_{kj} \sigma(z^l_j) + b^{l+1}_k \\", r"\frac{\partial z^{l+1}_k}{\partial z^l_j} = w^{l+1}_{kj} \sigma'(z^l_j)", r"\frac{\partial z^{l+1}_k}{\partial z^l_j} = w^{l+1}_{jk} \sigma'(z^l_j)"),
    "the last layer": (r"C = \frac{1}{2} \sum_j (y_j - a^L_j)^2 \\ b = a^{L-1} \\", r"\frac{\partial C}{\partial a^L_j} = a^L_j - y_j", r"\frac{\partial C}{\partial a^L_j} = y_j - a^L_j"),
    "a label of two letters": (RNN, r"\frac{\partial h_t}{\partial z_t} = \operatorname{diag}(1 - h_t^2)", r"\frac{\partial h_t}{\partial z_t} = \operatorname{diag}(1 + h_t^2)"),
    "labels of one letter": (r"f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f) \\ i_t = \sigma(W_i x_t + U_i h_{t-1} + b_i) \\", r"\frac{\partial f_t}{\partial b_f} = f_t (1 - f_t)", r"\frac{\partial f_t}{\partial b_f} = f_t (1 + f_t)"),
    "steps": (r"h_t = w h_{t-1} + u x_t \\", r"\frac{\partial h_t}{\partial h_{t-1}} = w", r"\frac{\partial h_t}{\partial h_{t-1}} = u"),
    "words": (r"s_{\text{out}} = v_{\text{in}}^2 \\", r"\frac{\partial s_{\text{out}}}{\partial v_{\text{in}}} = 2 v_{\text{in}}", r"\frac{\partial s_{\text{out}}}{\partial v_{\text{in}}} = v_{\text{in}}"),
    "a deviation that is no sigmoid": (r"D = \log \frac{\sigma_2}{\sigma_1} \\", r"\frac{\partial D}{\partial \sigma_2} = \frac{1}{\sigma_2}", r"\frac{\partial D}{\partial \sigma_2} = \frac{1}{\sigma_1}"),
    "powers": (r"p = \sum_{k=0}^{n} q^k \\", r"p = \frac{1 - q^{n+1}}{1 - q}", r"p = \frac{1 - q^{n}}{1 - q}"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "row"), [case[:2] for case in CASES.values()], ids=CASES)
def test_a_right_row_holds(before: str, row: str) -> None:
    found = verdicts(before + row)
    assert set(found) <= {"declared", "defined", "holds"}
    assert found[-1] == "holds"


@pytest.mark.parametrize(
    ("before", "row"), [(case[0], case[2]) for case in CASES.values()], ids=CASES
)
def test_the_same_row_with_a_slip_fails(before: str, row: str) -> None:
    assert verdicts(before + row)[-1] == "fails"


@pytest.mark.parametrize(
    "row", [r"R = \sum_{l=1}^{L} \|W^{l}\|^2", r"E = \sum_{t=1}^{T} (h_t - h_{t-1})"]
)
def test_a_sum_does_not_run_over_a_part_of_a_name(row: str) -> None:
    rows = r"z^l = W^l a^{l-1} \\ h_t \in \mathbb{R}, h_{t-1} \in \mathbb{R} \\" + row
    claim = last(rows)
    assert claim.verdict == "unread"
    assert "is a part of the name" in claim.reason
