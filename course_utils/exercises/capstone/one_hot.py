"""Lesson 08: one-hot labels."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.exercises.capstone.inputs import labels, sizes
from course_utils.reference import capstone as key


@drawn
def _labels(rng: Rng, missing: int) -> tuple:
    """Draw labels; so many classes, the last ones, do not occur."""
    classes, m = sizes(rng)
    return labels(rng, classes - missing, m), classes


ONE_HOT = Exercise(
    reference=key.one_hot,
    groups=(
        Group("every class may occur", _labels(0), weight=2, count=3),
        Group("the last class does not occur", _labels(1), count=3),
    ),
    mistakes=wrong_answers("""
## always ten classes
# The number of rows is the argument `classes`, and not always 10.
out = np.zeros((10, labels.size))
out[labels, np.arange(labels.size)] = 1
return out
## every row of a label's class is filled
# `Y[:, labels] = 1` fills whole columns, those whose numbers are among the labels. Each example
# has one 1, in the row of its label: `Y[labels, np.arange(m)] = 1`.
out = np.zeros((classes, labels.size))
out[:, labels] = 1
return out
## as many classes as occur
# You take the number of classes from the labels. A class may be absent from a batch: use
# `classes`.
np.eye(labels.max() + 1)[:, labels]
## an index beyond its axis
# Rows are classes and columns are examples. In `Y[row, column]` the label is the row, and the
# example's number the column; `Y` has `classes` rows.
Y = np.zeros((classes, len(labels)))
Y[np.arange(len(labels)), labels] = 1.0
return Y
## whole rows are 1
# `Y[labels] = 1` fills whole rows. Each label belongs to one column: `Y[label, column]`.
Y = np.zeros((classes, len(labels)))
Y[labels] = 1.0
return Y
## counted from 1
# Label 0 belongs in the first row, row 0. Yours are one row off.
np.eye(classes)[:, labels - 1]
## True and False instead of numbers
# The comparison is right, but it gives True and False. Turn it into numbers: `.astype(float)`.
np.arange(classes)[:, np.newaxis] == labels
## zeros and ones exchanged
# The right class gets 1, the others 0. Yours is the other way round.
1 - _right(labels, classes)
## the label itself instead of 1
# A class's number is only its name. The entry of the right class is 1, whatever its name.
_right(labels, classes) * labels
## nothing is set to 1
# These are zeros only. Set one entry of each column to 1.
np.zeros((classes, len(labels)))
"""),
    alternatives=right_answers("""
## entry by entry
Y = np.zeros((classes, len(labels)))
for i, label in enumerate(labels):
    Y[label, i] = 1
return Y
## by pairs of positions
Y = np.zeros((classes, len(labels)))
Y[labels, np.arange(len(labels))] = 1.0
return Y
## by a comparison
(np.arange(classes)[:, None] == labels).astype(int)
## rows of the identity, transposed
np.eye(classes)[labels].T
"""),
)
