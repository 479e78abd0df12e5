"""The benchmark in `benches` measures what it says: all kinds of records give the same values for the same operations.

Peers that are not installed beside the tests are checked before each measurement, by the same code.
"""

import sys
import xml.dom.minidom
from pathlib import Path

import pytest

BENCHES = str(Path(__file__).parents[2] / "benches")
sys.path.insert(0, BENCHES)

import isolated

from recordbench import array_check, array_kinds, array_report, array_rows, arrays
from recordbench import check, goals, growth, instructions, kinds, measure, plots, rows, stats, table
from recordbench.rounds import Timer, rounds
from recordbench.shapes import SHAPES


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_all_kinds_do_the_same(shape):
    checked, left_out = check.check_all(shape)
    assert {"slots", "ours"} <= set(kinds.names_of(checked))
    # What is not made in this workspace may be missing.
    assert all(name.startswith(("attrs", "msgspec", "recordclass", "cython")) for name in left_out)


def test_a_kind_that_does_something_else_is_found():
    shape = SHAPES[0]
    slots = next(kind for kind in kinds.collect(shape)[0] if kind.name == "slots")
    slots.code["create"] = "C(v0, v1, v1)"
    with pytest.raises(check.Wrong, match="slots, obj3, create"):
        check.check(slots, rows.BY_NAME["create"], shape)


def test_wide_records_are_as_wide_as_they_say():
    for size in growth.FIELDS:
        found, shape = growth._kinds(size)
        ours = next(kind for kind in found if kind.name == "ours")
        assert len(tuple(ours.make(*shape.values()))) == size


def test_goals_name_rows_and_kinds_that_there_are():
    known = {}
    for shape in SHAPES:
        found, left_out = kinds.collect(shape)
        known[shape.name] = {*kinds.names_of(found), *left_out}
    for goal in goals.GOALS:
        assert goal.row in rows.TITLES
        assert goal.ours in known[goal.shape]
        assert goal.peer in known[goal.shape] | {goals.BEST}


def test_every_row_stands_in_a_table():
    assert sorted(row for _, group in rows.GROUPS for row in group) == sorted(rows.TITLES)


def test_only_takes_rows_and_their_variants():
    assert measure.is_wanted("create_kw", ["create"]) and not measure.is_wanted("create", ["create_kw"])
    assert measure.unknown(["create", "growth", "memory", "mamory"]) == ["mamory"]


def test_all_ways_to_keep_many_records_do_the_same():
    checked, left_out = array_check.check_all()
    assert {"list of dataclass(slots)", "array module, a column each", "list of recordclass", "packed array"} <= {kind.name for kind in checked}
    assert {name.removeprefix("arrays: ") for name in left_out} <= {"msgspec", "numpy", "pyarrow", "polars"}


@pytest.mark.parametrize("row, code", [("row", "x, y, z = a[i + 1]"), ("build", "A(tuples[::-1])"), ("sum", "5.0")])
def test_a_way_that_does_something_else_is_found(row, code):
    ours = next(kind for kind in array_kinds.collect()[0] if kind.name == "packed array")
    ours.code[row] = code
    with pytest.raises(check.Wrong, match=f"packed array, {row}: "):
        array_check.check(ours, array_rows.BY_NAME[row])


