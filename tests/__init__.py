"""The tests of nnderiv, in its folders; a package, so that equal file names may recur."""
