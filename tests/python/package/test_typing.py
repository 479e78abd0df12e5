"""What type checkers see: `tests/typing/records.py` is right, and the stubs say what there is at run time."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import recordclass_rs

TYPING = Path(__file__).parents[2] / "typing"
SITE = str(Path(recordclass_rs.__file__).parents[1])


def run(*command, folder):
    environment = {**os.environ, "MYPYPATH": SITE, "PYTHONPATH": SITE, "MYPY_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"\n{done.stdout}\n{done.stderr}"


def test_mypy_agrees(tmp_path):
    pytest.importorskip("mypy")
    run(sys.executable, "-m", "mypy", "--strict", str(TYPING / "records.py"), folder=tmp_path)


def test_the_stubs_say_what_there_is(tmp_path):
    pytest.importorskip("mypy.stubtest")
    allowed = str(TYPING / "stubtest.txt")
    run(sys.executable, "-m", "mypy.stubtest", "recordclass_rs", "--ignore-unused-allowlist", "--allowlist", allowed, folder=tmp_path)


def test_pyright_agrees(tmp_path):
    checker = next(filter(None, (shutil.which(name, path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
                                 for name in ("basedpyright", "pyright"))), None)  # fmt: skip
    if checker is None:
        pytest.skip("neither pyright nor basedpyright is installed")
    shutil.copytree(TYPING, tmp_path / "typing")
    run(checker, "--pythonpath", sys.executable, folder=tmp_path / "typing")
