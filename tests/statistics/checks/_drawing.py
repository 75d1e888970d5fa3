"""Inputs that several exercises draw."""


def pairs(rng):
    """Draw two arrays that rise together, with means and spreads of their own."""
    x = rng.normal(loc=2.0, scale=1.5, size=int(rng.integers(6, 12)))
    return x, 0.8 * x - 3.0 + rng.normal(scale=0.7, size=x.size)
