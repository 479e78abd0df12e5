"""Threads that work on the same records. On a build with the GIL these are quick; without it they are the test."""

import isolated
import pytest

# How long each storm blows. Longer by hand: HAZARD_SECONDS=10 pytest -k threads
STORM = '''
import os
SECONDS = float(os.environ.get("HAZARD_SECONDS", "0.25"))
assert os.environ.get("PYTHON_GIL") is None
# With a GIL threads take turns: often, for once.
sys.setswitchinterval(1e-5)
def storm(*works):
    """Each in a thread of its own, all at once, again and again; any exception but the expected ones fails the test."""
    end = time.monotonic() + SECONDS
    barrier, failed = threading.Barrier(len(works)), []
    def run(work):
        barrier.wait()
        while time.monotonic() < end and not failed:
            try:
                for _ in range(50): work()
            except (AttributeError, TypeError, IndexError, RecursionError, ValueError): pass
            except BaseException as error: failed.append(error)
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for t in threads: t.start()
    for t in threads: t.join()
    if failed: raise failed[0]
'''

MIXES = {
    "get": "lambda: (p.a, p.b, q.a, p[0], p[-1])",
    "repr": "lambda: (repr(p), repr(q))",
    "eq": "lambda: (p == q, q == p, p != q)",
    "order": "lambda: (p < q, q >= p)",
    "hash": "lambda: (hash(p), hash(q))",
    "copy": "lambda: (copy.copy(p), copy.copy(q))",
    "deepcopy": "lambda: (copy.deepcopy(p), copy.deepcopy(q))",
    "reduce": "lambda: (p.__reduce__(), pickle.dumps(q))",
    "replace": "lambda: (p.__replace__(b=fresh()), q.__replace__())",
    "dict": "lambda: (p._asdict(), q._asdict())",
    "delete": "lambda: (quiet(delattr, p, 'a'), quiet(delattr, q, 'b'), setattr(p, 'a', fresh()))",
    "iterate": "lambda: (list(p), [*q], p[:], fresh() in q, list(reversed(p)))",
    "items": "lambda: (p.__setitem__(0, fresh()), q.__setitem__(-1, fresh()), object.__setattr__(p, 'b', fresh()))",
    "swap": "lambda: (setattr(p, 'a', q.b), setattr(q, 'b', p.a))",
    "collect": "lambda: (gc.collect(0), gc.get_referents(p))",
}


@pytest.mark.hazard(37)
@pytest.mark.parametrize("mix", MIXES)
def test_writers_and_others_on_shared_records(mix):
    isolated.run(STORM, f"""
    def fresh(): return (object(), 1.5)
    def write(): p.a = fresh(); q.b = fresh(); p.b = fresh(); q.a = fresh()
    for P in MUTABLE:
        p, q = P(fresh(), fresh()), P(fresh(), fresh())
        other = {MIXES[mix]}
        storm(write, write, other, other)
        storm(write, other, other, lambda: (p.a, q.b))
    """)


@pytest.mark.hazard(37, 38, 39)
def test_all_of_it_at_once_while_classes_come_and_go():
    """Derived records and those of classes made at run time. A minute of each: HAZARD_MIXED_SECONDS=60 pytest -k all_of_it"""
    isolated.run(STORM, f"""
    SECONDS = float(os.environ.get("HAZARD_MIXED_SECONDS", SECONDS))
    from recordclass_rs import asdict, dataobject, datatype
    class D(dataobject, sequence=True): a: object; b: object
    class G(dataobject, sequence=True, gc=True): a: object; b: object
    def fresh(): return (object(), 1.5)
    def write(): p.a = fresh(); q.b = fresh(); p.b = fresh(); q.a = fresh()
    def classes():
        K = datatype("K", (dataobject,), {{"__annotations__": {{"a": object, "b": object}}, "b": fresh(), "__module__": "m"}}, sequence=True)
        o = K(p.a); repr(o), o == K(q.a, q.b), copy.copy(o), asdict(o), quiet(K)
    for P in (f.HzMut, f.HzGc, D, G):
        p, q = P(fresh(), fresh()), P(fresh(), fresh())
        storm(write, write, classes, {", ".join(MIXES.values())})
        write()
        for value in (*p, *q): assert type(value) is tuple and type(value[0]) is object and value[1:] == (1.5,), value
    """, timeout=90)


