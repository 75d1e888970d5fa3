"""nbgrader's settings for this course.

A course root is a folder with this file and `notebooks/`. The file stands alone, so that it can be
copied into another course root; nbgrader finds it when run in that folder.
"""

import os
import secrets

# The root is where this file lies, whatever folder nbgrader is started in.
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))

# The solved notebooks are the source. The other folders (release, submitted, autograded, feedback)
# and gradebook.db have nbgrader's own names.
c.CourseDirectory.source_directory = "notebooks"

# What stands in the student's version in place of a solution.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Write your answer here.*"

# nbgrader gives full marks to a check that was skipped, and nbclient skips the cells that bear this
# tag (by default "skip-execution"). There is no switch to turn that off, and an empty tag could be
# written in a submission too: a tag that nobody can guess turns it off.
c.Execute.skip_cells_with_tag = secrets.token_hex(16)

# Seconds for one cell; the longest training of a lesson takes less than twenty.
c.Execute.timeout = 60

# Stock `nbgrader autograde`, and formgrader's button: our judge rebuilds, runs and judges the
# submission in its sandbox; nbgrader's own steps then only record what it says. The exporter lets a
# file through that is no notebook, so that it gets a verdict as well.
c.Autograde.exporter_class = "course_utils.grading.preprocessors.AnyNotebook"
c.Autograde.sanitize_preprocessors = ["course_utils.grading.preprocessors.Judge"]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
