"""Draw the pictures in images/, as SVG and PNG: ``python -m course_utils.figures.images``."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from course_utils import figures
from course_utils.figures.style import Picture, styled

# The source text's four pictures; each is drawn live in the lesson that it belongs to.
IMAGES: dict[str, Callable[[], Picture]] = {
    "neural_network": lambda: figures.network(),
    "neuron": lambda: figures.neuron_parts(),
    "feed_forward_network": lambda: figures.feed_forward_network(),
    "vanishing_exploding_gradient": lambda: figures.vanishing_exploding_gradient(),
}


def svg(picture: Picture) -> str:
    """Return the picture as SVG text with its text alternative as the title; nothing in it varies."""
    buffer = io.StringIO()
    with styled():
        picture.savefig(buffer, format="svg", metadata={"Date": None, "Title": picture.alt})
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def write(folder: Path) -> None:
    """Draw every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in IMAGES.items():
        (folder / f"{name}.svg").write_text(svg(draw()), encoding="utf-8")
        (folder / f"{name}.png").write_bytes(draw().png())
        print(f"{folder / name}: svg, png")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("images"))
