"""The slope of a function of one number, and how far rounding moves the function.

Where it is smooth two points tell the slope (`adaptive`), where rounding shows many do
(`regression`); rows of points tell how large that is (`noise`, and of a loss `loss_noise`). Whether
its complex step can be believed, long steps tell (`analytic`).
"""
