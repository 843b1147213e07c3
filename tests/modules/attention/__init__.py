"""Tests of nnderiv.modules.attention."""
