"""Each row of docs/hazards.md has a test that carries its number, for derived classes and for those made at run time."""

import ast
import pathlib
import re
import sys

from reference import FREE_THREADED

HERE = pathlib.Path(__file__).parent
LIST = HERE.parent.parent / "docs" / "hazards.md"


def rows():
    """Number and text of each row."""
    found = re.findall(r"^(\d+)\. (.*(?:\n {4}.*)*)", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(number): text for number, text in found}


def marks(node, name):
    """The arguments of each such mark of a test."""
    calls = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return [mark.args for mark in calls if ast.unparse(mark.func) == f"pytest.mark.{name}"]


def is_skipped(node):
    """Whether the test does not run on this Python. What it looks for only when it runs is not known."""
    names = {"sys": sys, "FREE_THREADED": FREE_THREADED}
    conditions = [eval(ast.unparse(condition), names) for condition, in marks(node, "skipif")]
    return any(eval(condition, names) if isinstance(condition, str) else condition for condition in conditions)


def marked(folder):
    """The tests in the folder itself that run on this Python, by the rows that they are marked with."""
    tests = {}
    for file in sorted(folder.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for args in marks(node, "hazard"):
                    assert node.name.startswith("test_") and args, f"{file.name}::{node.name} is marked, and no test"
                    for row in args if not is_skipped(node) else ():
                        tests.setdefault(ast.literal_eval(row), []).append(f"{file.name}::{node.name}")
    return tests


def test_rows_are_numbered_without_a_gap():
    numbers = re.findall(r"^(\d+)\. ", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 59)]


def test_each_row_has_its_tests():
    derived, runtime = marked(HERE), marked(HERE / "package")
    for number, text in rows().items():
        only = re.findall(r"\*(Derived|Runtime)\*", text)
        assert number in derived or "Runtime" in only, f"no test of derived classes for row {number}: {text}"
        assert number in runtime or "Derived" in only, f"no test of runtime classes for row {number}: {text}"


def test_each_number_has_its_row():
    known = rows()
    for tests in (marked(HERE), marked(HERE / "package")):
        for number, names in tests.items():
            assert number in known, names


def test_files_that_a_row_names_are_there():
    for path in re.findall(r"`((?:tests|recordclass-core)/[\w./-]+)`", LIST.read_text(encoding="utf-8")):
        assert (LIST.parent.parent / path).exists(), path
