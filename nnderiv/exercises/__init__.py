"""Exercises that answer, in the pages and in JupyterLab."""

from nnderiv.extras import extra

with extra("notebook"):
    from nnderiv.exercises.compute_entry import ComputeEntry
    from nnderiv.exercises.derive_it import DeriveIt
    from nnderiv.exercises.fill_row import FillRow
    from nnderiv.exercises.find_wrong_step import FindWrongStep
    from nnderiv.exercises.predict import Predict
    from nnderiv.exercises.predict_shape import PredictShape
    from nnderiv.exercises.write_backward import Broken, MendBackward, WriteBackward
    from nnderiv.exercises.write_derivation import WriteDerivation
    from nnderiv.exercises.write_step import WriteStep

__all__ = [
    "Broken",
    "ComputeEntry",
    "DeriveIt",
    "FillRow",
    "FindWrongStep",
    "MendBackward",
    "Predict",
    "PredictShape",
    "WriteBackward",
    "WriteDerivation",
    "WriteStep",
]
