"""Those of the first chapters."""

SAME_ENTRY = "where its two indices differ, the term is 0"
EQUAL = {
    r"&= f'(x_j) \frac{dx_i}{dx_j}": SAME_ENTRY,
    r"&= f'(x_j) \delta_{i,j}": SAME_ENTRY,
    r"\frac{dL}{dx_j} &= \sum_{i=1}^{m} \frac{dL}{dy_j} f'(x_i) \delta_{i,j}": SAME_ENTRY,
    r"\frac{dL}{dx_j} &= \sum_{i=1}^{m} \frac{dL}{dy_i} f'(x_j) \delta_{i,j}": SAME_ENTRY,
    r"&= \sum_{l=1}^{m} \frac{dx_l}{dx_c} W_{c,j}": SAME_ENTRY,
    r"&= \sum_{l=1}^{m} \delta_{l,c} W_{c,j}": SAME_ENTRY,
    r"\frac{dL}{dx_{a,c}} &= \sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{a,j}}"
    r" \frac{dy_{i,j}}{dx_{a,c}}": SAME_ENTRY,
    r"\frac{dL}{dx_{a,c}} &= \sum_{i=1}^{k} \sum_{j=1}^{n} \frac{dL}{dy_{a,j}} \delta_{i,a}"
    r" W_{c,j}": SAME_ENTRY,
    r"&= \sum_{j=1}^{n} \frac{dL}{dy_j} \sum_{l=1}^{m} \delta_{l,c} W_{c,j}": SAME_ENTRY,
    r"\frac{dL}{dA_{a,c}} &= \sum_{i=1}^{n} \sum_{j=1}^{k} \frac{dL}{dY_{a,j}}"
    r" \frac{dY_{i,j}}{dA_{a,c}}": SAME_ENTRY,
    r"\frac{dE}{do_a} &= \frac{d}{do_a} \left( -\sum_{i=1}^{n} t_a \log o_i \right)": SAME_ENTRY,
    r"&= -\sum_{i=1}^{n} t_a \frac{d \log o_i}{do_a}": SAME_ENTRY,
    r"&= o_i \delta_{a,i} - o_a o_i": SAME_ENTRY,
    r"&= \sum_{a=1}^{n} \frac{dL}{do_i} o_a \delta_{a,i}"
    r" - \sum_{a=1}^{n} \frac{dL}{do_a} o_a o_i": SAME_ENTRY,
    r"&= \sum_{a=1}^{n} \frac{dL}{do_a} o_i \delta_{a,i}"
    r" - \sum_{a=1}^{n} \frac{dL}{do_a} o_a o_i": SAME_ENTRY,
    r"&= -\sum_{i=1}^{n} \delta_{i,c} \log o_c": SAME_ENTRY,
    r"&= \left( \frac{e^{x_i} + e^{-x_i}}{e^{x_i} + e^{-x_i}} \right)^{3}"
    r" - \left( \frac{e^{x_i} - e^{-x_i}}{e^{x_i} + e^{-x_i}} \right)^2": "1 to any power is 1",
    r"\tanh'(x_i) &= \left( 2 \sigma(2 x_i) + 1 \right)'": "a constant has the derivative 0",
    r"\frac{dy_{i,j}}{dx_{a,c}} &= \frac{d}{dx_{a,c}} \left( \sum_{l=1}^{m} x_{i,l} W_{l,j}"
    r" - b_j \right)": "b does not depend on x",
    r"\frac{dy_{i,j}}{dW_{a,c}} &= \frac{d}{dW_{a,c}} \left( \sum_{l=1}^{m} x_{i,l} W_{l,j}"
    r" - b_j \right)": "b does not depend on W",
    r"\frac{dy_{i,j}}{db_c} &= \frac{d}{db_c} \left(  x_{i,l} W_{l,j} + b_j \right)": (
        "neither the sum nor a term of it depends on b"
    ),
    r"\frac{dy_{i,j}}{db_c} &= \frac{d}{db_c} \left( \sum_{l=1}^{m-1} x_{i,l} W_{l,j}"
    r" + b_j \right)": "neither the sum nor a shorter one depends on b",
    r"&= \sum_{a=1}^{n} \frac{dL}{do_a} o_a \delta_{a,i} -  \frac{dL}{do_a} o_a o_i": (
        "the sum reaches over both terms, as its index stands in both"
    ),
    r"&= J \frac{dL}{do}": "the Jacobian of softmax is symmetric",
    r"s J &= -4 J_{*1}": "the Jacobian of softmax is symmetric",
    r"\frac{\hat{L} - L}{h} &= \sum_{i=1}^{n} \frac{dL}{dz_i} \frac{dz_i}{ds}"
    r" +  \frac{dL}{dz_i} \frac{\rho_i}{h} + \frac{r}{h}": (
        "the first sum reaches over the second term, as its index stands in it"
    ),
}