def test_rows_of_arrays_are_known():
    known = {*array_rows.TITLES}
    for kind in array_kinds.collect()[0]:
        assert kind.code.keys() <= known, kind.name
    for goal in array_report.GOALS:
        assert goal.row in known and goal.ours == "packed array"
    assert sorted(row for _, group in array_rows.GROUPS for row in group) == sorted(known)
    assert measure.unknown(["arrays"]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc how the process grew")
@pytest.mark.parametrize("mode", ["built", "grown"])
def test_memory_of_an_array_is_that_of_its_rows(mode):
    # In a process of its own, as `measure` does it: one that has freed memory before grows by less.
    isolated.run(
        f"sys.path.insert(0, {BENCHES!r})",
        f"""
        from recordbench import array_kinds, arrays

        ours = next(kind for kind in array_kinds.collect()[0] if kind.name == "packed array")
        found = arrays.{mode}(ours, 1_000_000)
        assert 20 < found["memory" if {mode!r} == "built" else "grown"] < 40, found
        assert {mode!r} == "built" or 0 <= found["slack"] <= 13, found
        """,
        dev=False,
        stderr=None,
    )


def test_a_round_gives_a_sample_to_each():
    names = {"p": 1, "q": 2}
    timers = {name: Timer(f"{name} + 1", 10, 1, names, 20_000) for name in names}
    samples = rounds(timers, 3)
    assert {name: len(values) for name, values in samples.items()} == {"p": 3, "q": 3}
    assert all(value > 0 for values in samples.values() for value in values)


def test_ratios_are_taken_round_by_round():
    assert stats.ratio([1, 2, 30], [2, 4, 60]) == 0.5
    assert (stats.median([3, 1, 2]), stats.quantile([0, 10], 0.9)) == (2, 9)


def test_cells_show_the_spread():
    assert stats.cell([20.0] * 5) == "20.0"
    assert stats.cell([10.0, 20.0, 30.0]) == "20.0 (12.0-28.0)"


@pytest.fixture
def result():
    """As of a run in which ours reads as fast as a peer, and compares half as fast as another."""
    obj3 = {"getattr": {"slots": [7.0], "ours": [7.0]}, "eq": {"msgspec gc=False": [10.0], "ours": [20.0]}}
    flt3 = {row: {"slots": [50.0], "ours": [25.0]} for row in ("create", "getattr", "eq", "repr")}
    some = [{"name": name, "ours": name == "ours", "base": False} for name in ("slots", "msgspec gc=False", "ours")]
    machine = dict.fromkeys(("cores", "memory_gib", "system", "date", "build", "compiler"), "")
    machine |= {"python": "3.13.0", "cpu": "<some>", "flags": [], "peers": {}}
    return {
        "machine": machine, "quick": True, "left_out": {"attrs": "no"}, "kinds": {"obj3": some, "flt3": some},
        "shapes": {"obj3": obj3, "flt3": flt3}, "instructions": {"obj3": {"getattr": {"ours": "LOAD_ATTR_SLOT"}}}, "seconds": 1,
    }  # fmt: skip


def test_goals_are_met_or_missed(result):
    answers = [answer for answer in goals.answers(result) if (answer.goal.shape, answer.goal.ours) == ("obj3", "ours")]
    found = {answer.goal.row: answer for answer in answers}
    assert found["getattr"].is_met and found["getattr"].ratio == 1.0
    assert not found["eq"].is_met and found["eq"].ratio == 2.0


def test_lost_rows_are_shown(result):
    assert goals.losses(result) == [("obj3", "eq", "ours", "msgspec gc=False", 2.0)]
    assert "2.00" in table.lost(result)


def test_the_document_says_all(result):
    text = table.document([result])
    assert "| **ours**" in text and "MISSED" in text and "left out: attrs (no)" in text and "LOAD_ATTR_SLOT met" in text


@pytest.fixture
def many(result):
    """As of a run with arrays, in which reading is fast, and building slow."""
    some = [{"name": name, "ours": name == "packed array"} for name in ("numpy structured", "packed array")]
    times = {"field": {"numpy structured": [300.0, 400.0], "packed array": [24.0, 24.0]}, "build": {"numpy structured": [9.0], "packed array": [18.0]}}
    times |= {"to_numpy": {"packed array": [30.0]}, "to_numpy_few": {"packed array": [20.0]}}
    memory = {"memory": {"numpy structured": [24.0], "packed array": [24.01]}, "slack": {"packed array": [12.5]}}
    result["arrays"] = {"records": 10_000_000, "kinds": some, "left_out": {"arrays: polars": "no"}, "rows": times, "memory": memory}
    return result


def test_goals_of_arrays_are_met_or_missed(many):
    found = {(answer.goal.row, answer.goal.peer): answer for answer in array_report.answers(many)}
    assert found["memory", None].is_met and found["memory", None].value == 24.01
    assert found["field", "numpy structured"].is_met and found["field", "numpy structured"].value == pytest.approx(0.07)
    assert not found["to_numpy", "to_numpy_few"].is_met and found["to_numpy", "to_numpy_few"].value == 1.5
    assert not found["sum", "numpy structured"].is_met and found["sum", "numpy structured"].value is None
    assert array_report.losses(many) == [("build", "packed array", "numpy structured", 2.0)]


def test_the_document_on_arrays_says_all(many):
    text = array_report.document([many])
    for part in "**packed array**", "12.5 %", "left out: arrays: polars (no)", "0.07 met", "1.50 MISSED", "no such row", "10,000,000 records":
        assert part in text, part


def test_the_chart_of_arrays_is_well_formed(many):
    chart = plots.all_of(many)["arrays-3.13.svg"]
    xml.dom.minidom.parseString(chart)
    assert ">24.0<" in chart and 'class="ours"' in chart


def test_plots_are_well_formed(result):
    result["growth"] = {"fields": {"create": {"ours": {"1": [20.0], "64": [200.0]}}}, "millions": {"ours": {"1": [70.0]}}}
    drawn = plots.all_of(result)
    assert sorted(drawn) == ["growth-3.13.svg", "times-3.13.svg"]
    for plot in drawn.values():
        xml.dom.minidom.parseString(plot)


def test_more_instructions_are_a_failure():
    lines, grown = instructions.compare({"eq": 106.0, "hash": 104.0, "new": 9.0}, {"eq": 100.0, "hash": 100.0})
    assert grown == ["eq"]
    assert len(lines) == 4
