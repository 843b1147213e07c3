"""Tests of nnderiv.modules.normalisation."""
