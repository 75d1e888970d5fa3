"""Explanations of common error messages of Python and NumPy, for beginners."""

from __future__ import annotations

import re
from dataclasses import dataclass

from course_utils.checking.outcome import Failure


@dataclass(frozen=True)
class Advice:
    """What is wrong in a few words, and what to do about it."""

    name: str
    hint: str


@dataclass(frozen=True)
class KnownError:
    """An error, known by its class and a piece of its message, and the advice on it."""

    error_type: str
    piece: str
    name: str
    hint: str


POWER = (
    "`^` is not a power in Python",
    "A power is `**`. `^` is another operation, for whole numbers.",
)
SIZES = (
    "the sizes in a matrix product do not fit",
    "(n, k) times (k, m) gives (n, m): the second size of the left matrix must equal the first "
    "size of the right one. Write the shapes beside the formula. Is a transpose missing, is "
    "the order wrong, or do you want `*`? In a loop over layers: do both belong to the right layer?",
)
CALLED = (
    "a string is called as if it were a function",
    "Parentheses after a name call it as a function. Is this the *name* of an activation, a "
    "string? Then get the function first: `g, g_prime = reference.activation_functions(name)`. "
    "Or is a `*` missing?",
)
BRACKETS = (
    "something that is not a function is called",
    "Parentheses after a name call it as a function, and the message says what it is instead. "
    "Square brackets get an entry, `a[i]`; a product needs a `*`; a generator's methods come "
    "after a dot, `rng.random(...)`.",
)
NOT_CALLED = (
    "the parentheses after a method are missing",
    "`z.copy` is the method itself, and `z.copy()` calls it.",
)
PAIR = (
    "a pair is used as if it were one array",
    "This is a tuple of several values. Unpack it first: `W, b = pair`.",
)
ALL = (
    KnownError("TypeError", "bitwise_xor", *POWER),
    KnownError("TypeError", "for ^", *POWER),
    KnownError("TypeError", "builtin_function_or_method", *NOT_CALLED),
    KnownError(
        "TypeError",
        "'tuple' object cannot be interpreted as an integer",
        "a shape is used as if it were a number",
        "`z.shape` is a tuple, of one number too. `z.shape[0]` is the first size, and `len(z)` is the "
        "same.",
    ),
    KnownError("ValueError", "matmul: Input operand", *SIZES),
    KnownError("ValueError", "not aligned", *SIZES),
    KnownError(
        "ValueError",
        "could not be broadcast",
        "the shapes do not fit, entry by entry",
        "`+`, `-`, `*` and `/` work entry by entry, so both shapes must be the same; only a "
        "size of 1 is stretched. Write the shapes beside the formula. Is a transpose or a "
        "`keepdims=True` missing, or do you want `@`? In a loop over layers: do both belong to the "
        "right layer?",
    ),
    KnownError(
        "TypeError",
        "only integer scalar arrays can be converted",
        "an array is given where a whole number is needed",
        "`np.zeros(n)`, `range(n)` and the index of a list need a whole number. For zeros in "
        "the shape of another array use `np.zeros_like(z)`. An array can be the index of an "
        "array, not of a list.",
    ),
    KnownError(
        "IndexError",
        "only integers, slices",
        "a float is used as an index",
        "An index must be a whole number. `/` gives a float; `//` gives a whole number.",
    ),
    KnownError(
        "TypeError",
        "'float' object cannot be interpreted as an integer",
        "a float where a whole number is needed",
        "`range`, shapes and axes need whole numbers. `/` gives a float; `//` gives a whole "
        "number. In `np.max(a, x)` the x is an axis: for the larger of two values, entry by "
        "entry, use `np.maximum(a, x)`.",
    ),
    KnownError(
        "IndexError",
        "must be of integer",
        "an array of floats is used as an index",
        "An array inside square brackets must hold whole numbers, or True and False. Use the "
        "labels as an index, not probabilities or one-hot columns; `np.argmax` finds the label "
        "of a column.",
    ),
    KnownError(
        "IndexError",
        "boolean index did not match",
        "a mask and an array of different lengths",
        "A mask of True and False needs one entry for each row (or column) of the array. If "
        "you remove rows, compute the mask again, and remove the columns too.",
    ),
    KnownError(
        "IndexError",
        "out of range",
        "an index is beyond the end",
        "The indices of a list of n entries go from 0 to n - 1. Where does your loop begin and end?",
    ),
    KnownError(
        "IndexError",
        "out of bounds",
        "an index is beyond the end",
        "The indices of an axis of size n go from 0 to n - 1. Where does your loop begin and end, and is "
        "it the right axis?",
    ),
    KnownError(
        "AxisError",
        "out of bounds for array",
        "an axis that the array does not have",
        "A flat array has only axis 0, and a number has none. Is it still a matrix at this "
        "point? A sum without `keepdims=True` loses an axis, and so does a single index.",
    ),
    KnownError(
        "ValueError",
        "truth value of an array",
        "one True or False is needed, and an array gives many",
        "`if`, `and`, `or`, `in`, `max` and `min` need a single True or False, but comparing "
        "arrays gives one per entry. `np.where`, `np.maximum` and `np.minimum` work entry by "
        "entry; `np.all` and `np.any` make one of many.",
    ),
    KnownError(
        "TypeError",
        "arrays can be converted to Python scalars",
        "an array is given where a single number is needed",
        "`float(...)` and the functions of `math` take a single number. This is an array, "
        "perhaps of shape (1, 1) or (1,). `.item()` gets its only entry, `np.sum` without "
        "`axis` gives a number, and NumPy's functions, such as `np.exp`, work entry by entry.",
    ),
    KnownError(
        "TypeError",
        "can't multiply sequence by non-int",
        "a list is multiplied by a number",
        "A list cannot be multiplied by a number like this. Is it a list of arrays, or of "
        "pairs of arrays? Then multiply each array in a loop.",
    ),
    KnownError(
        "TypeError",
        "as a data type",
        "a shape is given in two arguments",
        "`np.zeros`, `np.ones` and `np.full` take the whole shape as one argument, a tuple: "
        "`np.zeros((n, 1))`.",
    ),
    KnownError(
        "TypeError",
        "Field elements must be",
        "rows are given in two arguments",
        "`np.array` takes all rows in one list: `np.array([[1], [2]])`, not `np.array([1], [2])`.",
    ),
    KnownError(
        "ValueError",
        "cannot reshape array",
        "the new shape has another number of entries",
        "`reshape` keeps the number of entries, so the sizes of the new shape, multiplied, "
        "must give that number. Does the array have the shape that you think? Print it.",
    ),
    KnownError(
        "ValueError",
        "inhomogeneous shape",
        "arrays of different shapes are put into one",
        "Several things are used as if they were one array. Did a function return all of them? "
        "Then unpack them: `A, Z = ...`. Is it a list with an entry per layer? Then use a loop.",
    ),
    KnownError(
        "ValueError",
        "too many values to unpack",
        "more values than names",
        "There are fewer names to the left of `=` than values to the right. Does the right side "
        "have a fixed number of values? For layers, whose number changes, use a loop. Or does it give "
        "a list of pairs where you expect a pair?",
    ),
    KnownError(
        "ValueError",
        "not enough values to unpack",
        "fewer values than names",
        "There are more names to the left of `=` than values to the right. What does the right "
        "side give?",
    ),
    KnownError(
        "TypeError",
        "cannot unpack non-iterable",
        "one value where a pair is expected",
        "This line unpacks several values, but there is only one. Does the function that you "
        "call return a pair? Is it written, and does it end with `return`?",
    ),
    KnownError(
        "TypeError",
        "'tuple' object is not callable",
        "a tuple is called as if it were a function",
        "Parentheses after a name call it as a function. A shape needs square brackets: "
        "`a.shape[1]`. Unpack a pair of functions first: `g, g_prime = pair`.",
    ),
    KnownError("TypeError", "'str' object is not callable", *CALLED),
    KnownError("TypeError", "object is not callable", *BRACKETS),
    KnownError(
        "TypeError",
        "unexpected keyword argument",
        "an argument name that the function does not have",
        "The message says which name. NumPy's sums and means have `axis` and `keepdims`; for a "
        "function of the course, see the names in its `def` line.",
    ),
    KnownError(
        "TypeError",
        "object is not subscriptable",
        "square brackets after something that has no entries",
        "The message says what it is. A number has no entries. A function needs parentheses. "
        "`append`, `reverse`, `shuffle` and a function without `return` give None.",
    ),
    KnownError(
        "TypeError",
        "object is not iterable",
        "a loop over a single number, or over None",
        "A loop needs a list, an array or a `range`. To count from 0 to n - 1 write `for i in "
        "range(n)`, not `for i in n`. A function without `return` gives None.",
    ),
    KnownError(
        "TypeError",
        "unhashable type",
        "a list or an array where a single name or number is needed",
        "The keys of a dictionary and the members of a set are strings or numbers, not lists "
        "or arrays. Do you want one entry of the list, such as the name of one layer?",
    ),
    KnownError(
        "TypeError",
        "does not support item assignment",
        "a tuple cannot be changed",
        "Make a new tuple instead: `(first, second)`.",
    ),
    KnownError(
        "TypeError",
        "unsupported operand type(s)",
        "two things that cannot be combined",
        "Python cannot combine these two types; the message names them. `NoneType`: a function "
        "without `return` gives None. `tuple` and `list`: take out the entries first. `str`: a "
        "string.",
    ),
    KnownError(
        "TypeError",
        "list indices must be integers",
        "a list is indexed as if it were an array",
        "The index of a list is a single whole number. `parameters` is a list of pairs, with "
        'layer l at `parameters[l - 1]`; it is not a dictionary with `"W1"`. Instead of `A[i, '
        "j]` write `A[i][j]`, or make it an array first.",
    ),
    KnownError(
        "TypeError",
        "positional argument",
        "a function is called with the wrong number of arguments",
        "The message says how many arguments the function takes and how many it got. Compare "
        "your call, or your `def` line, with the exercise.",
    ),
    KnownError(
        "AttributeError",
        "'list' object has no attribute",
        "a list is used as if it were an array",
        "A list has no shape, and arithmetic does not work on it. Use a loop, or make it an "
        "array with `np.array(...)`.",
    ),
    KnownError("AttributeError", "'tuple' object has no attribute", *PAIR),
    KnownError(
        "AttributeError",
        "'NoneType' object has no attribute",
        "something is None",
        "A function that you call returns nothing. Does it end with `return`? `append`, "
        "`reverse` and `shuffle` change a list or an array itself and return None, so do not "
        "assign what they return.",
    ),
    KnownError(
        "AttributeError",
        "no attribute",
        "the name after a dot does not exist",
        "The message gives the name. Is the spelling right? Does it belong to NumPy (`np.`), "
        "to the array or to the generator? `rng` has `random`, `normal`, `standard_normal`, "
        "`permutation` and `shuffle`.",
    ),
    KnownError(
        "UnboundLocalError",
        "",
        "a name is used before it has a value",
        "The function assigns to this name only later, or only in one branch of an `if`. Give "
        "it a value first.",
    ),
    KnownError(
        "NameError",
        "is not defined",
        "a name that is not defined",
        "Is the spelling right, with the same capital letters? Is it an argument of this "
        "function, or computed before this line? If it is another function of yours, run its "
        "cell first.",
    ),
    KnownError(
        "ZeroDivisionError",
        "",
        "a division by 0",
        "You divide by something that is 0. In which case is it 0, and what should the result "
        "be then?",
    ),
    KnownError(
        "RecursionError",
        "",
        "a function that calls itself without end",
        "The function calls itself, and nothing stops it. Do you use its name where you want "
        "another function?",
    ),
    KnownError(
        "ModuleNotFoundError",
        "",
        "a package that is not there",
        "Only NumPy, Matplotlib and the standard library are available when answers are graded.",
    ),
)


def advice_on(failure: Failure | None) -> Advice | None:
    """Return what an error means, or None if it is not a common one.

    Examples
    --------
    >>> advice_on(Failure("exception", "ufunc 'bitwise_xor' not supported", "TypeError")).name
    '`^` is not a power in Python'
    >>> advice_on(None) is None
    True
    """
    if failure is None or (known := known_error(failure)) is None:
        return None
    sizes = re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", failure.message)
    here = (
        f"Here the inner sizes are {sizes[2]} on the left and {sizes[1]} on the right. "
        if sizes
        else ""
    )
    return Advice(known.name, here + known.hint)


def known_error(failure: Failure) -> KnownError | None:
    """Return the first entry of `ALL` that fits an error."""
    return next(
        (k for k in ALL if failure.error_type == k.error_type and k.piece in failure.message), None
    )
