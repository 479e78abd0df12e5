"""Code that interferes while a light container is at work: whatever it does, nothing breaks. Each in a process of its own."""

import isolated
import pytest

PRELUDE = """
import itertools, operator
from recordclass_rs import litelist, litetuple, mutabletuple, litelist_fromargs

class Sub(mutabletuple): pass
class SubList(litelist): pass

def junk():
    "Takes the memory that has just become free."
    return [bytearray(range(n % 256)) for n in range(40)], [object() for _ in range(40)], [mutabletuple(*range(n)) for n in range(12)]

class Meddler:
    "Empties or replaces everything that it knows of whenever anybody asks it anything."
    def __init__(self, *targets): self.targets = list(targets)
    def meddle(self):
        for it in self.targets:
            if isinstance(it, litelist):
                it.clear(); it.extend(junk()[1][:3]); it.clear()
            else:
                for n in range(len(it)): it[n] = None
        gc.collect(); junk()
    def __eq__(self, other): self.meddle(); return False
    def __lt__(self, other): self.meddle(); return False
    __gt__ = __le__ = __ge__ = __lt__
    def __repr__(self): self.meddle(); return "m"
    def __hash__(self): self.meddle(); return 5
    def __index__(self): self.meddle(); return 1
    def __deepcopy__(self, memo): self.meddle(); return 7
    def __reduce__(self): self.meddle(); return int, ()
    def __del__(self): self.meddle()

def filled(kind, *items):
    return kind(items) if issubclass(kind, litelist) else kind(*items)

KINDS = [mutabletuple, litelist, Sub, SubList]
"""


def run(*parts, **options):
    isolated.run(PRELUDE, *parts, **options)


def test_operators_that_change_the_containers():
    run(
        """
        for kind in KINDS:
            for turn in range(60):
                a, b = filled(kind, [1], [2], [3]), filled(kind, [1], [2], [3])
                meddler = Meddler(a, b)
                for it in (a, b):
                    for n in range(min(len(it), 1), len(it)): it[n] = meddler if n == 1 else it[n]
                operations = [
                    lambda: a == b, lambda: a < b, lambda: a >= b, lambda: a != b, lambda: b == a, lambda: repr(a), lambda: meddler in a,
                    lambda: 5 in a, lambda: a.count(5), lambda: a.index(5), lambda: a.index(5, meddler, meddler), lambda: a[meddler],
                    lambda: a[meddler:meddler], lambda: a[::meddler], lambda: a * meddler, lambda: copy.deepcopy(a), lambda: pickle.dumps(a),
                    lambda: operator.setitem(a, meddler, 5), lambda: operator.setitem(a, slice(0, meddler), [5]), lambda: hash(litetuple(a, meddler)),
                    lambda: hash(litetuple(*a)), lambda: repr(litetuple(a, meddler)), lambda: list(map(repr, a)),
                    lambda: operator.setitem(a, slice(meddler, None, 2), [5]),
                ]
                if issubclass(kind, litelist):
                    operations += [
                        lambda: a.remove(5), lambda: a.insert(meddler, 5), lambda: a.pop(meddler), lambda: a.sort(), lambda: a.sort(key=repr),
                        lambda: operator.delitem(a, meddler), lambda: operator.delitem(a, slice(meddler, None)),
                        lambda: operator.delitem(a, slice(None, None, meddler)), lambda: operator.imul(a, meddler),
                        lambda: a.sort(key=lambda item: a.clear()), lambda: a.extend(map(repr, a)),
                    ]
                quiet(operations[turn % len(operations)])
                repr(a), list(b)
                meddler.targets.clear()
        """
    )


def test_items_that_die_at_a_bad_moment():
    run(
        """
        for kind in KINDS:
            for act in (
                lambda it: operator.setitem(it, 0, 1), lambda it: operator.setitem(it, slice(0, 2), (1, 2)), lambda it: it.__init__(()),
                lambda it: it.clear(), lambda it: it.pop(0), lambda it: it.pop(), lambda it: operator.delitem(it, 0), lambda it: operator.delitem(it, slice(None, None, 2)),
                lambda it: operator.delitem(it, slice(0, 2)), lambda it: operator.setitem(it, slice(0, 2), ()), lambda it: operator.setitem(it, slice(0, 1), range(50)),
                lambda it: it.remove(it[0]), lambda it: operator.imul(it, 0), lambda it: it.sort(key=lambda item: it.clear() or id(item)),
                lambda it: setattr(it, "x", it), lambda it: None,
            ):
                it = filled(kind, None, [2], [3])
                it[0] = Meddler(it)
                quiet(act, it)
                repr(it), list(it)
                quiet(it[0].targets.clear) if len(it) and isinstance(it[0], Meddler) else None
                it = None
                gc.collect()
        """
    )


