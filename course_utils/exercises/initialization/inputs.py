"""Networks on which an initializer is judged.

Neighboring widths differ by a factor of at least 1.6, and one layer is large, the first or the
second: by each of the rules 2/n_in, 1/n_in and 2/(n_in + n_out), and by the same with the fans
exchanged, it gets a variance that differs from the right one by a factor of 1.3 or more, where chance
moves it by 7 % at most. (Exchanging the fans changes nothing in the last rule; the other networks
show it.) With one input the weights are so large that a tanh around them or their deviation shows.
"""

from course_utils.checking.exercise import Rng, drawn
from course_utils.checking.randomness import fresh

NARROWING = (200, 80, 30)
WIDENING = (90, 160, 40, 25)
ONE_INPUT = (1, 1000, 14, 30)


@drawn
def network(rng: Rng, scheme: str, base: tuple[int, ...]) -> tuple:
    """Draw layer sizes near `base`, and a generator."""
    return [int(n + rng.integers(n // 20 + 1)) for n in base], scheme, fresh(rng)
