"""What to say of an error message that Python or NumPy words for somebody else than a beginner."""

from __future__ import annotations

from course_utils.checking.outcome import Failure

# The error's class, a piece of its message, and what it most often means in a short function.
ADVICE = (
    (
        "TypeError",
        "bitwise_xor",
        "In Python a power is `**`; `^` is another operation, on whole numbers.",
    ),
    (
        "TypeError",
        "for ^",
        "In Python a power is `**`; `^` is another operation, on whole numbers.",
    ),
    (
        "ValueError",
        "truth value of an array",
        "`if`, `and`, `or`, `in`, `max` and `min` need one True or False, and a comparison of arrays "
        "gives one for each entry. `np.where`, `np.maximum` and `np.minimum` go entry by entry; "
        "`np.all` and `np.any` make one of many.",
    ),
    (
        "TypeError",
        "arrays can be converted to Python scalars",
        "`float(...)` and the functions of `math` take a single number, and this is an array, perhaps "
        "of shape (1, 1) or (1,). `.item()` takes a single entry out, `np.sum` without `axis` gives a "
        "number, and NumPy's functions, such as `np.exp`, go entry by entry.",
    ),
    (
        "TypeError",
        "can't multiply sequence by non-int",
        "A list cannot be multiplied by a number. Is it a list of arrays, or of pairs of them? Go "
        "through it in a loop, and multiply the arrays in it.",
    ),
    (
        "TypeError",
        "as a data type",
        "`np.zeros`, `np.ones` and `np.full` take the whole shape as one argument, a tuple: "
        "`np.zeros((n, 1))`.",
    ),
    (
        "ValueError",
        "inhomogeneous shape",
        "Arrays of different shapes do not fit into one array. Go through the list in a loop.",
    ),
)


def advice_on(failure: Failure | None) -> str:
    """Return what a common error message means, or nothing.

    Examples
    --------
    >>> advice_on(Failure("exception", "ufunc 'bitwise_xor' not supported", "TypeError"))
    'In Python a power is `**`; `^` is another operation, on whole numbers.'
    >>> advice_on(None)
    ''
    """
    if failure is None:
        return ""
    for error_type, piece, advice in ADVICE:
        if failure.error_type == error_type and piece in failure.message:
            return advice
    return ""
