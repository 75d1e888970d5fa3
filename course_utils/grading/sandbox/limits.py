"""Limits on what a submission may use, and on how much it may answer."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB

# For the environment of a process that multiplies small matrices while others work: NumPy's threads
# gain nothing there and wait for one another, and lesson 08's training takes many times as long.
ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


@dataclass(frozen=True)
class Limits:
    """Limits of one submission; the defaults are several times what an honest one needs.

    Attributes
    ----------
    cell_seconds, call_seconds : float
        Wall time of one cell of the notebook, and of one call of an answer.
    submission_seconds : float
        Wall time of all cells and calls of one session together.
    memory : int
        Bytes that the submission may hold beyond what Python and NumPy take themselves.
    scratch : int
        Bytes of its scratch folder, which is memory too.
    processes, open_files : int
        At any one time.
    output : int
        Characters of output kept for one cell.
    frame, tree : int
        Bytes of one message, and of its part without the arrays.
    depth, items : int
        How deep containers may stand in each other, and how many values a message may hold.
    text : int
        Characters of one string.
    """

    cell_seconds: float = 30.0
    call_seconds: float = 10.0
    submission_seconds: float = 120.0
    memory: int = 1024 * MIB
    scratch: int = 64 * MIB
    processes: int = 32
    open_files: int = 64
    output: int = 64 * KIB
    frame: int = 64 * MIB
    tree: int = 2 * MIB
    depth: int = 24
    items: int = 100_000
    text: int = 1 * MIB
