"""What an error message of Python or NumPy means in a short function, in a beginner's words."""

from __future__ import annotations

from dataclasses import dataclass

from course_utils.checking.outcome import Failure


@dataclass(frozen=True)
class Advice:
    """What is wrong in a few words, and what to do about it."""

    name: str
    hint: str


@dataclass(frozen=True)
class KnownError:
    """An error by its class and a piece of its message; what it is, and what to do about it."""

    error_type: str
    piece: str
    name: str
    hint: str


POWER = (
    "`^` is not a power in Python",
    "A power is `**`; `^` is another operation, on whole numbers.",
)
SIZES = (
    "the sizes in a matrix product do not fit",
    "A product of (n, k) and (k, m) gives (n, m): the second size of the left matrix has to be the "
    "first size of the right one. Write the shapes beside the formula: is a transpose missing, is "
    "the order wrong, or is `*` meant?",
)
CALLED = (
    "a text is called as if it were a function",
    "Parentheses after a name call it. Is this the *name* of an activation, a text? Then look up the "
    "function first: `g, g_prime = reference.activation_functions(name)`. Or is a `*` missing?",
)
BRACKETS = (
    "something is called that is not a function",
    "Parentheses after a name call it; the message says what it is. Brackets take an entry, `a[i]`; "
    "between two factors stands a `*`; a generator's methods follow a dot, `rng.random(...)`.",
)
PAIR = (
    "a pair is used as if it were one array",
    "This is a tuple of several things. Take them apart first: `W, b = pair`.",
)
ALL = (
    KnownError("TypeError", "bitwise_xor", *POWER),
    KnownError("TypeError", "for ^", *POWER),
    KnownError("ValueError", "matmul: Input operand", *SIZES),
    KnownError("ValueError", "not aligned", *SIZES),
    KnownError(
        "ValueError",
        "could not be broadcast",
        "the shapes do not fit, entry by entry",
        "`+`, `-`, `*` and `/` go entry by entry, so both shapes have to be the same; a size of 1 is "
        "stretched. Write the shapes beside the formula: is a transpose missing, a `keepdims=True`, or "
        "is `@` meant?",
    ),
    KnownError(
        "TypeError",
        "only integer scalar arrays can be converted",
        "an array is given where a whole number is needed",
        "`np.zeros(n)`, `range(n)` and the place in a list need whole numbers. An array of zeros in the "
        "shape of another one is `np.zeros_like(z)`; to pick entries, use an array as the index of an "
        "array, not of a list.",
    ),
    KnownError(
        "IndexError",
        "only integers, slices",
        "a number with decimals is used as an index",
        "An index is a whole number. `/` gives decimals; `//` divides without a rest.",
    ),
    KnownError(
        "TypeError",
        "'float' object cannot be interpreted as an integer",
        "a number with decimals where a whole number is needed",
        "`range`, shapes and axes need whole numbers. `/` gives decimals; `//` divides without a rest. "
        "`np.max(a, x)` takes x for an axis: the larger of two, entry by entry, is `np.maximum(a, x)`.",
    ),
    KnownError(
        "IndexError",
        "must be of integer",
        "an array of numbers with decimals picks entries",
        "An array between brackets holds whole numbers, or True and False. Probabilities and one-hot "
        "columns pick nothing: labels do, which `np.argmax` finds.",
    ),
    KnownError(
        "IndexError",
        "boolean index did not match",
        "a mask of another length than the array",
        "A mask of True and False has one entry for each row (or column) that it picks from. After rows "
        "are taken out, make the mask anew, and take out the columns too.",
    ),
    KnownError(
        "IndexError",
        "out of range",
        "an index is beyond the end",
        "A list of n entries has the places 0 to n - 1. Where does your loop begin and end?",
    ),
    KnownError(
        "IndexError",
        "out of bounds",
        "an index is beyond the end",
        "An axis of size n has the places 0 to n - 1. Where does your loop begin and end, and is it "
        "the axis that you mean?",
    ),
    KnownError(
        "AxisError",
        "out of bounds for array",
        "an axis that the array does not have",
        "A flat array has axis 0 only, a number has none. Is it a matrix at this point? A sum without "
        "`keepdims=True`, or a single index, loses an axis.",
    ),
    KnownError(
        "ValueError",
        "truth value of an array",
        "one True or False is wanted of a whole array",
        "`if`, `and`, `or`, `in`, `max` and `min` need one True or False, and a comparison of arrays "
        "gives one for each entry. `np.where`, `np.maximum` and `np.minimum` go entry by entry; "
        "`np.all` and `np.any` make one of many.",
    ),
    KnownError(
        "TypeError",
        "arrays can be converted to Python scalars",
        "an array is given where a single number is needed",
        "`float(...)` and the functions of `math` take a single number, and this is an array, perhaps "
        "of shape (1, 1) or (1,). `.item()` takes a single entry out, `np.sum` without `axis` gives a "
        "number, and NumPy's functions, such as `np.exp`, go entry by entry.",
    ),
    KnownError(
        "TypeError",
        "can't multiply sequence by non-int",
        "a list is multiplied by a number",
        "A list cannot be multiplied by a number. Is it a list of arrays, or of pairs of them? Go "
        "through it in a loop, and multiply the arrays in it.",
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
        "a shape that does not hold all entries",
        "`reshape` keeps the number of entries: the sizes of the new shape have to multiply to it. Does "
        "the array really have the shape that you think, such as a single row?",
    ),
    KnownError(
        "ValueError",
        "inhomogeneous shape",
        "arrays of different shapes are put into one",
        "Several things are used as if they were one array. Are they all that a function returned? Take "
        "them apart: `A, Z = ...`. Are they a list, with an entry per layer? Go through it in a loop.",
    ),
    KnownError(
        "ValueError",
        "too many values to unpack",
        "more values than names",
        "On the left of `=` stand fewer names than there are values on the right. What does the right "
        "side give: pairs, or a list of them?",
    ),
    KnownError(
        "ValueError",
        "not enough values to unpack",
        "fewer values than names",
        "On the left of `=` stand more names than there are values on the right. What does the right "
        "side give?",
    ),
    KnownError(
        "TypeError",
        "cannot unpack non-iterable",
        "one value where a pair is expected",
        "There is one value where your line takes several apart. Does the function that you call "
        "return a pair? Has it been written, and does it end with `return`?",
    ),
    KnownError(
        "TypeError",
        "'tuple' object is not callable",
        "a tuple is called as if it were a function",
        "Parentheses after a name call it. If it is a shape, brackets take a size: `a.shape[1]`. If it is "
        "a pair of functions, take them apart first: `g, g_prime = pair`.",
    ),
    KnownError("TypeError", "'str' object is not callable", *CALLED),
    KnownError("TypeError", "object is not callable", *BRACKETS),
    KnownError(
        "TypeError",
        "unexpected keyword argument",
        "an argument name that the function does not have",
        "The message says which. NumPy's sums and means know `axis` and `keepdims`; a function of the "
        "course takes the names of its `def` line.",
    ),
    KnownError(
        "TypeError",
        "object is not subscriptable",
        "brackets after something that has no entries",
        "The message says what it is. A number has no entries; a function is called with parentheses; "
        "None is what `append`, `reverse`, `shuffle` and a function without `return` give.",
    ),
    KnownError(
        "TypeError",
        "object is not iterable",
        "a loop over a single number, or over None",
        "A loop goes through a list, an array or a `range`. To count from 0 to n - 1 it is `for i in "
        "range(n)`, not `for i in n`; None is what a function without `return` gives.",
    ),
    KnownError(
        "TypeError",
        "unhashable type",
        "a list or an array where a single name or number is needed",
        "The keys of a dictionary and the members of a set are texts or numbers, not lists or arrays. "
        "Is one entry of the list meant, such as one layer's name?",
    ),
    KnownError(
        "TypeError",
        "does not support item assignment",
        "a tuple is to be changed",
        "A tuple stays as it is. Make a new one: `(first, second)`.",
    ),
    KnownError(
        "TypeError",
        "unsupported operand type(s)",
        "two things that cannot be combined",
        "Python cannot combine these two types: the message names them. `NoneType` is what a function "
        "without `return` gives; `tuple` and `list` have to be taken apart first; `str` is a text.",
    ),
    KnownError(
        "TypeError",
        "list indices must be integers",
        "a list is indexed as if it were an array",
        "A list takes a single whole number as its index. `parameters` is a list of pairs, layer l at "
        '`parameters[l - 1]`, and no dictionary with `"W1"`. For `A[i, j]` make it an array first, or '
        "write `A[i][j]`.",
    ),
    KnownError(
        "TypeError",
        "positional argument",
        "a function is called with the wrong number of arguments",
        "The message says how many arguments the function takes and how many it got. Compare your "
        "call, or the line `def`, with the exercise.",
    ),
    KnownError(
        "AttributeError",
        "'list' object has no attribute",
        "a list is used as if it were an array",
        "A list has no shape and no arithmetic. Go through it in a loop, or make it an array with "
        "`np.array(...)`.",
    ),
    KnownError("AttributeError", "'tuple' object has no attribute", *PAIR),
    KnownError(
        "AttributeError",
        "'NoneType' object has no attribute",
        "something is None",
        "A function that you call returns nothing. Does it end with `return`? `append`, `reverse` and "
        "`shuffle` change a list or an array itself and give None: do not assign what they return.",
    ),
    KnownError(
        "AttributeError",
        "no attribute",
        "something that does not exist is asked for after a dot",
        "The message names it. Is it spelled right, and is it NumPy's (`np.`), the array's, or the "
        "generator's? `rng` has `random`, `normal`, `standard_normal`, `permutation` and `shuffle`.",
    ),
    KnownError(
        "UnboundLocalError",
        "",
        "a name is used before it has a value",
        "The function assigns to this name further down, or only in one branch of an `if`. Give it a "
        "value first.",
    ),
    KnownError(
        "NameError",
        "is not defined",
        "a name that is not defined",
        "Is it spelled as above, in the same case? Is it an argument of this function or computed "
        "before this line? If it is a function of yours, run its cell first.",
    ),
    KnownError(
        "ZeroDivisionError",
        "",
        "a division by 0",
        "Something that you divide by is 0. Which case makes it 0, and what should come out then?",
    ),
    KnownError(
        "RecursionError",
        "",
        "a function that calls itself without end",
        "The function calls itself, and nothing stops it. Is the name of the function used where "
        "another one is meant?",
    ),
    KnownError(
        "ModuleNotFoundError",
        "",
        "a package that is not there",
        "Only NumPy, Matplotlib and the standard library are there when answers are graded.",
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
    known = known_error(failure) if failure else None
    return Advice(known.name, known.hint) if known else None


def known_error(failure: Failure) -> KnownError | None:
    """Return the first of `ALL` that an error is."""
    return next(
        (k for k in ALL if failure.error_type == k.error_type and k.piece in failure.message), None
    )
