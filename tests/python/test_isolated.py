"""Programs in processes of their own: what the tests of hazards learn of them, forked or started."""

import subprocess

import isolated
import pytest


def start(program, timeout=30, fresh=False):
    return isolated.start(program, timeout=timeout, dev=True, fresh=fresh)


@pytest.mark.parametrize("fresh", [False, True])
def test_the_end_of_a_program_is_told(fresh):
    done = start("print('x' * 100_000); print('é', file=sys.stderr); sys.exit(3)", fresh=fresh)
    assert (done.returncode, len(done.stdout), done.stderr) == (3, 100_001, "é\n")
    done = start("import os; os.abort()", fresh=fresh)
    assert done.returncode not in (0, 1, 3)
    assert "Fatal Python error" in done.stderr
    with pytest.raises(AssertionError, match="never"):
        isolated.run("assert False, 'never'", fresh=fresh)


def test_programs_do_not_know_of_each_other():
    isolated.run("mine = 1; f.mine = 2; print(5)")
    isolated.run("assert 'mine' not in globals() and not hasattr(f, 'mine') and __name__ == '__main__' and sys.argv == ['-c']")
    assert start("x = " + repr("long" * 100_000)).stdout == ""


@pytest.mark.parametrize("fresh", [False, True])
def test_a_program_that_takes_too_long_is_ended(fresh, monkeypatch):
    # Not those of the other tests: their process ends with it.
    monkeypatch.setattr(isolated, "FORKS", {})
    with pytest.raises(subprocess.TimeoutExpired):
        start("time.sleep(600)", timeout=1, fresh=fresh)
    isolated.run("assert f.HzMut(1, 2).a == 1")
    for forks in isolated.FORKS.values():
        forks.close()


@pytest.mark.skipif(not isolated.POSSIBLE, reason="each is started anew")
@pytest.mark.parametrize("prelude", ["raise ValueError", "import os; os._exit(0)"])
def test_a_prelude_that_fails_is_a_program_that_fails(prelude, monkeypatch):
    monkeypatch.setattr(isolated, "PRELUDE", prelude + "\n")
    monkeypatch.setattr(isolated, "FORKS", {})
    assert start("pass").returncode == 1
