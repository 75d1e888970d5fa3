"""Marks for Canvas and for Moodle, as CSV files that their gradebooks import.

A row per student who has handed something in, a column per lesson that was handed in by somebody. Both
match students by columns of their own; which of ours stands for which is said at each. An empty
cell means no grade there too: an import takes away a grade that was given by hand.

Formats: Canvas, "How do I import grades in the Gradebook?" (Instructor Guide) and what its
importer accepts; Moodle, "Grade import" (MoodleDocs) and the same.
"""

from __future__ import annotations

from course_utils.grading.course_root import CourseRoot
from course_utils.grading.gradebook.class_marks import Person, enrolled
from course_utils.grading.gradebook.connection import open_gradebook
from course_utils.reports.export import Value, grades_table


def canvas_table(course: CourseRoot) -> list[list[Value]]:
    """Return the table that Canvas imports: five columns about the student, then the lessons.

    ``ID`` is Canvas's number, which `course collect` notes; ``SIS Login ID`` is the student's
    folder. The second row holds the points that a lesson has.
    """
    people, lessons, marks = _totals(course)
    titles = [_title(course, lesson) for lesson in lessons]
    rows: list[list[Value]] = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles],
        ["    Points Possible", "", "", "", "", *lessons.values()],
    ]
    for person in people:
        name = ", ".join(part for part in (person.last_name, person.first_name) if part)
        who: list[Value] = [name or person.id, person.lms_user_id, "", person.id, ""]
        rows.append([*who, *(marks[person.id].get(lesson) for lesson in lessons)])
    return rows


def moodle_table(course: CourseRoot) -> list[list[Value]]:
    """Return the table that Moodle imports, with the headings of its own export.

    ``ID number`` is the student's folder. In Moodle choose "Map from: Email address" or "ID number",
    and for each lesson the grade item that it belongs to. Moodle gives a row without an address to
    the student of the row before, so addresses are left out unless all are known.
    """
    people, lessons, marks = _totals(course)
    addresses = all(person.email for person in people)
    titles = [f"Assignment: {_title(course, lesson)} (Real)" for lesson in lessons]
    names = ["First name", "Last name", "ID number", *(["Email address"] if addresses else [])]
    rows: list[list[Value]] = [[*names, *titles]]
    for person in people:
        who: list[Value] = [person.first_name, person.last_name, person.id]
        who += [person.email] if addresses else []
        rows.append([*who, *(marks[person.id].get(lesson) for lesson in lessons)])
    return rows


def _title(course: CourseRoot, lesson_id: str) -> str:
    titles = {lesson.id: lesson.title for lesson in course.definition.lessons}
    return titles.get(lesson_id, lesson_id)


def _totals(
    course: CourseRoot,
) -> tuple[list[Person], dict[str, float], dict[str, dict[str, Value]]]:
    """Return the students with marks, the lessons with their points, and marks by student."""
    gradebook = open_gradebook(course.db_url())
    try:
        lessons = {
            assignment.name: float(assignment.max_score)
            for assignment in sorted(gradebook.assignments, key=lambda a: a.name)
        }
        people = {person.id: person for person in enrolled(gradebook)}
    finally:
        gradebook.close()
    headings, *rows = grades_table(course)
    columns = {lesson: headings.index(lesson) for lesson in lessons}
    marks = {str(row[0]): {name: row[place] for name, place in columns.items()} for row in rows}
    graded = {
        name: points
        for name, points in lessons.items()
        if any(own[name] is not None for own in marks.values())
    }
    return [people[name] for name in marks], graded, marks
