"""Code that interferes while a class is made, or while its records are at work. Each in a process of its own."""

import isolated
import pytest

PRELUDE = """
from recordclass_rs import asdict, astuple, dataobject, datatype
"""


def run(*parts, **options):
    isolated.run(PRELUDE, *parts, **options)


def test_a_base_with_room_for_weak_references_stands_before_one_with_fields():
    run(
        """
        def both(*bases):
            # From 3.12 on CPython itself refuses.
            try: return datatype("Both", bases, {})
            except TypeError: return None
        class Weak(dataobject, use_weakref=True): pass
        class Dict(dataobject, use_dict=True): pass
        class One(dataobject): a: object
        class Two(One): b: object = 2
        for first in (Weak, Dict):
            for fields in (One, Two):
                Both = both(first, fields)
                if Both is None: continue
                value = [1]
                record = Both(value)
                refs = weakref.ref(record) if first is Weak else setattr(record, "more", 1)
                assert One.a.__get__(record) is value
                One.a.__set__(record, 7)
                assert record.a == 7 and repr(record).startswith("Both(a=7")
                del record
        """
    )


def test_weak_references_to_records_that_wait_for_their_end():
    run(
        """
        class Node(dataobject, use_weakref=True): a: object; b: object = None
        def tree(depth): return Node(None) if depth == 0 else Node(tree(depth - 1), tree(depth - 1))
        for length in range(30, 50):
            told = []
            node = tree(4)
            seen = [weakref.ref(node, told.append), weakref.ref(node.b.b, told.append)]
            for _ in range(length): node = Node(node)
            del node
            assert len(told) == 2
        """
    )


def test_a_finalizer_that_the_collector_runs_while_a_record_is_at_work():
    run(
        """
        class Value:
            def __init__(self): self.text = str(id(self))
        class P(dataobject, gc=True, sequence=True): a: object; b: object
        class Other(P): pass
        class Garbage:
            def __init__(self): self.me = self
            def __del__(self):
                record.a, record.b = Value(), Value()
                record.__class__ = type(P)("Q", (P,), {"__module__": "m"})
                [Value() for _ in range(20)], [(Value(), Value()) for _ in range(20)]
        operations = [
            copy.copy, lambda p: p.__replace__(a=1), lambda p: p.__replace__(), asdict, astuple, list, iter,
            lambda p: iter(p).__reduce__(), lambda p: p.__reduce__(), repr, lambda p: p[:], copy.deepcopy,
        ]
        for operation in operations:
            for threshold in range(1, 9):
                gc.disable()
                record = P(Value(), Value())
                record.__class__ = type(P)("Q", (P,), {"__module__": "m"})
                Garbage()
                gc.set_threshold(threshold)
                gc.enable()
                result = operation(record)
                gc.disable()
                repr(result), repr(record)
                for it in (result, record):
                    if isinstance(it, P) and type(it.b) is Value: str(it.b.text)
                gc.collect()
        """
    )


def test_a_class_that_could_not_be_finished():
    run(
        """
        seen = []
        class Slots: __slots__ = ("a",)
        class Seen(dataobject):
            def __init_subclass__(cls): seen.append(cls)
        class Point(Seen): x: object
        for base in (Seen, Point):
            seen.clear()
            try:
                class Unfinished(base, Slots): pass
            except TypeError: pass
            for cls in list(seen):
                raises(TypeError, cls)
                raises(TypeError, datatype, "Child", (cls,), {})
                record = object.__new__(cls)
                record.a = [1]
                assert repr(record).endswith("Unfinished()")
                copy.copy(record), copy.deepcopy(record), quiet(hash, record), record == record, quiet(pickle.dumps, record)
                quiet(astuple, record), quiet(asdict, record), quiet(iter, record), quiet(getattr, record, "x")
                other = Slots()
                other.__class__ = cls
                assert repr(other).endswith("Unfinished()")
                other.__class__ = Slots
                del record, other
        """
    )


def test_the_metaclass_cannot_be_talked_into_classes_that_are_none():
    run(
        """
        recordtype = datatype.__mro__[1]
        raises(TypeError, setattr, recordtype, "__new__", lambda *args: type.__new__(*args))
        raises(TypeError, type.__new__, recordtype, "X", (dataobject,), {})
        class Named(dataobject):
            __recordtype_finish__ = 1
            a: int
        assert repr(Named(1)) == "Named(a=1)" and not hasattr(Named, "__recordtype_finish__")
        """
    )


def test_a_class_is_finished_when_it_is_made_and_not_before():
    run(
        """
        finishers = []
        class Early(datatype):
            def mro(cls):
                finish = cls.__dict__.get("__recordtype_finish__")
                if finish is not None:
                    finishers.append(finish)
                    for arguments in (), (cls,), (1, "a"), (cls, "a", "b"):
                        raises(TypeError, finish.__set_name__, *arguments)
                    raises(TypeError, type(finish).__set_name__, 1, cls, "a")
                    for owner in int, dataobject, cls:
                        assert finish.__set_name__(owner, "a") is None
                return super().mro()
        class Asked(dataobject, metaclass=Early):
            a: int
            b: int = 2
        class Other(dataobject): a: int
        [finish] = finishers
        for owner in Asked, Other, type("Sub", (Other,), {}), int:
            assert finish.__set_name__(owner, "a") is None
        assert (repr(Asked(1)), repr(Other(1))) == ("Asked(a=1, b=2)", "Other(a=1)")
        """
    )


@pytest.mark.parametrize("kilobytes", [None, 256, 1024])
def test_deep_nesting_is_an_error_not_a_crash(kilobytes):
    run(
        """
        class Plain(dataobject): a: object; b: object = 0
        class Frozen(dataobject, readonly=True): a: object; b: object = 0
        class Gc(dataobject, gc=True): a: object; b: object = 0
        class Dict(dataobject, use_dict=True, use_weakref=True): a: object; b: object = 0
        class Sub(Plain): pass
        def work():
            for P in (Plain, Frozen, Gc, Dict, Sub):
                a = b = None
                for _ in range(100_000): a, b = P(a), P(b)
                for operation in (repr, lambda a: a == b, lambda a: a < b, copy.deepcopy, pickle.dumps):
                    got = quiet(operation, a)
                    assert isinstance(got, (RecursionError, MemoryError, pickle.PicklingError)), (P, operation, got)
                quiet(hash, a)
                del a, b
        """,
        f"in_thread(work, {kilobytes} * 1024)" if kilobytes else "work()",
        dev=False,
        timeout=120,
    )
