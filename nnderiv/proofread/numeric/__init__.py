"""Numbers for the evaluator: dual numbers, tensors, and the functions of them."""
