"""Mistakes that people make, in the order in which they are tried: the plainest first."""

from collections.abc import Callable, Iterator

from nnderiv.gradcheck.causes.copies import lost_repeats
from nnderiv.gradcheck.causes.exchanges import (
    exchanged_inputs,
    output_for_input,
    reversed_order,
    swapped_gradients,
    symmetrised,
    transpose,
    transposed_factor,
    transposed_operand,
)
from nnderiv.gradcheck.causes.factor import constant_factor, sign, zero
from nnderiv.gradcheck.causes.jacobian import diagonal_only, overwritten
from nnderiv.gradcheck.causes.left_out import (
    factor_left_out,
    forgotten_eps,
    wrong_derivative,
)
from nnderiv.gradcheck.causes.paths import forgotten_path, mean_left_in
from nnderiv.gradcheck.causes.places import (
    beyond_threshold,
    missing_mask,
    one_entry,
    one_side,
    own_factors,
    some_slices,
)
from nnderiv.gradcheck.causes.precision import low_precision
from nnderiv.gradcheck.causes.steps import way_back_left_out
from nnderiv.gradcheck.causes.suspect import Suspect
from nnderiv.gradcheck.causes.upstream import (
    dy_itself,
    dy_last,
    ignored_output,
    part_of_dy,
    use_of_dy,
)

MISTAKES: tuple[Callable[[Suspect], Iterator[str]], ...] = (
    zero,
    dy_last,
    sign,
    use_of_dy,
    ignored_output,
    lost_repeats,
    constant_factor,
    one_entry,
    low_precision,
    swapped_gradients,
    transpose,
    symmetrised,
    transposed_factor,
    transposed_operand,
    exchanged_inputs,
    way_back_left_out,
    part_of_dy,
    reversed_order,
    output_for_input,
    factor_left_out,
    diagonal_only,
    overwritten,
    one_side,
    forgotten_eps,
    forgotten_path,
    mean_left_in,
    missing_mask,
    beyond_threshold,
    dy_itself,
    some_slices,
    wrong_derivative,
    own_factors,
)
