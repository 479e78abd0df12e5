"""Slots without a value, descriptors on foreign objects, and values that are hard to hold."""

import isolated
import pytest

OPERATIONS = '''
import operator
OPERATIONS = [repr, str, hash, copy.copy, copy.deepcopy, pickle.dumps, list, tuple, len, bool, lambda p: p == p, lambda p: p < p, lambda p: p != 3,
              lambda p: p[0], lambda p: p[:], lambda p: 3 in p, lambda p: [*reversed(p)], lambda p: p.__reduce__(), lambda p: p.__reduce_ex__(4),
              lambda p: p.__replace__(), lambda p: p.__sizeof__(), lambda p: p == copy.copy(p), dir, gc.get_referents, operator.attrgetter("a"),
              lambda p: getattr(p, p.__match_args__[0])]
'''


@pytest.mark.hazard(7)
def test_a_deleted_field_is_an_attribute_error_everywhere():
    isolated.run(OPERATIONS, """
    for P in MUTABLE:
        for name in "ab":
            p, other = P([1], [2]), P([1], [2])
            delattr(p, name)
            for read in (lambda: getattr(p, name), lambda: repr(p), lambda: p == other, lambda: other == p, lambda: p[:], lambda: list(p),
                         lambda: p["ab".index(name)], lambda: p.__reduce__(), lambda: delattr(p, name), lambda: pickle.dumps(p), lambda: 5 in p):
                raises(AttributeError, read)
            for operation in OPERATIONS:
                answer = quiet(operation, p)
                assert not isinstance(answer, Exception) or isinstance(answer, (AttributeError, TypeError)), (P, operation, answer)
            setattr(p, name, 5)
            assert getattr(p, name) == 5 and repr(p) and len(p[:]) == 2
    for P in TYPED:
        p = P("t", [], None, 1)
        for name in ("text", "list", "maybe"):
            delattr(p, name)
            raises(AttributeError, getattr, p, name); raises(AttributeError, delattr, p, name)
        raises(AttributeError, delattr, p, "fixed")
        for operation in OPERATIONS: quiet(operation, p)
        p.text = "again"; p.list = [1]; p.maybe = None
        assert p[:] == ("again", [1], None, 1)
    """)


@pytest.mark.hazard(7)
def test_a_field_that_is_stored_unboxed_cannot_be_deleted():
    isolated.run("""
    n, h = f.HzNative(*[1] * 10, True, "a"), f.HzHeap("t", [1.0])
    for p in (n, h):
        for name, value in zip(p.__match_args__, p):
            raises(AttributeError, delattr, p, name)
            # Of a class with a `tp_setattro` of its own CPython's function does not take the objects.
            raises((AttributeError, TypeError), object.__delattr__, p, name)
            assert getattr(p, name) == value
    """)


@pytest.mark.hazard(6)
def test_a_record_without_values_cannot_be_made():
    isolated.run("""
    import copyreg
    for P in PLAIN + VECS + TYPED + [f.HzNative, f.HzHeap, f.HzWide]:
        raises(TypeError, P); raises(TypeError, P.__new__, P); raises(TypeError, object.__new__, P)
        raises(TypeError, copyreg._reconstructor, P, object, None); raises(TypeError, copyreg.__newobj__, P)
        raises(TypeError, P.__new__); raises(TypeError, P.__new__, 3); raises(TypeError, P.__new__, object); raises(TypeError, P.__new__, f.HzEmpty)
        raises(TypeError, f.HzEmpty.__new__, P)
    """)


@pytest.mark.hazard(9)
def test_a_descriptor_refuses_foreign_objects():
    isolated.run("""
    for P in MUTABLE + TYPED + [f.HzNative, f.HzHeap, f.HzVec]:
        for name in P.__match_args__:
            descriptor = getattr(P, name)
            for foreign in (1, object(), None, P, "text", f.HzEmpty(), f.Point(1, 2)):
                raises(TypeError, descriptor.__get__, foreign) if foreign is not None else None
                raises(TypeError, descriptor.__set__, foreign, 1)
                raises(TypeError, descriptor.__delete__, foreign)
            class Thief: pass
            setattr(Thief, "stolen", descriptor)
            def read(x): return x.stolen
            def write(x): x.stolen = 1
            # 3.10 keeps the place of a member in its cache without asking whose it is: `__slots__` crash there too.
            for _ in range(300 if sys.version_info >= (3, 11) else 3):
                raises(TypeError, read, Thief()); raises(TypeError, write, Thief())
    """)


