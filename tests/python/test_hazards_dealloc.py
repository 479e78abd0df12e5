"""The end of records: long chains, finalisers that look back, panics and exceptions under way."""

import isolated
import pytest

CHAINS = '''
def chains():
    """(class, function that puts one more record on top of a chain)."""
    for P in PLAIN + [f.HzNastyGc, f.HzNasty]:
        if P in PLAIN: yield P, lambda old, P=P: P(old, None)
    for P in VECS: yield P, lambda old, P=P: P([old], None)
    for P in TYPED: yield P, lambda old, P=P: P("t", [], old, None)
    yield f.HzMaybe, lambda old: f.HzMaybe(old, None)
    yield f.HzTyped, lambda old: f.HzTyped("t", [], None, old)

def grow(step, length):
    head = None
    for _ in range(length): head = step(head)
    return head
'''

LENGTH = 1_000_000


@pytest.mark.hazard(14)
def test_a_long_chain_of_each_kind_goes_without_recursion():
    isolated.run(CHAINS, f"""
    gc.disable()
    for P, step in chains():
        print(P, flush=True)
        head = grow(step, {LENGTH // 5})
        del head
    head = grow(lambda old: f.HzMut(old, None), {LENGTH})
    del head
    """, dev=False, timeout=120)


@pytest.mark.hazard(14)
def test_a_long_chain_goes_in_a_thread_with_a_small_stack():
    isolated.run(CHAINS, f"""
    gc.disable()
    def work():
        for P, step in chains():
            print(P, flush=True)
            head = grow(step, {LENGTH // 10})
            del head
    in_thread(work)
    """, dev=False, timeout=120)


@pytest.mark.hazard(14)
def test_a_chain_mixed_with_other_containers_goes():
    isolated.run(CHAINS, """
    gc.disable()
    class Finalised:
        def __init__(self, old): self.old = old
        def __del__(self): counted.append(1)
    class Slots:
        __slots__ = ("old",)
        def __init__(self, old): self.old = old
    counted = []
    wraps = [lambda old: (old,), lambda old: [old], lambda old: {"k": old}, Finalised, Slots, lambda old: f.HzGc(old, old),
             lambda old: iter([old]), lambda old: (lambda: old), lambda old: f.HzVec([old], 1), lambda old: f.HzDrop(old, 1)]
    def work():
        for step in [s for _, s in chains()][:9]:
            for wrap in wraps:
                head = grow(lambda old: step(wrap(old)), 5_000); del head
        head = None
        for i in range(200_000): head = wraps[i % len(wraps)](f.HzMut(head, None) if i % 3 else f.HzDrop(head, (head,)))
        del head
    work(); in_thread(work)
    assert counted
    """, dev=False, timeout=120)


@pytest.mark.hazard(14)
def test_a_chain_that_a_collection_breaks_goes():
    isolated.run(CHAINS, """
    for P in HAS_GC[:3]:
        for wrap in (lambda old: old, lambda old: [old], lambda old: (old,)):
            tail = [None]
            def build():
                head = tail
                for _ in range(100_000): head = P(wrap(head), None)
                tail[0] = head
                return weakref.ref(Marker.last)
            class Marker: pass
            tail.append(Marker()); Marker.last = tail[1]
            gone = build(); tail = None; del Marker.last
            in_thread(gc.collect, 512 * 1024); gc.collect()
            assert gone() is None, (P, wrap)
    """, dev=False, timeout=120)


@pytest.mark.hazard(14, 15)
def test_every_record_of_a_chain_is_dropped_once():
    isolated.run(CHAINS, """
    for P in (f.HzDrop, f.HzDropGc):
        before = f.hz_drops()
        head = grow(lambda old: P(old, None), 100_000); del head
        assert f.hz_drops() - before == 100_000
    before = f.hz_drops()
    for _ in range(1000): f.HzDropNative(1, 2)
    raises(TypeError, f.HzDropNative, 1, "x"); raises(TypeError, f.HzDrop, 1)
    assert f.hz_drops() - before == 1000
    p = f.HzDrop(1, 2); q = copy.copy(p); del p, q
    assert f.hz_drops() - before == 1002
    """)


@pytest.mark.hazard(15)
def test_a_finaliser_may_make_records_and_collect():
    isolated.run("""
    class D:
        def __del__(self):
            for P, make in makers(): made.append(make(self.__class__)); repr(made.pop())
            gc.collect(0)
    made = []
    for P, make in makers():
        for _ in range(10): make(D())
    """)


@pytest.mark.hazard(14, 15)
def test_a_chain_grown_while_it_is_torn_down_goes():
    isolated.run("""
    class D:
        depth = 0
        def __init__(self, old): self.old = old
        def __del__(self):
            if D.depth < 20_000:
                D.depth += 1
                head = None
                for _ in range(60): head = f.HzMut(head, None)
                f.HzDrop(D(head), head)
    f.HzMut(D(None), None)
    assert D.depth == 20_000
    """, dev=False)


@pytest.mark.hazard(18)
@pytest.mark.parametrize("death", ["f.HzMut(D(), 1)", "f.HzGc(D(), 1)", "f.HzDrop(D(), 1)", "f.HzVec([D()], 1)", "f.HzVecFrozen([D()], D())",
                                   "f.HzDropCalls(D().call)", "f.HzGuest(D().call)", "f.HzHeap('t', [1.0])", "f.HzDropNative(1, 2)"])
def test_an_exception_under_way_survives_the_death_of_a_record(death):
    isolated.run(f"""
    class D:
        def call(self):
            try: raise ValueError
            except ValueError: pass
            import json; json.dumps([1])
            return len([x for x in range(3)])
        def __del__(self): self.call()
    def raise_it():
        o = {death}
        raise KeyError("the one")
    def raise_in_c():
        o = {death}
        [][o]
    class Raises:
        def __init__(self): self.o = {death}
        def __getattr__(self, name): raise KeyError("the one")
    for _ in range(50):
        assert raises(KeyError, raise_it).args == ("the one",)
        raises(TypeError, raise_in_c)
        raises(KeyError, lambda: Raises().x)
        raises(TypeError, lambda: f.HzMut({death}, 2, 3)); raises(TypeError, lambda: f.HzHeap({death}, 2))
        raises(TypeError, lambda: f.HzTyped("t", {death}, 1, 2)); raises(TypeError, lambda: f.HzVec([{death}], 1, 2))
        raises(ZeroDivisionError, lambda: (lambda o: 1 / 0)({death}))
    """)


@pytest.mark.hazard(18, 43)
@pytest.mark.parametrize("death", ["f.HzMut(D(), 1)", "f.HzDrop(1, 1)", "f.HzVec([1], 1)", "f.HzDropCalls(int)", "f.HzGuest(int)"])
def test_a_panic_under_way_survives_the_death_of_a_record(death):
    isolated.run(f"""
    class D:
        def __del__(self): pass
    panics = f.HzPanics(1)
    def raise_it():
        o = {death}
        panics.method()
    for _ in range(3):
        try: raise_it()
        except BaseException as error: assert type(error).__name__ == "PanicException", error
        else: raise AssertionError("no panic")
    """, stderr="this method panics")
