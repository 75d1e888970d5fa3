from hypothesis import given
from hypothesis import strategies as st

from course_utils.reference.backpropagation import to_vector
from course_utils.reference.initialization import initialize_constant
from course_utils.reference.neural_networks import count_parameters


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_it_counts_what_a_network_of_these_sizes_holds(layer_sizes: list[int]) -> None:
    held = sum(W.size + b.size for W, b in initialize_constant(layer_sizes, 1.0))
    assert count_parameters(layer_sizes) == held


def test_a_count_by_hand() -> None:
    # 4 inputs, 3 neurons: 12 weights and 3 biases; then 2 neurons: 6 and 2.
    assert count_parameters([4, 3, 2]) == 12 + 3 + 6 + 2
    assert to_vector(initialize_constant([4, 3, 2], 1.0)).size == 23
