"""How people write the two passes, each read as the plain pair that a check takes.

The plain pair is `forward(*arrays) -> y` and `backward(dy, *arrays) -> (d_array, …)`. Every other
convention is a file, named for it, that reads a pair of that convention as a plain one, by what the
forward pass returns and the arguments that the backward pass takes. None is guessed at by trying
which of two readings makes a gradient pass: where a pair can be read in two ways, the plain one
counts, and the report of its failure names the line that makes the other work.

    reading: inputs ─▶ containers, parameters
                    ─▶ loss_and_gradient, cache, upstream, layer, gradient_function, buffers
                    ─▶ foreign_arrays, infinite_outputs ─▶ the check ─▶ other_readings
"""
