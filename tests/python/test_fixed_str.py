"""Text of bounded length: a `str` for Python, some bytes in the record, and the same bytes in a row."""

import copy
import dataclasses
import pickle
import random
import sys

import pytest
from recordclass_fixtures import Landmark, LandmarkArray, Station, StationArray

BOTH = pytest.mark.parametrize("cls", [Station, Landmark])
ARRAYS = pytest.mark.parametrize("rows", [StationArray, LandmarkArray])
FULL = ("EDDF", 111.0, "Frankfurt am Main", "x\0y", ["日", "é"])


@BOTH
def test_a_field_is_a_str_and_some_bytes(cls):
    station = cls(*FULL)
    assert tuple(station) == FULL
    assert type(station.code) is str
    assert repr(station) == f"{cls.__name__}(code='EDDF', height=111.0, name='Frankfurt am Main', note='x\\x00y', marks=['日', 'é'])"
    assert tuple(cls("", 0)) == ("", 0.0, "", None, ["", ""])
    head = object.__basicsize__
    # 4 + 20 + 6 + 1 + 2 * 3 bytes of text, in any order, and a number.
    assert sys.getsizeof(station) <= head + 48
    assert cls.__annotations__["code"] is str
    assert cls.__annotations__["note"] == str | None
    for again in copy.copy(station), copy.deepcopy(station), pickle.loads(pickle.dumps(station)):
        assert again == station
    assert dataclasses.replace(station, code="é") == cls("é", *FULL[1:])


@BOTH
def test_text_that_does_not_fit_is_refused_and_never_cut(cls):
    name = cls.__name__
    assert cls("éé", 0).code == "éé"
    for text, length in ("EDDFX", 5), ("ééa", 5), ("日本", 6), ("x" * 1000, 1000):
        with pytest.raises(ValueError, match=f"^{name}.code: text of {length} bytes in UTF-8 does not fit into 4 bytes$"):
            cls(text, 0)
    with pytest.raises(ValueError, match=f"^{name}.note: text of 7 bytes in UTF-8 does not fit into 6 bytes$"):
        cls("", 0, note="1234567")
    for text in "\0", "a\0", "\0\0\0\0":
        with pytest.raises(ValueError, match=f"^{name}.code: text that ends in NUL cannot be held in a FixedStr$"):
            cls(text, 0)
    assert cls("\0a", 0).code == "\0a"
    with pytest.raises(ValueError, match=f"^{name}.code: text with lone surrogates has no UTF-8$"):
        cls("\ud800", 0)
    for value in b"EDDF", 5, None:
        with pytest.raises(TypeError, match=f"^{name}.code: .*(None|int|bytes).* 'str'"):
            cls(value, 0)


def test_a_refused_assignment_changes_nothing():
    station = Station(*FULL)
    station.code = "é"
    station.note = None
    assert (station.code, station.note) == ("é", None)
    for field, value in ("code", "12345"), ("code", 5), ("note", "\0"), ("marks", ["a", "1234"]), ("marks", ["a"]):
        with pytest.raises((TypeError, ValueError)):
            setattr(station, field, value)
    assert tuple(station) == ("é", 111.0, "Frankfurt am Main", None, ["日", "é"])
    with pytest.raises(AttributeError):
        Landmark(*FULL).code = "x"


def test_records_are_compared_and_hashed_by_their_text():
    assert Station("a", 1) == Station("a", 1) != Station("a\0b", 1)
    assert Station("a", 2) < Station("a\0b", 1) < Station("ab", 0) < Station("é", 0)
    match Station("EDDF", 111):
        case Station("EDDF", height):
            assert height == 111


def texts(count, size, seed):
    rng = random.Random(seed)
    alphabet = ["", "a", "b", "ab", "\0", "é", "日", "😀", "z"]
    out = []
    while len(out) < count:
        text = "".join(rng.choice(alphabet) for _ in range(rng.randrange(size)))
        if len(text.encode()) <= size and not text.endswith("\0"):
            out.append(text)
    return out


def many(rows, count=400, seed=1):
    record = {StationArray: Station, LandmarkArray: Landmark}[rows]
    notes = [text if text != "a" else None for text in texts(count, 6, seed)]
    return [
        record(code, n, name, note, ["é" * bool(code), ""])
        for n, (code, name, note) in enumerate(zip(texts(count, 4, seed + 1), texts(count, 20, seed + 2), notes))
    ]


@ARRAYS
def test_rows_hold_the_bytes(rows):
    model = many(rows)
    array = rows(model)
    # 4, then padding, 8, 20, 6 + 1, 2 * 3, and padding.
    assert array.itemsize == 56
    assert list(array) == model
    assert array.code.tolist() == [row.code for row in model]
    assert array.note.tolist() == [row.note for row in model]
    assert array.marks[3] == model[3].marks
    assert memoryview(array).format == "T{4s:code:4xd:height:20s:name:T{6s:value:?:valid:}:note:(2)3s:marks:7x}"
    assert memoryview(array.name).format == "20s"
    array[0] = FULL
    assert tuple(array[0]) == FULL
    array.code[1] = "é"
    array.note[2:4] = ["nah", None]
    assert (array[1].code, array[2].note, array[3].note) == ("é", "nah", None)
    array.name[3:5] = ["a", "b"]
    assert array.name[3:5].tolist() == ["a", "b"]
    assert bytes(array)[:4] == b"EDDF"
    name = rows.__name__.removesuffix("Array")
    for change in (lambda: array.append(("12345", 1)), lambda: array.code.__setitem__(0, "12345"),
                   lambda: array.insert(0, ("12345", 1)), lambda: array.extend([FULL, ("12345", 1)]),
                   lambda: array.code.__setitem__(slice(0, 2), ["a", "12345"])):  # fmt: skip
        with pytest.raises(ValueError, match=f"^{name}.code: text of 5 bytes in UTF-8 does not fit into 4 bytes$"):
            change()
    assert (len(array), array.code[0]) == (len(model), "EDDF")
    assert array[0] in array
    assert array.index(array[7]) <= 7
    assert array.copy() == array