def test_an_item_sees_the_new_one_in_its_place():
    run(
        """
        class Last:
            def __del__(self): seen.append(list(it))
        seen = []
        for it in (mutabletuple(Last(), 2), litelist([Last(), 2])):
            it[0] = "new"
            it[:1] = [Last()]
            it[:1] = ["newer"]
        assert seen == [["new", 2], ["newer", 2]] * 2, seen
        it = litelist([1, Last(), 3])
        seen.clear(); it.pop(1); del it[:]
        it.extend([Last(), 5]); del it[0]
        it.extend([Last(), 6]); del it[1::5]
        it.append(Last()); it.clear()
        assert seen == [[1, 3], [5], [5, 6], []], seen
        """
    )


def test_iterators_over_what_changes():
    run(
        """
        for kind in KINDS:
            for start in (iter, reversed):
                it = filled(kind, [1], [2], [3])
                iterator = start(it)
                next(iterator)
                if issubclass(kind, litelist): it.clear()
                else: it[:] = [None] * 3
                it = None; junk()
                list(iterator); list(iterator)
                iterator = start(filled(kind, [1], [2]))
                del it; gc.collect(); junk()
                assert len(list(iterator)) == 2
            class Moves:
                def __del__(self): list(iterator)
            it = filled(kind, Moves(), Moves(), Moves())
            iterator = iter(it)
            for n, item in enumerate(iterator):
                it[n] = None
                del item
            it = filled(kind, Moves())
            iterator = iter(it)
            del it
            next(iterator), list(iterator), iterator.__setstate__(0), list(iterator)
        """
    )


def test_iterables_that_change_what_they_are_given_to():
    run(
        """
        def items(it, act):
            yield 1
            act(it); junk()
            yield 2
        acts = [lambda it: it.clear(), lambda it: it.extend(range(100)), lambda it: it.__init__([5]), lambda it: it.pop(), lambda it: it.sort(), lambda it: it.extend(items(it, lambda it: it.clear()))]
        for kind in (litelist, SubList):
            for act in acts:
                for use in (lambda it, new: operator.setitem(it, slice(None, None, 2), new), lambda it, new: operator.setitem(it, slice(9, 1, -1), new)):
                    # Here some versions of CPython's list crash.
                    ours = kind([[1], [2], [3], [4]])
                    quiet(use, ours, items(ours, act))
                    list(ours)
                for use in (
                    lambda it, new: it.extend(new), lambda it, new: operator.iadd(it, new), lambda it, new: operator.setitem(it, slice(1, 3), new),
                    lambda it, new: it.__init__(new),
                ):
                    ours, theirs = kind([[1], [2], [3], [4]]), [[1], [2], [3], [4]]
                    results = [type(quiet(use, it, items(it, act))) for it in (ours, theirs)]
                    assert list(ours) == theirs, (ours, theirs)
        class Hint:
            def __init__(self, it): self.it = it
            def __iter__(self): self.it.clear(); return iter("ab")
            def __length_hint__(self): self.it.extend(range(50)); self.it.clear(); return 10
        it = litelist([1, 2, 3]); it.extend(Hint(it)); assert list(it) == ["a", "b"]
        t = mutabletuple(1, 2)
        class Swap:
            def __iter__(self): t[0] = t[1] = None; gc.collect(); return iter("ab")
        t[:] = Swap(); assert list(t) == ["a", "b"]
        """
    )


@pytest.mark.parametrize("kilobytes", [None, 256, 1024])
def test_deep_nesting_is_an_error_not_a_crash(kilobytes):
    run(
        """
        def deep(make, count=100_000):
            link = 0
            for _ in range(count): link = make(link)
            return link
        def work():
            for make in (mutabletuple, litetuple, litelist_fromargs, Sub, lambda it: SubList([it])):
                a, b = deep(make), deep(make)
                for operation in (repr, lambda it: it == b, lambda it: it < b, copy.deepcopy, lambda it: pickle.dumps(it)):
                    assert isinstance(quiet(operation, a), (RecursionError, MemoryError)), operation
                if make is litetuple:
                    raises(RecursionError, hash, a)
                del a, b
        """,
        f"in_thread(work, {kilobytes} * 1024)" if kilobytes else "work()",
        dev=False,
    )


