"""Pickles and copies: only the constructor builds records, whatever the bytes say."""

import isolated
import pytest


@pytest.mark.hazard(34)
def test_there_is_no_way_to_set_raw_state():
    isolated.run("""
    for P, make in makers():
        p = make([1]); before = quiet(lambda: p[:])
        for state in (None, (), (1,), {1: 2}, "ab", (None, {}), (None, {"a": 5}), {"a": 1}):
            if hasattr(p, "__setstate__"): raises(TypeError, p.__setstate__, state)
            quiet(lambda: copy._reconstruct(p, None, P, tuple(p), state))
        quiet(object.__reduce_ex__, p, 2); quiet(object.__reduce__, p); quiet(lambda: p.__getstate__())
        for protocol in range(6): assert pickle.loads(pickle.dumps(p, protocol))[:] == p[:] == before, P
    """)


@pytest.mark.hazard(35)
def test_mutated_pickles_raise_or_make_whole_records():
    isolated.run("""
    import random
    import io
    allowed = {"HzMut": f.HzMut, "HzFrozen": f.HzFrozen, "HzGc": f.HzGc, "HzHeap": f.HzHeap, "HzNative": f.HzNative, "HzWide": f.HzWide, "HzEmpty": f.HzEmpty}
    import copyreg
    class Unpickler(pickle._Unpickler):  # the one in Python takes no memory because a byte says so
        # Nothing but our classes: a mutated pickle could name any function there is.
        def find_class(self, module, name):
            if module == "copyreg" and name in ("__newobj_ex__", "__newobj__"): return getattr(copyreg, name)
            if name not in allowed: raise pickle.UnpicklingError(name)
            return allowed[name]
    random.seed(7)
    objects = [f.HzMut([1], "text"), f.HzFrozen(1, (2, None)), f.HzGc({}, f.HzMut(1, 2)), f.HzHeap("text", [1.0, 2.0]), f.HzNative(*[1] * 10, True, "a"), f.HzWide(*range(15), c0=1, c1=2), f.HzEmpty()]
    whole = 0
    for o in objects:
        for protocol in range(2, 6):
            data = pickle.dumps(o, protocol)
            for _ in range(150):
                mutated = bytearray(data)
                for _ in range(random.randint(1, 3)): mutated[random.randrange(len(mutated))] = random.randrange(256)
                got = quiet(Unpickler(io.BytesIO(mutated)).load)
                if type(got) in allowed.values(): repr(got), got == o, copy.copy(got), got[:], list(got); whole += 1
    assert whole > 20
    """, timeout=120)


@pytest.mark.hazard(36)
def test_copies_share_what_they_should_and_no_more():
    isolated.run("""
    for P in PLAIN:
        v = [1]; p = P(v, (v,)); c, d = copy.copy(p), copy.deepcopy(p)
        assert c.a is v and d.a == v and d.a is not v and d.b[0] is d.a
        assert (c is p) == (P in (f.HzFrozen, f.HzGcFrozen))
    for P in VECS:
        v = [1]; p = P([v, v], v); c, d = copy.copy(p), copy.deepcopy(p)
        assert c.items[0] is v and d.items[0] == v and d.items[0] is not v and d.items[0] is d.items[1] is d.a, P
    p = f.HzVecFrozen([[1]], 5); d = copy.deepcopy(p)
    assert d.items[0] is not p.items[0], "a frozen record that holds a list in a Vec was not copied"
    p = f.HzVec([[1]], 5); c = copy.copy(p); c.items = [2]; assert p.items == [[1]] and c.items == [2]
    memo = {}
    p = f.HzMut([1], 2); d = copy.deepcopy(p, memo); assert copy.deepcopy(p, memo) is d
    for memo in (None, {}, {id(p): 5}, 3, [], "x"): quiet(p.__deepcopy__, memo)
    class Memo(dict):
        def get(self, *args): raise KeyError("no")
        def __getitem__(self, key): p.a = None; del p.b; gc.collect(0); raise KeyError(key)
        def __setitem__(self, key, value): quiet(delattr, value, "a"); quiet(delattr, value, "b"); raise ValueError
    for P in MUTABLE: p = P([1], [2]); quiet(p.__deepcopy__, Memo()); quiet(copy.deepcopy, P([1], [2]), Memo())
    """)
