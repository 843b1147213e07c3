"""Tests of nnderiv.modules.losses."""