def test_self_containing_containers():
    run(
        """
        for kind in KINDS:
            it = filled(kind, 1, None, 3); it[1] = it
            twin = filled(kind, 1, None, 3); twin[1] = twin
            assert len(repr(it)) < 100
            raises(RecursionError, operator.eq, it, twin)
            assert it == it and it in it and it.index(it) == 1
            again = copy.deepcopy(it)
            assert again[1] is again
            it[1] = twin[1] = again[1] = None
        """
    )


def test_subclasses_that_come_back_to_life():
    run(
        """
        kept = []
        class Back(mutabletuple):
            def __del__(self): kept.append(self)
        class BackList(litelist):
            def __del__(self): kept.append(self)
        class BackTuple(litetuple):
            __slots__ = ()
            def __del__(self): kept.append(self)
        for _ in range(3):
            for it in (Back([1], 2), BackList([[1], 2]), BackTuple([1], 2)):
                it = None
        assert len(kept) == 9
        gc.collect()
        for it in kept: assert list(it) == [[1], 2]
        kept.clear()
        del it
        """
    )


def test_an_exception_survives_deallocations():
    run(
        """
        class Loud:
            def __del__(self):
                try: raise ValueError
                except ValueError: pass
        def fails(kind):
            it = filled(kind, Loud(), 1)
            raise KeyError("mine")
        for kind in KINDS:
            assert raises(KeyError, fails, kind).args == ("mine",)
        """
    )


def test_methods_on_the_wrong_objects():
    run(
        """
        for kind in (mutabletuple, litetuple, litelist):
            for name in dir(kind):
                function = getattr(kind, name)
                if not callable(function) or name in ("__class__", "__new__", "__init_subclass__", "__subclasshook__", "__class_getitem__", "__doc__"): continue
                if getattr(object, name, None) is not None and name in ("__setattr__", "__delattr__", "__getattribute__", "__repr__", "__str__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__dir__", "__format__", "__sizeof__", "__reduce__", "__reduce_ex__", "__getstate__", "__init__") and getattr(kind, name) is getattr(object, name): continue
                for wrong in (5, (1, 2), [1, 2], object(), None, kind, iter(kind()), *[k() for k in (mutabletuple, litetuple, litelist) if k is not kind]):
                    for args in ((), (0,), (0, 0), (0, 0, 0)):
                        if name in ("__reduce_ex__", "__getstate__", "__dir__", "__format__", "__getattribute__", "__setattr__", "__delattr__", "__str__"): continue
                        if name.startswith("__sizeof") and kind is not litelist: continue
                        raises(TypeError, function, wrong, *args)
        for iterator in (iter(mutabletuple(1)), iter(litelist([1])), reversed(litelist([1]))):
            for name in ("__next__", "__iter__", "__length_hint__", "__reduce__", "__setstate__"):
                function = getattr(type(iterator), name)
                for wrong in (5, litelist([1]), mutabletuple(1), iter([]), iter(()), *(other for other in (iter(mutabletuple(1)), iter(litelist([1])), reversed(litelist([1]))) if type(other) is not type(iterator))):
                    raises(TypeError, function, wrong) if name != "__setstate__" else raises(TypeError, function, wrong, 0)
        """
    )


