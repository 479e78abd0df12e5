"""The end of the process, and interpreters beside the main one."""

import isolated
import pytest


@pytest.mark.hazard(42)
def test_records_that_outlive_the_interpreter_are_quiet():
    isolated.run("""
    import builtins, atexit
    class D:
        def __del__(self, P=f.HzMut, G=f.HzGc):
            p = P(self, 1); repr(G(p, [p])); p.a = None
    everything = [make(D()) for _, make in makers()]
    builtins.kept = [make(D()) for _, make in makers()]; sys.kept = [make(D()) for _, make in makers()]; f.kept = [make(D()) for _, make in makers()]
    cycle = f.HzGc(D(), None); cycle.b = cycle
    leak = f.HzMut(D(), None); leak.b = leak
    head = None
    for _ in range(100_000): head = f.HzMut(head, f.HzDrop(1, 2))
    local = threading.local(); local.kept = f.HzGc(D(), f.HzDrop(D(), D()))
    atexit.register(lambda p=f.HzDrop(D(), D()): repr(p[0].__class__))
    guest = f.HzDropCalls(lambda: None)
    """, fresh=True)


@pytest.mark.hazard(42)
def test_a_thread_that_runs_on_at_the_end_is_quiet():
    isolated.run("""
    def work():
        p = f.HzMut([1], [2])
        while True: p.a = [p.b]; p.a = None; repr(f.HzGc(1, [2])); time.sleep(0.0001)
    for _ in range(3): threading.Thread(target=work, daemon=True).start()
    time.sleep(0.1)
    """, fresh=True)


@pytest.mark.hazard(40)
def test_another_interpreter_refuses_the_module_and_harms_nothing():
    interpreters = pytest.importorskip("_interpreters" if __import__("sys").version_info >= (3, 13) else "_xxsubinterpreters")
    isolated.run(f"""
    import warnings; warnings.simplefilter("ignore")
    import {interpreters.__name__} as interpreters
    p = f.HzMut([1], f.HzGc(2, [3]))
    for _ in range(3):
        one = interpreters.create()
        try:
            interpreters.run_string(one, "import sys; sys.path[:] = " + repr(sys.path) + chr(10) + "try: import recordclass_fixtures" + chr(10) + "except ImportError: pass")
        except Exception: pass
        interpreters.destroy(one)
    repr(p), copy.copy(p); p.a = None; gc.collect()
    """, fresh=True)
