"""Tests of nnderiv.modules."""
