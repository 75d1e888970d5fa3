"""Pictures of lesson 03. Examples are columns: X is (n_0, m)."""

from course_utils.figures.forward_propagation.blocks import added_bias, layer_as_blocks
from course_utils.figures.forward_propagation.connections import connections, unrolled_in_time
from course_utils.figures.forward_propagation.curves import deep_curves, xor_folded
from course_utils.figures.forward_propagation.layers import feed_forward_network, forward_pass

__all__ = [
    "added_bias",
    "connections",
    "deep_curves",
    "feed_forward_network",
    "forward_pass",
    "layer_as_blocks",
    "unrolled_in_time",
    "xor_folded",
]
