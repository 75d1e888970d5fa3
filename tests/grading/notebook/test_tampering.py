"""What only somebody who wants to fool the grader writes, and what honest students write."""

import ast

import pytest

from course_utils.grading.notebook.tampering import _dotted, tampering_flags

HOSTILE = [
    "np.allclose = lambda *a, **k: True",
    "numpy.testing.assert_allclose = print",
    "np.isclose, np.allclose = f, g",
    "builtins.abs = len",
    "setattr(np, 'allclose', f)",
    "del np.allclose",
    "sys.modules['numpy'] = fake",
    "sys.meta_path.insert(0, hook)",
    "os.environ['COURSE_SANDBOX'] = ''",
    "get_ipython().ast_transformers.append(T())",
    "get_ipython().set_custom_exc((Exception,), handler)",
    "get_ipython().showtraceback = None",
    "def check(f): return True",
    "check = print",
    "from course_utils.reference.logistic_regression import sigmoid",
    "from course_utils import reference",
    "import course_utils.grading.sandbox.codec",
    "import course_utils\ncourse_utils.reference.logistic_regression",
    "class Liar:\n    def __eq__(self, other): return True",
    "open('../../gradebook.db')",
    "open('/proc/self/maps')",
    "import ctypes",
    "import socket as s",
    "os.kill(os.getppid(), 9)",
    "while True: os.fork()",
    "os._exit(0)",
]
HONEST = [
    "import numpy as np\nfrom scipy.special import expit",
    "np.random.seed(1)\nnp.seterr(all='ignore')\nnp.set_printoptions(precision=3)",
    "from course_utils import check, figures",
    "z[z < 0] = 0",
    "self.weights = np.zeros(3)",
    "checked = check(sigmoid)",
    "def f(X):\n    X.shape = (1, -1)\n    return X",
    "import warnings\nwarnings.filterwarnings('ignore')",
    "plt.rcParams['figure.dpi'] = 100",
    "def def",
    "%matplotlib inline",
    "\0",
    "(" * 1000,
    "'\\d'",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_code_is_flagged(source: str) -> None:
    assert tampering_flags(["x = 1", source])
    assert all(flag.deliberate for flag in tampering_flags([source]))


@pytest.mark.parametrize("source", HONEST)
def test_honest_code_is_not(source: str) -> None:
    assert tampering_flags([source]) == []


def test_a_reason_comes_once() -> None:
    assert len(tampering_flags([HOSTILE[0], HOSTILE[0]])) == 1


def test_a_long_chain_of_attributes_is_not_walked_from_each_of_its_links() -> None:
    chain = ast.parse("course_utils.reference" + ".b" * 100, mode="eval").body
    assert isinstance(chain, ast.Attribute)
    assert _dotted(chain) == ""
    assert tampering_flags(["x = course_utils.reference" + ".b" * 100])
