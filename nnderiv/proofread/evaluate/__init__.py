"""A tree on one draw of random numbers, evaluated to a tensor."""
