"""`python -m recordclass_rs.stubs`: the stub of the fixtures is what type checkers want, and true."""

import ast
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest
import recordclass_fixtures as f
from recordclass_rs.stubs import stub
from recordclass_rs.stubs.__main__ import main

SAMPLES = Path(__file__).parents[1] / "stubs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The module with its stub beside it, and a program that uses it."""
    folder = tmp_path_factory.mktemp("stubs")
    shutil.copy(f.__file__, folder)
    (folder / "recordclass_fixtures.pyi").write_text(stub(f), encoding="utf-8")
    for sample in SAMPLES.iterdir():
        if sample.is_file():
            shutil.copy(sample, folder)
    return folder


def run(*command, folder):
    environment = {**os.environ, "MYPYPATH": str(folder), "PYTHONPATH": str(folder), "MYPY_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"\n{done.stdout}\n{done.stderr}"


def test_mypy_agrees(folder):
    pytest.importorskip("mypy")
    run(sys.executable, "-m", "mypy", "--strict", "--warn-unused-ignores", "recordclass_fixtures.pyi", "derived.py", folder=folder)


def test_the_stub_says_what_there_is(folder):
    pytest.importorskip("mypy.stubtest")
    run(
        sys.executable, "-m", "mypy.stubtest", "recordclass_fixtures", "--allowlist", "stubtest.txt",
        "--ignore-unused-allowlist", folder=folder,
    )  # fmt: skip


def test_pyright_agrees(folder):
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    checker = shutil.which("basedpyright", path=path) or shutil.which("pyright", path=path)
    if checker is None:
        pytest.skip("neither pyright nor basedpyright is installed")
    run(checker, "--pythonpath", sys.executable, folder=folder)


def entry(text, *path):
    """The source of a definition in a stub."""
    node = ast.parse(text)
    for name in path:
        node = next(inner for inner in node.body if getattr(inner, "name", None) == name)
    return ast.get_source_segment(text, node)


def test_what_the_user_fills_in_stays():
    before = stub(f)
    assert entry(before, "doubled").startswith("def doubled(") and "Any" in entry(before, "doubled")
    function, method = entry(before, "doubled"), entry(before, "OwnItems", "__getitem__")
    better = function.replace("Any", "Decimal")
    text = before.replace(function, better).replace("import pathlib\n", "import pathlib\nfrom decimal import Decimal\n")
    assert text.count("Decimal") == 3
    assert "from decimal import Decimal" in text
    again = stub(f, text)
    assert again == stub(f, again)
    assert entry(again, "doubled") == better and "from decimal import Decimal" in again
    assert entry(again, "OwnItems", "__getitem__") == method


def test_what_no_longer_fits_goes():
    before = stub(f)
    function = entry(before, "doubled")
    stale = before.replace(function, "def doubled(self, something_else: int) -> int: ...")
    assert stub(f, stale) == before
    # What is known of a record is written anew, whatever stands there.
    for name in ("__new__", "__replace__", "__lt__"):
        record = entry(before, "Point", name)
        assert stub(f, before.replace(record, record.replace("float", "str").replace("Self", "Any"))) == before


def test_names_of_a_class_do_not_hide_what_its_types_mean():
    text = entry(stub(f), "Holder")
    assert "def __new__(cls, maybe: Any = None, list: builtins.list[Any] | None = None" in text


def test_modules_of_a_package_are_left_to_their_own_files(monkeypatch):
    """Without Python files of the user's, maturin makes a package with the library in it, under the same name."""
    package, library, part = types.ModuleType("geo"), types.ModuleType("geo"), types.ModuleType("part")
    vars(package).update(geo=library, Point=f.Point, part=part)
    monkeypatch.setitem(sys.modules, "geo.geo", library)
    text = stub(package)
    assert "geo: types.ModuleType" not in text and "part: types.ModuleType" in text and "Point" in text


def test_the_command(tmp_path, capsys, monkeypatch):
    path = tmp_path / "recordclass_fixtures.pyi"
    arguments = ["recordclass_fixtures", "-o", str(path)]
    assert main([*arguments, "--check"]) == 1 and "not up to date" in capsys.readouterr().err
    assert main(arguments) == 0 and main([*arguments, "--check"]) == 0
    assert path.read_text(encoding="utf-8") == stub(f)
    path.write_text(path.read_text(encoding="utf-8").replace("x: float", "x: int"), encoding="utf-8")
    assert main([*arguments, "--check"]) == 1
    monkeypatch.chdir(tmp_path)
    assert main(["recordclass_fixtures"]) == 0 and main([*arguments, "--check"]) == 0
    assert main(["recordclass_fixtures", "-o", "-"]) == 0 and capsys.readouterr().out.startswith("# Written by")
