"""Lesson 06: the penalty's gradient added to a network's gradients."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.detectors import stops
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.checking.part_names import Layers
from course_utils.exercises.regularization.inputs import deep_network, network_of, strength
from course_utils.reference import regularization as key


@drawn
def _network(rng: Rng, norm: str, *layer_sizes: int) -> tuple:
    parameters = network_of(rng, layer_sizes) if layer_sizes else deep_network(rng)
    gradients = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in parameters]
    lam, m = strength(rng)
    return gradients, parameters, lam, norm, m


REGULARIZED_GRADIENTS = Exercise(
    reference=key.regularized_gradients,
    returns=Layers(("dW", "db")),
    groups=(
        Group("the L2 penalty", _network("l2"), count=3),
        Group("the L1 penalty", _network("l1"), count=3),
        Group("layers of one shape", [_network("l2", 4, 4, 4), _network("l1", 3, 3, 3)], count=1),
    ),
    preconditions=("lam >= 0",),
    mistakes=wrong_answers(
        """
## the biases are penalized too
# db has changed. Biases are not penalized: hand db on as it is.
[(dW + penalty_gradient(W, lam, m, norm), db + penalty_gradient(b, lam, m, norm)) for (dW, db), (W, b) in zip(gradients, parameters)]
## m and norm are exchanged
# `penalty_gradient(W, lam, m, norm)` wants m before norm; here they come the other way round.
raise ValueError(f'unknown norm {m}')
## arguments changed in place
# The values are right, but the caller's `gradients` have changed too: `dW += ...` and
# `gradients[l] = ...` write into what is the caller's. Build a new list of new arrays.
for (dW, _), (W, _) in zip(gradients, parameters, strict=True):
    dW += penalty_gradient(W, lam, m, norm)
return gradients
## the penalty is subtracted
# The penalty is added to the cost, so its gradient is added too. It is the step of gradient
# descent that subtracts.
[(dW - penalty_gradient(W, lam, m, norm), db) for (dW, db), (W, b) in zip(gradients, parameters)]
## the penalty's gradient alone
# The cost's own gradient dW is lost. Add the penalty's to it.
[(penalty_gradient(W, lam, m, norm), db) for (dW, db), (W, b) in zip(gradients, parameters)]
## the penalty is not added
# The gradients come back as they went in. Add the penalty's gradient to every dW, and collect
# the results in a new list: `dW = dW + ...` in a loop changes no list.
list(gradients)
## divided by m once more
# `penalty_gradient` has divided by m already; yours is divided twice.
_right(gradients, parameters, lam / m, norm, m)
## the penalty itself is added, not its gradient
# You add one number, the penalty's value, to every entry. What is added is its gradient, an
# array of W's shape.
value = {'l1': l1_penalty, 'l2': l2_penalty}[norm](parameters, lam, m)
return [(dW + value, db) for dW, db in gradients]
## the penalty's gradient at dW instead of W
# It is the weights that are penalized, not their gradients: call `penalty_gradient` with W.
[(dW + penalty_gradient(dW, lam, m, norm), db) for dW, db in gradients]
## only the last layer
# Only the last layer's gradient has changed. Every layer's weights are penalized.
last = _right(gradients[-1:], parameters[-1:], lam, norm, m)
return gradients[:-1] + last
## L2 whatever `norm` says
# Your L2 case is right, and L1 gets the same. Hand `norm` on to `penalty_gradient`.
_right(gradients, parameters, lam, 'l2', m)
## L1 whatever `norm` says
# Your function uses L1 also where `norm` says L2. Hand `norm` on to `penalty_gradient`.
_right(gradients, parameters, lam, 'l1', m)
## half the penalty's gradient
# You add half of the right gradient. lam / (2 m) stands in front of the L2 penalty; its
# gradient, which `penalty_gradient` returns, has lam / m.
_right(gradients, parameters, lam / 2, norm, m)
## gradients and parameters are exchanged
# You add the penalty's gradient at dW to W: the two lists are in the other order in your `zip`
# than in the names before it.
[(W + penalty_gradient(dW, lam, m, norm), b) for (dW, _), (W, b) in zip(gradients, parameters, strict=True)]
## b in place of db
# dW is right, but beside it stands the bias itself. It is its gradient db that goes along.
right = _right(gradients, parameters, lam, norm, m)
return [(dW, b) for (dW, _), (_, b) in zip(right, parameters, strict=True)]
## it returns inside the loop, after the first layer
# Only the first layer comes back. The `return` is indented into the loop: move it out, under the
# `for`.
_right(gradients[:1], parameters[:1], lam, norm, m)
## arrays in one long list, not in pairs
# The numbers are there, but dW and db of a layer belong together: append the pair (dW, db).
[array for pair in _right(gradients, parameters, lam, norm, m) for array in pair]
## the biases' gradients are left out
# Each layer needs a pair (dW, db): db goes along unchanged.
[dW for dW, _ in _right(gradients, parameters, lam, norm, m)]
""",
        detectors={
            # The number m is named as the norm that is not known.
            "m and norm are exchanged": stops(
                lambda t: t.error.startswith("ValueError") and str(t.arguments[4]) in t.error
            )
        },
    ),
    alternatives=right_answers("""
## lists by index, without a helper
result = []
for layer in range(len(parameters)):
    W = parameters[layer][0]
    extra = lam * np.sign(W) / m if norm == 'l1' else lam * W / m
    result.append([gradients[layer][0] + extra, gradients[layer][1].copy()])
return tuple(result)
## a comprehension
[(np.add(penalty_gradient(W, lam, m, norm), dW), db) for (dW, db), (W, b) in zip(gradients, parameters)]
"""),
)
