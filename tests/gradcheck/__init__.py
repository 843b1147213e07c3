"""Tests of nnderiv.gradcheck."""
