"""Those of the chapter on normalisation."""

ZERO = "distances from the mean add up to 0, so it is 0 with any factor"
NO_PATH = "the path through the mean is 0, with either sign"
SHIFTED = "slopes of a distance add up to 0 along a row, so a shift of x changes nothing"
EQUAL = {
    r"\frac{dv_i}{dx_{i,a}} &= \frac{1}{m} \sum_{j=1}^{m} 2 (x_{i,j} + \mu_i)"
    r" \left( \frac{dx_{i,j}}{dx_{i,a}} - \frac{d\mu_i}{dx_{i,a}} \right)": SHIFTED,
    r"\frac{dv_i}{dx_{i,a}} &= \frac{1}{m} \sum_{j=1}^{m} 2 (x_{i,j} - \mu_i)"
    r" \left( \frac{dx_{i,j}}{dx_{i,a}} + \frac{d\mu_i}{dx_{i,a}} \right)": NO_PATH,
    r"&= \frac{2}{m} \sum_{j=1}^{m} (x_{i,j} + \mu_i)"
    r" \left( \delta_{j,a} - \frac{1}{m} \right)": SHIFTED,
    r"&= \frac{2}{m} \sum_{j=1}^{m} (x_{i,j} - \mu_i)"
    r" \left( \delta_{j,a} + \frac{1}{m} \right)": NO_PATH,
    r"&= \frac{2}{m} (x_{i,a} - \mu_i)"
    r" + \frac{2}{m^2} \sum_{j=1}^{m} (x_{i,j} - \mu_i)": ZERO,
    r"&= \frac{2}{m} (x_{i,a} - \mu_i)"
    r" - \frac{2}{m^{3}} \sum_{j=1}^{m} (x_{i,j} - \mu_i)": ZERO,
    r"\sum_{a=1}^{m} h_{i,a} &= -r_i \sum_{a=1}^{m} (x_{i,a} - \mu_i)": ZERO,
    r"\sum_{a=1}^{m} \frac{dL}{dx_{i,a}} &= -r_i \left( \sum_{a=1}^{m} \frac{dL}{dh_{i,a}}"
    r" - \sum_{j=1}^{m} \frac{dL}{dh_{i,j}} \right)": "both sums are the same, and cancel",
}