def test_when_memory_runs_out():
    pytest.importorskip("_testcapi")
    run(
        """
        import _testcapi
        value = []
        def fresh():
            return mutabletuple(value, [2]), litetuple(value, [2]), litelist([value, [2]]), Sub(value), SubList([value])
        def sweep(operation, panics):
            for n in range(40):
                a, b, l, sub, subl = fresh()
                _testcapi.set_nomemory(n, n + 1)
                try:
                    operation(a, b, l, sub, subl)
                except MemoryError:
                    pass
                except BaseException as error:
                    _testcapi.remove_mem_hooks()
                    # PyO3 says so by a panic, after it has printed the MemoryError.
                    if not isinstance(error, (IndexError, TypeError, ValueError)) and not (panics and type(error).__name__ == "PanicException"): raise
                finally:
                    _testcapi.remove_mem_hooks()
                assert len(a) == 2 and all(item is not None for item in a) and list(b) == [[], [2]]
                list(l)
            a = b = l = sub = subl = None
            for name in ("last_exc", "last_type", "last_value", "last_traceback"): sys.__dict__.pop(name, None)
            gc.collect()
        strict = [
            lambda a, b, l, sub, subl: mutabletuple(a, b), lambda a, b, l, sub, subl: litelist([a, b]), lambda a, b, l, sub, subl: litelist(iter([a, b])),
            lambda a, b, l, sub, subl: Sub(a, b), lambda a, b, l, sub, subl: SubList([a]), lambda a, b, l, sub, subl: a + b, lambda a, b, l, sub, subl: a * 50,
            lambda a, b, l, sub, subl: l * 50, lambda a, b, l, sub, subl: l + l, lambda a, b, l, sub, subl: a[:], lambda a, b, l, sub, subl: l[:], lambda a, b, l, sub, subl: l[::2],
            lambda a, b, l, sub, subl: l.append(1), lambda a, b, l, sub, subl: l.extend([1, 2, 3]), lambda a, b, l, sub, subl: l.extend(iter("abc")),
            lambda a, b, l, sub, subl: l.insert(0, 5), lambda a, b, l, sub, subl: l.pop(), lambda a, b, l, sub, subl: operator.setitem(l, slice(0, 1), "abcdefgh"),
            lambda a, b, l, sub, subl: operator.delitem(l, slice(None, None, 2)), lambda a, b, l, sub, subl: operator.delitem(l, slice(None)),
            lambda a, b, l, sub, subl: operator.setitem(a, slice(0, 2), "ab"), lambda a, b, l, sub, subl: iter(a), lambda a, b, l, sub, subl: list(l), lambda a, b, l, sub, subl: reversed(l),
            lambda a, b, l, sub, subl: a.count(1), lambda a, b, l, sub, subl: copy.copy(l), lambda a, b, l, sub, subl: l.copy(), lambda a, b, l, sub, subl: litelist_fromargs(1, 2),
            lambda a, b, l, sub, subl: a == b, lambda a, b, l, sub, subl: l.__sizeof__(), lambda a, b, l, sub, subl: mutabletuple[int], lambda a, b, l, sub, subl: l.__init__("abc"),
            lambda a, b, l, sub, subl: operator.imul(l, 30), lambda a, b, l, sub, subl: l.clear(), lambda a, b, l, sub, subl: hash(litetuple(1, "x")),
        ]
        loose = [
            lambda a, b, l, sub, subl: l.sort(key=id), lambda a, b, l, sub, subl: copy.copy(sub), lambda a, b, l, sub, subl: copy.copy(subl), lambda a, b, l, sub, subl: a.index(9), lambda a, b, l, sub, subl: a[9],
            lambda a, b, l, sub, subl: l["x"], lambda a, b, l, sub, subl: a.__deepcopy__({}), lambda a, b, l, sub, subl: l.__deepcopy__({}),
            lambda a, b, l, sub, subl: a.__reduce__(), lambda a, b, l, sub, subl: sub.__reduce__(), lambda a, b, l, sub, subl: isinstance(5, mutabletuple), lambda a, b, l, sub, subl: iter(a).__reduce__(),
        ]
        for operations, panics in ((strict, False), (loose, True)):
            for operation in operations:
                sweep(operation, panics)
                before = sys.getrefcount(value)
                sweep(operation, panics)
                assert sys.getrefcount(value) == before, (operations.index(operation), panics)
        """,
        dev=False,
        stderr=None,
    )


@pytest.mark.parametrize("kind", ["mutabletuple", "litelist"])
def test_threads_that_change_one_container(kind):
    run(
        f"KIND = {kind}",
        """
        it = filled(KIND, *[[n] for n in range(8)])
        until = time.monotonic() + 0.7
        is_list = KIND is litelist
        def work(turn):
            while time.monotonic() < until:
                for n in range(8):
                    quiet(operator.setitem, it, n, [n])
                    quiet(operator.getitem, it, n)
                quiet(operator.setitem, it, slice(0, 8), [[n] for n in range(8)])
                repr(it), it == copy.copy(it), list(it), it[1:5], it + it, it * 2, [9] in it, it.count([3]), list(reversed(it))
                if is_list:
                    it.append([1]); it.extend([[2], [3]]); quiet(it.pop); quiet(it.pop, 0); it.insert(2, [4]); it.reverse(); quiet(it.remove, [2])
                    quiet(it.sort); it[2:4] = [[5]] * (turn + 1); del it[8:]; del it[::3]; it.extend(it); operator.imul(it, 1)
                    if turn == 0: it.clear()
                iterator = shared[0]
                for _ in range(4): next(iterator, None)
                shared[0] = iter(it)
                copy.deepcopy(it), it.__reduce__(), sys.getsizeof(it)
        shared = [iter(it)]
        failed = []
        def guarded(turn):
            try: work(turn)
            except BaseException as error: failed.append(error)
        threads = [threading.Thread(target=guarded, args=(turn,)) for turn in range(3)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        if failed: raise failed[0]
        """
    )
