"""The answer key as a whole: found by name, complete, importable one lesson at a time."""

import inspect
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import reference
from course_utils.lessons import LESSONS

# SYLLABUS.md's exercises, lesson by lesson, with the names of their arguments.
EXERCISES = {
    "neural_networks": {"count_parameters": "layer_sizes"},
    "logistic_regression": {
        "sigmoid": "z",
        "predict_proba": "X beta beta_0",
        "cross_entropy": "y y_hat",
        "cross_entropy_from_logits": "y z",
        "cross_entropy_gradient": "X y beta beta_0",
        "classify": "y_hat threshold=0.5",
        "fit_logistic_regression": "X y learning_rate steps",
        "as_network": "beta beta_0",
    },
    "neuron": {
        "linear": "w x b",
        "relu": "z",
        "sigmoid_derivative": "z",
        "tanh_derivative": "z",
        "relu_derivative": "z",
        "neuron": "w x b activation",
        "signed_distance": "w b X",
    },
    "forward_propagation": {
        "is_feed_forward": "adjacency",
        "parameter_shapes": "layer_sizes",
        "layer_forward": "A_prev W b activation",
        "forward": "X parameters activations",
        "cost": "Y_hat Y",
        "collapse_linear": "parameters",
        "xor_parameters": "",
    },
    "backpropagation": {
        "cross_entropy_derivative": "a y",
        "output_delta": "a y",
        "activation_jacobian": "z activation",
        "hidden_delta": "W_next delta_next Z activation",
        "parameter_gradients": "delta A_prev",
        "backward": "Y_hat Y cache parameters activations",
        "numerical_gradient": "f theta h=1e-05",
        "relative_error": "gradient numeric",
    },
    "initialization": {
        "initialize_constant": "layer_sizes alpha",
        "distinct_units": "W",
        "deep_linear_output": "x W_last scale L",
        "weight_std": "n_in n_out scheme",
        "initialize": "layer_sizes scheme rng",
        "activation_moments": "X parameters activations",
    },
    "regularization": {
        "min_max_scale": "X_train X",
        "standardize": "X_train X",
        "l1_penalty": "parameters lam m",
        "l2_penalty": "parameters lam m",
        "penalty_gradient": "W lam m norm",
        "regularized_gradients": "gradients parameters lam norm m",
        "soft_threshold": "W t",
        "dropout": "A keep_probability rng",
        "batch_norm": "Z gamma beta epsilon=1e-05",
    },
    "gradient_descent": {
        "gradient_descent_step": "parameters gradients learning_rate",
        "largest_stable_learning_rate": "H",
        "mini_batches": "X Y batch_size rng",
        "momentum_step": "parameters gradients velocity learning_rate beta=0.9",
        "adam_step": "parameters gradients state learning_rate beta_1=0.9 beta_2=0.999 epsilon=1e-08",
        "train": "X Y parameters activations learning_rate steps",
    },
    "capstone": {
        "softmax": "Z",
        "one_hot": "labels classes",
        "categorical_cross_entropy": "Y_hat Y",
        "accuracy": "Y_hat labels",
        "train_digits": "X labels rng",
    },
}
NAMES = [(module, name) for module, exercises in EXERCISES.items() for name in exercises]


def test_there_are_57_exercises_and_every_lesson_has_some() -> None:
    assert len({name for _, name in NAMES}) == len(NAMES) == 57
    assert list(EXERCISES) == [lesson.module for lesson in LESSONS]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_every_exercise_is_found_in_its_lesson_and_signed_as_the_syllabus_says(
    module: str, name: str
) -> None:
    function = reference.find(name)
    assert function.__module__ == f"course_utils.reference.{module}"
    signed = [
        parameter.name + ("" if parameter.default is parameter.empty else f"={parameter.default}")
        for parameter in inspect.signature(function).parameters.values()
    ]
    assert " ".join(signed) == EXERCISES[module][name]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_every_exercise_has_a_docstring_with_returns_source_and_an_example(
    module: str, name: str
) -> None:
    docstring = inspect.getdoc(reference.find(name)) or ""
    for section in ("Returns\n-------", "References\n----------", "Examples\n--------\n>>> "):
        assert section in docstring, f"{name} lacks {section.split()[0]}"


def test_attributes_are_functions_and_lessons() -> None:
    assert reference.forward is reference.find("forward")
    assert reference.forward_propagation.forward is reference.forward
    assert reference.neuron.neuron is reference.find("neuron")


@pytest.mark.parametrize("name", ["no_such_function", "np", "_private", "__wrapped__"])
def test_an_unknown_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(reference, name)


def run(code: str, folder: Path) -> list[str]:
    """Run code in a fresh Python that finds the package in a folder; it prints a list as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    names: list[str] = json.loads(done.stdout)
    return names


def test_importing_the_key_imports_no_lesson_and_nothing_but_numpy_at_run_time() -> None:
    root = Path(__file__).parents[2]
    code = """
import json, sys
from course_utils import reference
before = [name for name in sys.modules if name.startswith("course_utils.reference.")]
import course_utils.datasets
import course_utils.reference.capstone
third_party = [name for name in ("scipy", "sklearn", "autograd", "pandas") if name in sys.modules]
print(json.dumps(before + third_party))
"""
    assert run(code, root) == []


@pytest.mark.parametrize("last", range(len(LESSONS)))
def test_a_lesson_needs_no_later_lesson(tmp_path: Path, last: int) -> None:
    package = Path(reference.__file__).parents[1]
    present = [lesson.module for lesson in LESSONS[: last + 1]]
    folder = tmp_path / "course_utils" / "reference"
    folder.mkdir(parents=True)
    (tmp_path / "course_utils" / "__init__.py").touch()
    shutil.copy(package / "lessons.py", folder.parent)
    for module in ["__init__", *present]:
        shutil.copy(package / "reference" / f"{module}.py", folder)
    code = f"""
import json
from course_utils import reference
for module in {present}:
    getattr(reference, module)
found = []
for name in {[name for _, name in NAMES]}:
    try:
        found.append(reference.find(name).__name__)
    except AttributeError:
        pass
print(json.dumps(found))
"""
    assert run(code, tmp_path) == [name for module, name in NAMES if module in present]