def test_a_view_writes_text_through():
    array = StationArray([FULL] * 3)
    view = array.view(2)
    view.name, view.note = "Köln", None
    assert (array[2].name, array[2].note) == (view.name, view.note) == ("Köln", None)
    with pytest.raises(ValueError, match="^Station.code: text of 5 bytes in UTF-8 does not fit into 4 bytes$"):
        view.code = "12345"
    assert array[2].code == "EDDF"
    assert view == array[2]


@ARRAYS
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("key", ["code", "name", ["code", "name"], ["name", "height"]])
def test_rows_are_sorted_as_their_texts(rows, key, reverse):
    model = many(rows)
    array = rows(model)
    names = [key] if isinstance(key, str) else key

    def by(row):
        return [getattr(row, name) for name in names]

    order = array.argsort(key, reverse=reverse)
    array.sort(key, reverse=reverse)
    model.sort(key=by, reverse=reverse)
    assert list(array) == model
    assert len(order) == len(model)


@ARRAYS
def test_no_text_comes_last(rows):
    model = many(rows)
    array = rows(model)
    array.sort("note")
    some = sorted((row for row in model if row.note is not None), key=lambda row: row.note)
    assert array.note.tolist() == [row.note for row in some] + [None] * (len(model) - len(some))
    assert list(array.filter(lambda row: row.note is None)) == [row for row in model if row.note is None]
    mask = [code < "b" for code in array.code]
    assert array[mask].code.tolist() == [code for code in array.code if code < "b"]


@ARRAYS
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_rows_travel(rows, protocol, tmp_path):
    array = rows(many(rows))
    assert pickle.loads(pickle.dumps(array, protocol)) == array
    array.to_file(tmp_path / "rows")
    assert rows.open(tmp_path / "rows") == rows.open(tmp_path / "rows", map=True) == array
    assert rows.from_buffer(bytearray(array)) == array
    other = LandmarkArray if rows is StationArray else StationArray
    # The same layout: another class may read them.
    assert other.open(tmp_path / "rows").name.tolist() == array.name.tolist()


WRONG = [b"\xff", b"a\xc3", b"\xed\xa0\x80", b"\xf8\x80\x80\x80", b"\x80"]


@pytest.mark.hazard(53)
@ARRAYS
@pytest.mark.parametrize("wrong", WRONG)
def test_bytes_that_are_no_text_are_an_error_when_they_are_read(rows, wrong):
    memory = bytearray(rows([FULL] * 3))
    memory[56:60] = wrong.ljust(4, b"\0")
    array = rows.from_buffer(memory)
    name = rows.__name__.removesuffix("Array")
    message = f"^{name}.code: the bytes in row 1 are no UTF-8; other code wrote them$"
    for use in (lambda: array[1], lambda: list(array), lambda: array.code[1], lambda: array.view(1).code,
                array.code.tolist, lambda: repr(array), lambda: repr(array.code), lambda: list(array.rows())[1].code,
                lambda: array.filter(lambda row: True), lambda: array.sort(lambda row: row.code)):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            use()
    # What does not look at them goes on.
    assert array.name.tolist() == [FULL[2]] * 3
    assert array[0] == array[2]
    array.argsort("code")
    assert array == array.copy()
    assert array.code[0:1].tolist() == ["EDDF"]
    again = pickle.loads(pickle.dumps(array, 5))
    assert bytes(again) == bytes(array)


def test_the_text_of_an_optional_is_looked_at_only_if_there_is_one():
    memory = bytearray(StationArray([FULL]))
    at = bytes(memory).index(b"x\0y")
    memory[at] = 0xFF
    array = StationArray.from_buffer(memory)
    with pytest.raises(ValueError, match="^Station.note: the bytes in row 0 are no UTF-8"):
        array[0]
    memory[at + 6] = 0
    assert array[0].note is None
    memory[at + 7] = 0xFF
    with pytest.raises(ValueError, match="^Station.marks: the bytes in row 0 are no UTF-8"):
        array.marks[0]


@pytest.mark.hazard(53)
def test_any_bytes_are_read_safely():
    rng = random.Random(7)
    size = StationArray().itemsize
    for _ in range(100):
        array = StationArray.from_buffer(rng.randbytes(size * 5))
        for use in (lambda a=array: list(a), lambda a=array: repr(a), array.name.tolist, array.note.tolist):
            try:
                use()
            except ValueError as error:
                assert "no UTF-8" in str(error)
        array.argsort(["note", "name", "code"])
        assert array.copy().nbytes == array.nbytes
