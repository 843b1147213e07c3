"""Three numerical derivatives, and their errors against the step h."""

from nnderiv.explorers.explorer import Choice, Explorer, Position, for_page

FUNCTIONS = ("exp", "sin", "sigmoid", "cube")
X_MIN, X_MAX = -3.0, 3.0
LOG_MIN, LOG_MAX = -16.0, 0.0


class StepSizeExplorer(Explorer):
    """Drag the step h and see truncation error turn into round-off error.

    The plot shows, on logarithmic axes and against h, the error of three estimates of f'(x), each
    relative to f'(x) (or as it is, where f'(x) = 0):

        one-sided     (f(x + h) - f(x)) / h
        central       (f(x + h) - f(x - h)) / (2h)
        complex step  Im f(x + ih) / h

    All are numbers: x, h and f(x) have no shape. A band for each estimate tells where its
    truncation error is the larger one and where round-off is; the complex step has full precision
    there instead. The numbers are computed in the page, in the 64-bit arithmetic of NumPy, so the
    widget also lives in a page without a kernel.

    Attributes:
        function: The function f: "exp" (the default), "sin", "sigmoid", or "cube", which is x³.
        x: The point, a number from -3 to 3; 1.0 by default.
        log10_h: The exponent of the step h = 10^log10_h, from -16 to 0; -4.0 by default.

    Raises:
        traitlets.TraitError: If `function` is another name, or `x` or `log10_h` is not a finite
            number of its range, at construction or on assignment.

    Example:
        >>> explorer = StepSizeExplorer(function="sin")
        >>> explorer.observe(lambda change: print("h is now", 10**change.new), names="log10_h")
        >>> explorer.log10_h = -8
        h is now 1e-08
        >>> explorer
        StepSizeExplorer(function='sin', log10_h=-8.0, x=1.0)
    """

    _esm = for_page("step_size.js")
    _css = for_page("step_size.css")
    HEIGHT = "608px"

    function = Choice(FUNCTIONS, default_value="exp").tag(sync=True)
    x = Position(1.0, X_MIN, X_MAX).tag(sync=True)
    log10_h = Position(-4.0, LOG_MIN, LOG_MAX).tag(sync=True)
