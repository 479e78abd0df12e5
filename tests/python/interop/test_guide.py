"""The session in the guide's chapter on packed arrays: it wants numpy and tables, and a class made in Rust."""

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
# The module in the chapter is one of the benchmark's: its class and its functions are the same.
_RUN = """
import runpy, sys
import recordclass_benches
sys.modules["shapes"] = recordclass_benches
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="sessions")
"""


@pytest.mark.parametrize("chapter", ["arrays.md"])
def test_a_chapter_says_what_happens(chapter):
    command = [sys.executable, "-c", _RUN, _ROOT / "xtask/sessions.py", _ROOT / "guide/src" / chapter]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 failed" in done.stdout
