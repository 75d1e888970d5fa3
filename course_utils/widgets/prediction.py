"""Predict, then run: ask before a picture is shown, keep the answer, then show both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as ipw

from course_utils.figures.style import Picture


class Prediction:
    """A question with choices; answering it shows the picture beside what was predicted."""

    def __init__(
        self,
        question: str,
        choices: Sequence[str],
        answer: int,
        picture: Callable[[], Picture],
        because: str,
    ) -> None:
        if not 0 <= answer < len(choices):
            raise ValueError(f"answer {answer} is not the number of one of {len(choices)} choices")
        self.question, self.choices, self.answer = question, tuple(choices), answer
        self.picture, self.because = picture, because
        self.predicted: int | None = None
        self.buttons = [
            ipw.Button(
                description=choice, layout=ipw.Layout(width="auto"), tooltip=f"predict: {choice}"
            )
            for choice in choices
        ]
        for number, button in enumerate(self.buttons):
            button.on_click(lambda _button, number=number: self.predict(number))
        self.shown = ipw.HTML()
        self.image = ipw.HTML()
        self.box = ipw.VBox(
            [
                ipw.HTML(f"<b>Predict first.</b> {escape(question)}"),
                ipw.HBox(self.buttons, layout=ipw.Layout(flex_flow="row wrap")),
                self.shown,
                self.image,
            ]
        )

    def predict(self, number: int) -> None:
        """Keep the prediction and show what is; a second prediction does not replace the first."""
        if self.predicted is not None:
            return
        self.predicted = number
        for i, button in enumerate(self.buttons):
            button.disabled = True
            button.button_style = "info" if i == number else ""
        said = "as you predicted" if number == self.answer else "not as predicted"
        self.shown.value = (
            f'<div role="status">You predicted: <b>{escape(self.choices[number])}</b>. '
            f"It is: <b>{escape(self.choices[self.answer])}</b>, {said}. {self.because}</div>"
        )
        self.image.value = self.picture().to_html()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = self.box._repr_mimebundle_(**kwargs) or {}
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle)
        choices = "".join(f"<li>{escape(choice)}</li>" for choice in self.choices)
        # Where no widget can live, the answer is folded away instead.
        data["text/html"] = (
            f"<p><b>Predict first.</b> {escape(self.question)}</p><ul>{choices}</ul>"
            f"<details><summary>What is</summary><p><b>{escape(self.choices[self.answer])}</b>. "
            f"{self.because}</p>{self.picture().to_html()}</details>"
        )
        data["text/plain"] = f"<predict: {self.question}>"
        return data


def predict(
    question: str,
    choices: Sequence[str],
    answer: int,
    picture: Callable[[], Picture],
    because: str = "",
) -> Prediction:
    """Ask `question`; once one of `choices` is taken, show ``picture()`` and the right one.

    Parameters
    ----------
    answer : int
        Number of the right choice, from 0.
    picture : callable
        Draws what is. It is shown after the prediction only; pages where no widget can live have it
        folded away.
    because : str
        Why, in a sentence of HTML.
    """
    return Prediction(question, choices, answer, picture, because)