@pytest.mark.hazard(37)
def test_values_that_are_not_objects():
    isolated.run(STORM, """
    n = f.HzNative(*[1] * 10, True, "a", 1, 1.0)
    def write(i):
        def work():
            n.f64 = i * 1.5; n.i64 = -i; n.wide = i * (2**64 + 1); n.maybe = None if i % 2 else 2.5; n.letter = "abcd"[i]; n.flag = bool(i)
        return work
    def read():
        wide = n.wide; assert wide % (2**64 + 1) == 0 or wide == 1, hex(wide)
        assert n.maybe in (None, 1.0, 2.5); repr(n), hash(n), copy.copy(n), n == n, n[:], n.__replace__(u8=3), n.__reduce__()
    storm(write(0), write(3), read, read)
    h = f.HzHeap("text", [1.0])
    def write(): h.text = "x" * 50; h.numbers = [2.0] * 20; h.text = "y" * 3
    def read(): assert set(h.text) <= set("textxy"); repr(h), copy.copy(h), h == h, h[:], copy.deepcopy(h), h.__replace__()
    storm(write, write, read, read)
    for P in (f.HzVec, f.HzVecGc):
        h = P([[1]], [2])
        def write(): h.items = [[3], [4]]; h.a = h.items
        def read(): h.items, repr(h), copy.copy(h), h == h, copy.deepcopy(h)
        storm(write, write, read, lambda: (read(), gc.collect(0)))
    for P in TYPED:
        t = P("t", [], None, [1])
        def write(): t.text = "".join(["a", "b"]); t.list = [1]; t.maybe = (2,); quiet(setattr, t, "text", 3); quiet(delattr, t, "list"); t.list = []
        def read(): assert type(t.text) is str and type(t.list) is list; repr(t), copy.copy(t), t[:], t.fixed
        storm(write, write, read, read)
    c = f.HzNastyCopy(1, 2)
    def write(): c.v = 3; c.v = -(2**60)
    storm(write, write, lambda: (c.v, repr(c), copy.copy(c)), lambda: c.v)
    """)


@pytest.mark.hazard(37, 47)
def test_rust_threads_that_never_attach():
    isolated.run(STORM, """
    n = f.HzNative(*[0] * 10, True, "a")
    thread = threading.Thread(target=f.hz_storm_native, args=(n, SECONDS)); thread.start()
    storm(lambda: n.i64, lambda: (repr(n), copy.copy(n)), lambda: n == n); thread.join()
    p = f.HzMut(1, [0])
    thread = threading.Thread(target=f.hz_storm_objects, args=(p, SECONDS)); thread.start()
    def write(): p.b = (object(),); p.a = p.b
    storm(write, lambda: (repr(p), p.b, copy.copy(p)), lambda: gc.collect(0)); thread.join()
    """)


@pytest.mark.hazard(37)
def test_records_made_in_one_thread_and_dropped_in_another():
    isolated.run(STORM, """
    import collections
    shared = collections.deque(maxlen=200)
    kinds = [make for _, make in makers()]
    def make():
        for m in kinds: shared.append(m([1]))
    def drop():
        try:
            while True: shared.pop()
        except IndexError: pass
    def detached():
        some = [m([2]) for m in kinds[:3]]
        while some: f.hz_drop_detached(some)
    def look():
        try: some = tuple(shared)
        except RuntimeError: return  # the deque has changed meanwhile
        for o in some: quiet(repr, o)
    storm(make, make, drop, drop, look); storm(make, drop, lambda: gc.collect())
    for _ in range(5): detached()
    def chain():
        head = None
        for i in range(2000): head = f.HzMut(head, f.HzDrop(head if i % 50 == 0 else 1, 2))
        shared.append(head)
    storm(chain, chain, drop, drop)
    """)


@pytest.mark.hazard(39)
def test_threads_that_call_one_class_at_once():
    isolated.run(STORM, """
    def call(P, make): return lambda: (make([1]), quiet(P), quiet(P, nope=1), P.__match_args__, P.__doc__, repr(P))
    for P, make in list(makers())[::3]: storm(*[call(P, make)] * 4)
    """)


@pytest.mark.hazard(41)
@pytest.mark.skipif("not hasattr(__import__('os'), 'fork')", reason="this system cannot fork")
def test_a_fork_in_a_storm():
    isolated.run(STORM, """
    import os, warnings
    warnings.simplefilter("ignore")
    p, q = f.HzMut([1], [2]), f.HzGc([1], [2])
    def write(): p.a = [object()]; q.b = [p.a]; repr(q)
    left = [6]
    def fork():
        if left[0] <= 0: return time.sleep(0.01)
        left[0] -= 1
        child = os.fork()
        if child == 0:
            try:
                for P, make in makers(): repr(make([1]))
                p.a = 5; q.b = 6; head = None
                for _ in range(5000): head = f.HzMut(head, 1)
                del head; gc.collect(); os._exit(7)
            finally: os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    storm(write, write, fork)
    """)
