"""How nbgrader makes and grades the assignment: run it in this folder, or copy these lines."""

c = get_config()  # noqa: F821, nbgrader gives it

c.CourseDirectory.course_id = "deriving_the_derivatives"
# An answer may be rows of LaTeX: a stub in Python could not stand in its place, so there is none.
c.ClearSolutions.code_stub = {"python": ""}
# Of rows and gradients, seconds; they take one or two.
c.Execute.timeout = 120
