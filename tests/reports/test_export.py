"""The table that instructors take into a spreadsheet."""

import csv
import io

from course_utils.reports.export import as_csv


def test_numbers_names_and_gaps() -> None:
    table = as_csv([["student", "a"], ["ada", 2.0], ["bob", None], ["cyd, jr", 1 / 3]])
    rows = list(csv.reader(io.StringIO(table)))
    assert rows == [["student", "a"], ["ada", "2"], ["bob", ""], ["cyd, jr", "0.3333333333"]]


def test_a_name_is_never_a_formula() -> None:
    names = ["=cmd()", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "\N{FULLWIDTH EQUALS SIGN}1"]
    rows = list(csv.reader(io.StringIO(as_csv([[name] for name in names]), newline="")))
    assert [row[0][0] for row in rows] == ["'"] * len(names)