@pytest.mark.hazard(10)
def test_specialised_access_stays_right_when_the_types_change():
    isolated.run("""
    class Slots:
        __slots__ = ("a", "b")
        def __init__(self, a, b): self.a, self.b = a, b
    class Plain:
        def __init__(self, a, b): self.a, self.b = a, b
    def touch(p, v):
        p.a = v
        got = p.a
        del p.a
        try: p.a
        except AttributeError: pass
        else: raise AssertionError("deleted, and still there")
        p.a = v
        return got
    for kinds in ([f.HzMut], [f.HzMut, f.HzGc], [f.HzMut, Slots, f.HzDrop, Plain], [f.HzDrop, f.HzMut, f.HzGc, Slots]):
        objects = [P(0, [1]) for P in kinds]
        for i in range(5000):
            for p in objects:
                v = [i]
                assert touch(p, v) is v and p.b == [1]
    """)


@pytest.mark.hazard(9)
def test_object_setattr_finds_the_same_checks():
    isolated.run("""
    for P in TYPED:
        p = P("t", [1], None, 9)
        for name, wrong in (("text", 3), ("list", "x"), ("fixed", 3), ("nope", 3)):
            raises((TypeError, AttributeError), object.__setattr__, p, name, wrong)
        assert p[:] == ("t", [1], None, 9)
    for P in (f.HzFrozen, f.HzGcFrozen, f.HzVecFrozen, f.HzMaybe):
        p = P([], None); old = p[:]
        for name in P.__match_args__:
            for change in (lambda: setattr(p, name, 1), lambda: object.__setattr__(p, name, 1), lambda: getattr(P, name).__set__(p, 1),
                           lambda: delattr(p, name), lambda: object.__delattr__(p, name), lambda: p.__setattr__(name, 1), lambda: p.__delattr__(name)):
                raises((AttributeError, TypeError), change)
        raises(TypeError, lambda: p.__setitem__(0, 1)) if hasattr(p, "__setitem__") else None
        assert p[:] == old
    p = f.HzTyped("t", [1], None, 9)
    raises(TypeError, f.HzTyped.__setattr__, p, 3, 4); raises(TypeError, f.HzTyped.__setattr__, 3, "text", "x")
    """)


@pytest.mark.hazard(50)
def test_strange_text_makes_the_round_trip_or_a_unicode_error():
    isolated.run(r"""
    strange = ["\ud800", "a\0b", "", "\U0010ffff", "x" * 2**20, "a\udfffb"]
    for text in strange:
        p = f.HzMut(text, text)
        assert p.a == text and repr(p) == f"HzMut(a={text!r}, b={text!r})"
        assert pickle.loads(pickle.dumps(p)) == p
        t = f.HzTyped(text, [], None, text); assert t.text == text
        h = quiet(f.HzHeap, text, [])
        assert isinstance(h, UnicodeError) or h.text == text, h
        raises((TypeError, AttributeError), lambda: f.HzMut(1, **{text: 1}))
        raises(AttributeError, getattr, p, "no" + text); raises(AttributeError, setattr, p, "no" + text, 1)
        raises(AttributeError, setattr, t, "no" + text, 1); raises(TypeError, p.__replace__, **{text: 1})
        q = quiet(f.HzNative, *[1] * 10, True, text); assert isinstance(q, ValueError) or q.letter == text
    class Surrogate:
        def __repr__(self): return "\ud800"
    assert repr(f.HzMut(Surrogate(), 1)) == "HzMut(a=\ud800, b=1)"
    """)
