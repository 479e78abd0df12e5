"""A class is called as a Python function with the fields as parameters would be."""

import pytest
import recordclass_fixtures as f
from reference import Raises, message, outcome


def point(x, y, z=0.0): ...
def triple(a, b, c): ...
def one(only): ...
def one_default(only=None): ...
def empty(): ...
def keywords(*, a, b, c=None): ...
def partly(a, b=None, *, c, d=None): ...
def defaults(number=0, real=0, text="", empty=None, flag=True, list=(), serial=0, endless=0, numbers=(), wide=""): ...


FUNCTIONS = {
    f.Point: point,
    f.FrozenPoint: point,
    f.Triple: triple,
    f.FrozenTriple: triple,
    f.One: one,
    f.OneDefault: one_default,
    f.Empty: empty,
    f.FrozenEmpty: empty,
    f.Keywords: keywords,
    f.Partly: partly,
    f.Defaults: defaults,
}

CALLS = [
    (args, names)
    for args in [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), (1,) * 12]
    for names in [
        (), ("x",), ("z",), ("y", "x"), ("z", "y", "x"), ("x", "w"), ("w",), ("only",), ("a",), ("c",), ("b", "c"),
        ("c", "a"), ("c", "b", "a"), ("a", "b", "c", "d"), ("c", "d"), ("serial", "number"), ("",),
    ]
]  # fmt: skip


def by_vectorcall(callable, args, names):
    return callable(*args, **dict.fromkeys(names, 9))


def by_new(callable, args, names):
    if isinstance(callable, type):
        return callable.__new__(callable, *args, **dict.fromkeys(names, 9))
    return callable(*args, **dict.fromkeys(names, 9))


@pytest.mark.parametrize("how", [by_vectorcall, by_new], ids=["call", "__new__"])
@pytest.mark.parametrize(("cls", "function"), FUNCTIONS.items(), ids=[cls.__name__ for cls in FUNCTIONS])
def test_arguments_are_those_of_a_function(cls, function, how):
    # Not all its fields take numbers; which values they take is another test's subject.
    typed = cls is f.Defaults
    for args, names in CALLS:
        kind, expected = outcome(how, function, args, names)
        if kind == "gave":
            if not typed or len(args) < 3:
                assert type(how(cls, args, names)) is cls, (args, names)
            continue
        error, text = message(how, cls, args, names)
        assert error is expected is TypeError
        wanted = message(how, function, args, names)[1].replace(f"{function.__name__}()", f"{cls.__name__}()")
        # From 3.13 on CPython adds what it thinks was meant.
        wanted = wanted.partition(". Did you mean")[0]
        assert text == wanted, (args, names)


def test_positional_keyword_and_mixed_calls_agree():
    want = f.Point(1.0, 2.0, 3.0)
    assert f.Point(x=1.0, y=2.0, z=3.0) == want
    assert f.Point(z=3.0, y=2.0, x=1.0) == want
    assert f.Point(1.0, z=3.0, y=2.0) == want
    assert f.Point(*[1.0, 2.0], **{"z": 3.0}) == want
    assert f.Point.__new__(f.Point, 1.0, y=2.0, z=3.0) == want
    assert f.Point.__call__(1.0, 2.0, 3.0) == want


def test_keywords_made_at_run_time_are_found():
    names = ["".join(["wind", "Speed"]), "".join(["fr", "om_"])]
    record = f.Renamed(**dict(zip(names, (2.5, 7))))
    assert (record.windSpeed, record.from_) == (2.5, 7)


class StrangeName(str):
    """A `str` that is not exactly one."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        return str.__eq__(self, other)


def test_keywords_of_a_str_subclass_are_found():
    assert f.Point(**{StrangeName("y"): 2, "x": 1}) == f.Point(1, 2)


def test_keyword_only_fields_keep_their_place_in_the_record():
    record = f.Partly("a", c="c")
    assert (record.c, record.a, record.d, record.b) == ("c", "a", None, None)
    assert tuple(record) == ("c", "a", None, None)
    assert f.Partly("a", "b", d="d", c="c")[:] == ("c", "a", "d", "b")


def test_sixty_four_fields():
    values = range(64)
    record = f.Many(*values)
    names = {f"f{i:02}": i for i in values}
    assert list(record) == list(values)
    assert f.Many(**names) == record
    assert f.Many(*values[:30], **dict(list(names.items())[30:])) == record
    error, text = message(f.Many, *values, 64)
    assert (error, text) == (TypeError, "Many() takes 64 positional arguments but 65 were given")
    error, text = message(f.Many, *values[:61])
    assert text == "Many() missing 3 required positional arguments: 'f61', 'f62', and 'f63'"


def test_defaults():
    record = f.Defaults()
    assert (record.number, record.real, record.text) == (-5, 1.5, 'it\'s "quoted"\n')
    assert (record.empty, record.flag, record.endless, record.numbers) == (None, True, float("inf"), [1.0])


def test_a_default_function_is_called_for_each_record():
    one, other = f.Defaults(), f.Defaults()
    assert one.list == [] and one.list is not other.list
    assert other.serial == one.serial + 1
    given = []
    assert f.Defaults(list=given).list is given


def test_what_is_given_leaves_no_call_of_the_default():
    before = f.Defaults().serial
    f.Defaults(serial=0)
    f.Defaults(text="given", serial=-1)
    assert f.Defaults().serial == before + 1


@pytest.mark.parametrize("cls", [f.Point, f.FrozenPoint])
def test_values_are_checked(cls):
    name = cls.__name__
    assert message(cls, 1, "2") == (TypeError, f"{name}.y must be a real number, not str")
    assert message(cls, 1, y=None) == (TypeError, f"{name}.y must be a real number, not NoneType")
    error = ZeroDivisionError("its own")
    with pytest.raises(ZeroDivisionError) as caught:
        cls(1, Raises(error))
    assert caught.value is error


def test_values_are_converted_in_order_and_none_is_kept_on_an_error():
    seen = []

    class Loud:
        def __init__(self, name):
            self.name = name

        def __float__(self):
            seen.append(self.name)
            if self.name == "y":
                raise KeyError("y")
            return 1.0

    with pytest.raises(KeyError):
        f.Point(z=Loud("z"), y=Loud("y"), x=Loud("x"))
    assert seen == ["x", "y"]


def test_the_object_of_a_call_is_of_the_class_it_was_asked_of():
    assert message(f.Point.__new__)[0] is TypeError
    assert message(f.Point.__new__, 1)[0] is TypeError
    assert message(f.Point.__new__, int)[0] is TypeError
    assert message(f.Point.__new__, f.FrozenPoint, 1, 2)[0] is TypeError
    assert message(object.__new__, f.Point)[0] is TypeError


def test_a_keyword_that_is_no_text_is_unexpected():
    error, text = message(f.Point, 1, 2, **{"no\ud800": 3})
    assert error is TypeError and text.startswith("Point() got an unexpected keyword argument 'no")


def test_own_constructor():
    record = f.OwnNew(1, 2, 3)
    assert (record.total, record.items) == (6, (1, 2, 3))
    assert f.OwnNew() == f.OwnNew()
    assert f.OwnNew.__new__(f.OwnNew, 4).total == 4
    with pytest.raises(TypeError):
        f.OwnNew("a")


def test_init_changes_nothing():
    record = f.Point(1, 2)
    if outcome(record.__init__, 5, 6)[0] == "gave":
        assert record == f.Point(1, 2)


def test_more_keywords_than_any_field():
    many = {f"k{i}": i for i in range(1000)}
    assert message(f.Point, **many) == (TypeError, "Point() got an unexpected keyword argument 'k0'")
