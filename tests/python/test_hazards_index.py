"""Each row of docs/hazards.md has a test that carries its number, for derived classes and for those made at run time."""

import ast
import pathlib
import re

HERE = pathlib.Path(__file__).parent
LIST = HERE.parent.parent / "docs" / "hazards.md"


def rows():
    """Number and text of each row."""
    found = re.findall(r"^(\d+)\. (.*(?:\n {4}.*)*)", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(number): text for number, text in found}


def marked(folder):
    """The tests in the folder itself, by the rows that they are marked with."""
    tests = {}
    for file in sorted(folder.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.hazard":
                        for row in mark.args:
                            tests.setdefault(ast.literal_eval(row), []).append(f"{file.name}::{node.name}")
    return tests


def test_rows_are_numbered_without_a_gap():
    assert list(rows()) == list(range(1, 59))


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
