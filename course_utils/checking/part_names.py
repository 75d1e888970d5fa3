"""Names for the parts of what an exercise returns: "W of layer 2", not "part [1][0]"."""

from __future__ import annotations

from dataclasses import dataclass

# A part of an answer: the way to it, by places in lists and tuples and by the keys of dicts.
Step = int | str
Where = tuple[Step, ...]


@dataclass(frozen=True)
class Layers:
    """The names in a list with an entry per layer: ``Layers(("W", "b"))``.

    `thing` is what an entry belongs to, if it is not a layer.
    """

    names: tuple[str, ...] = ()
    thing: str = "layer"

    def words(self, where: Where) -> str:
        """Return e.g. "W of layer 2" for the place (1, 0)."""
        layer = f"{self.thing} {_place(where[0])}"
        inside = where[1] if len(where) > 1 else None
        if isinstance(inside, int) and inside < len(self.names):
            return f"{self.names[inside]} of {layer}"
        return f"the entry of {layer}"


# The names of what an exercise returns: of a list's entries, or of a tuple's parts, where a part that
# has parts of its own comes as a pair: its name, and the names inside.
Names = tuple["str | tuple[str, Names]", ...] | Layers


def words_for(where: Where, names: Names | None) -> str:
    """Return a part of an answer in words.

    Examples
    --------
    >>> words_for((1, 0, 0), ("Y_hat", ("the cache", Layers(("A_prev", "Z")))))
    'A_prev of layer 1 in the cache'
    >>> words_for((0, 1), Layers(("W", "b")))
    'b of layer 1'
    >>> words_for((1, 0), ("parameters", "costs"))
    '`costs[0]`'
    >>> words_for((1,), None)
    'part 2 of your answer'
    """
    if not where:
        return "your answer"
    first = where[0]
    if isinstance(where[-1], str):
        return f"the entry {where[-1]!r} of {words_for(where[:-1], names)}"
    if isinstance(names, Layers) and isinstance(first, int):
        return names.words(where)
    if isinstance(names, tuple) and isinstance(first, int) and first < len(names):
        name = names[first]
        if isinstance(name, str):
            return f"`{name}{''.join(f'[{i}]' for i in where[1:])}`"
        title, inside = name
        return f"{words_for(where[1:], inside)} in {title}" if where[1:] else title
    return f"part {_place(where[-1])} of {words_for(where[:-1], names)}"


def _place(step: Step) -> str:
    return repr(step) if isinstance(step, str) else str(step + 1)
