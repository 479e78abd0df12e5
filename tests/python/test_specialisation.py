"""The interpreter reads and writes object fields itself, as it does slots."""

import dis
import sys

import pytest
import recordclass_fixtures as f
import reference
from reference import FREE_THREADED

pytestmark = [
    pytest.mark.skipif(sys.version_info < (3, 11), reason="the adaptive interpreter is new in 3.11"),
    pytest.mark.skipif(FREE_THREADED, reason="free-threaded builds specialise otherwise"),
]


def read(record, rounds=200):
    for _ in range(rounds):
        record.a


def read_name(record, rounds=200):
    for _ in range(rounds):
        record.name


def write(record, rounds=200):
    for _ in range(rounds):
        record.a = None


def call(cls, rounds=200):
    for _ in range(rounds):
        cls(1, 2, 3)


def fresh(function):
    """A copy with code of its own: what was specialised for another class does not count."""
    return type(function)(function.__code__.replace(), function.__globals__, function.__name__, function.__defaults__)


def instructions(function, argument):
    function = fresh(function)
    function(argument)
    return {instruction.opname for instruction in dis.get_instructions(function, adaptive=True)}


def like_a_slot(function, ours, theirs, opcode):
    if opcode not in instructions(function, theirs):
        pytest.skip(f"a class with slots does not get {opcode} on this Python either")
    assert opcode in instructions(function, ours)


@pytest.mark.parametrize("ours", [f.Triple(1, 2, 3), f.FrozenTriple(1, 2, 3)], ids=lambda it: type(it).__name__)
def test_reading_an_object_is_a_load(ours):
    like_a_slot(read, ours, reference.Triple(1, 2, 3), "LOAD_ATTR_SLOT")


@pytest.mark.parametrize("ours", [f.Named("n"), f.FrozenNamed("n")], ids=lambda it: type(it).__name__)
def test_reading_a_typed_object_is_a_load(ours):
    like_a_slot(read_name, ours, reference.Named("n"), "LOAD_ATTR_SLOT")


def test_writing_an_object_is_a_store():
    like_a_slot(write, f.Triple(1, 2, 3), reference.Triple(1, 2, 3), "STORE_ATTR_SLOT")


def test_writing_a_typed_object_is_no_store():
    def write_name(record):
        for _ in range(200):
            record.name = "new"

    assert "STORE_ATTR_SLOT" not in instructions(write_name, f.Named("n"))
    named = f.Named("n")
    for _ in range(200):
        with pytest.raises(TypeError):
            named.name = 5
    assert named.name == "n"


def test_a_specialised_read_sees_deletion():
    def read_often(record):
        seen = []
        for round in range(300):
            if round == 200:
                del record.a
            try:
                seen.append(record.a)
            except AttributeError:
                seen.append("deleted")
        return seen

    assert read_often(f.Triple(1, 2, 3)) == read_often(reference.Triple(1, 2, 3)) == [1] * 200 + ["deleted"] * 100


def test_a_specialised_site_meets_another_class():
    def read_all(records):
        return [record.a for record in records]

    for first, second in [(f.Triple, f.FrozenTriple), (f.FrozenTriple, f.Triple), (f.Triple, reference.Triple)]:
        records = [first(i, 0, 0) for i in range(100)] + [second(i, 0, 0) for i in range(100)]
        assert fresh(read_all)(records) == [*range(100), *range(100)]


def test_a_call_goes_to_the_vectorcall():
    opcodes = instructions(call, f.Triple)
    assert opcodes & {"CALL_BUILTIN_CLASS", "PRECALL_BUILTIN_CLASS"}, opcodes
