"""The modules of a network, each a file with a pair of pure functions: forward and backward.

Their functions are names of `nnderiv`: here they would hide the files that they stand in.
"""
