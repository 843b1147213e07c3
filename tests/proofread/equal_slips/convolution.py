"""Those of the chapter on convolution and pooling."""

EQUAL = {
    r"\frac{dy_p}{dw_c} &= \frac{d}{dw_c} \left( \sum_{i=0}^{k-1} w_i x_{ps+i} - b \right)": (
        "b does not depend on w"
    ),
    r"\frac{dy_p}{dx_j} &= \frac{d}{dx_j} \left( \sum_{i=0}^{k-1} w_i x_{ps+i} - b \right)": (
        "b does not depend on x"
    ),
}
