"""Random operations on packed arrays, each step beside a list of tuples; slices, views and buffers live on meanwhile."""

import copy
import itertools
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordclass_fixtures import Reading, ReadingArray, Vertex, VertexArray
from test_fuzz import MINUTES, QUICK, again_and_again, done, outcome

# Values that come back as they went in, and compare as those of a tuple.
floats = st.sampled_from([0.0, -1.5, 2.0, 1e300, float("inf")]) | st.floats(allow_nan=False)
single = st.floats(allow_nan=False, width=32)
KINDS = {
    VertexArray: (Vertex, ("x", "y", "z"), st.tuples(floats, floats, floats)),
    ReadingArray: (Reading, ("id", "value", "mark", "on", "pair"),
                   st.tuples(st.integers(0, 2**32 - 1) | st.integers(0, 3), st.none() | floats, st.characters(codec="utf-8"),
                             st.booleans(), st.tuples(single, single).map(list))),
}  # fmt: skip
STEPS = ["append", "extend", "grow", "double", "insert", "pop", "remove", "reverse", "set", "set many", "set own", "delete", "delete many", "get",
         "slice", "count", "index", "in", "eq", "copy", "deepcopy", "pickle", "clear", "sort", "sort slice", "argsort", "sort by", "choose", "mask",
         "filter", "column", "column set", "column many", "view", "view set", "rows", "reversed", "reserve", "again", "wrong row", "stops", "keep slice",
         "keep view", "keep buffer", "let go", "repr"]  # fmt: skip
bounds = st.none() | st.integers(-12, 12)


class Pair:
    """An array, its model, and what still shows rows of it."""

    def __init__(self, kind, rows):
        self.kind, (self.record, self.names, _) = kind, KINDS[kind]
        self.ours, self.model = kind(rows), list(rows)
        self.buffers, self.slices, self.views = [], [], []

    def both(self, work, *, resizes=False):
        """The same of both: a value, or an error of that type. While a buffer is out the array keeps its size."""
        before = list(self.model)
        two = outcome(lambda: work(self.model))
        one = outcome(lambda: work(self.ours))
        if resizes and self.buffers and one == ("raised", BufferError):
            self.model[:] = before
            return
        assert one == two, (before, one, two)

    def check(self):
        # Not `list(self.ours) == ...`: a record is no tuple.
        got = [tuple(row) for row in self.ours]
        assert got == self.model and len(self.ours) == len(self.model)
        if self.model:
            assert [tuple(row) for row in self.ours.rows()] == self.model
        for where, part in self.slices:
            # A slice has the positions it was made with.
            if all(n < len(self.model) for n in where):
                assert [tuple(row) for row in part] == [self.model[n] for n in where]
            else:
                assert outcome(lambda part=part: list(part)) == ("raised", BufferError)
        for n, view in self.views:
            assert tuple(view) == self.model[n] if n < len(self.model) else outcome(lambda view=view: tuple(view)) == ("raised", IndexError)
        for view in self.buffers:
            assert len(view) == len(self.model) and view.nbytes == len(self.model) * self.ours.itemsize


def plain(rows):
    return [tuple(row) for row in rows]


def step(pair, name, i, j, k, row, rows):
    ours, model, record = pair.ours, pair.model, pair.record
    where, field = slice(i, j, k or None), pair.names[(i or 0) % len(pair.names)]
    at, n = pair.names.index(field), i or 0
    own = lambda it, value: value if it is model else record(*value)
    if name in ("append", "insert", "remove", "index", "count", "in"):
        if name in ("remove", "index", "count", "in") and model and k % 2:
            row = model[(j or 0) % len(model)]
        work = {
            "append": lambda it: it.append(own(it, row)),
            "insert": lambda it: it.insert(n, own(it, row)),
            "remove": lambda it: it.remove(own(it, row)),
            "index": lambda it: it.index(own(it, row), n),
            "count": lambda it: it.count(own(it, row)),
            "in": lambda it: own(it, row) in it,
        }[name]
        pair.both(work, resizes=name in ("append", "insert", "remove"))
    elif name in ("extend", "double", "clear", "reverse", "delete", "delete many", "set", "set many", "set own", "grow"):
        work = {
            "extend": lambda it: it.extend(iter(rows)),
            "grow": lambda it: it.extend(rows * 9),
            "double": lambda it: it.extend(it) if len(it) < 100 else it.clear(),
            "clear": lambda it: it.clear(),
            "reverse": lambda it: it.reverse(),
            "delete": lambda it: it.__delitem__(n),
            "delete many": lambda it: it.__delitem__(where),
            "set": lambda it: it.__setitem__(n, row),
            "set many": lambda it: it.__setitem__(where, [own(it, row) for row in rows]),
            "set own": lambda it: it.__setitem__(where, it[slice(j, i)]),
        }[name]
        pair.both(work, resizes=True)
    elif name in ("get", "pop"):
        work = (lambda it: tuple(it[n])) if name == "get" else lambda it: tuple(it.pop(n))
        pair.both(work, resizes=True)
    elif name == "slice":
        part = ours[where]
        assert type(part) is pair.kind and plain(part) == model[where] and len(part) == len(model[where])
        part.reverse()
        model[where] = model[where][::-1]
    elif name == "eq":
        assert (ours == pair.kind(model)) and (ours == pair.kind(rows)) == (model == list(rows)) and ours[:] == ours.copy()
    elif name in ("copy", "deepcopy", "pickle"):
        twin = {"copy": ours.copy, "deepcopy": lambda: copy.deepcopy(ours), "pickle": lambda: pickle.loads(pickle.dumps(ours, n % 6))}[name]()
        assert type(twin) is pair.kind and plain(twin) == model
        twin.append(row)
    elif name in ("sort", "argsort", "sort slice", "sort by"):
        reverse = bool(k % 2)
        # What is not there comes last either way.
        if field == "pair" or (field == "value" and any(values[at] is None for values in model)):
            return
        key = lambda values: values[at]
        if name == "sort":
            ours.sort(field, reverse=reverse)
            model.sort(key=key, reverse=reverse)
        elif name == "sort by":
            ours.sort(lambda row: getattr(row, field), reverse=reverse)
            model.sort(key=key, reverse=reverse)
        elif name == "argsort":
            order = list(ours.argsort([field], reverse=reverse))
            assert order == sorted(range(len(model)), key=lambda n: model[n][at], reverse=reverse)
            assert plain(ours[order]) == [model[n] for n in order]
        else:
            ours[where].sort(field, reverse=reverse)
            model[where] = sorted(model[where], key=key, reverse=reverse)
    elif name == "choose":
        places = [place % len(model) - (len(model) if place % 2 else 0) for place in (n, j or 0, k, 5, 7)] if model else []
        assert plain(ours[places]) == [model[place] for place in places]
        assert outcome(lambda: ours[[len(model)]]) == ("raised", IndexError)
    elif name in ("mask", "filter"):
        mask = [(place * 7 + n) % 3 == 0 for place in range(len(model))]
        assert plain(ours[mask] if name == "mask" and mask else ours.filter(mask)) == list(itertools.compress(model, mask))
        assert outcome(lambda: ours.filter([*mask, True])) == ("raised", ValueError)
    elif name == "column":
        column = ours.column(field)
        assert list(column) == column.tolist() == [values[at] for values in model] and len(column) == len(model)
        assert list(column[where]) == [values[at] for values in model[where]]
        assert outcome(lambda: column[n]) == outcome(lambda: model[n][at])
    elif name in ("column set", "view set"):
        if not -len(model) <= n < len(model):
            assert outcome(lambda: ours.column(field).__setitem__(n, row[at])) == outcome(lambda: ours.view(n)) == ("raised", IndexError)
            return
        if name == "view set" and pair.kind is ReadingArray:
            assert outcome(lambda: setattr(ours.view(n), field, row[at])) == ("raised", AttributeError)
            return
        ours.column(field).__setitem__(n, row[at]) if name == "column set" else setattr(ours.view(n), field, row[at])
        model[n] = (*model[n][:at], row[at], *model[n][at + 1:])
    elif name == "column many":
        places = range(len(model))[where]
        got = outcome(lambda: ours.column(field).__setitem__(where, [row[at] for row in rows]))
        if len(places) != len(rows):
            assert got == ("raised", ValueError)
            return
        assert got[0] == "gave"
        for place, new in zip(places, rows):
            model[place] = (*model[place][:at], new[at], *model[place][at + 1:])
    elif name in ("view", "rows", "reversed"):
        assert outcome(lambda: tuple(ours.view(n))) == outcome(lambda: tuple(model[n]))
        assert [tuple(row) for row in reversed(ours)] == model[::-1]
    elif name == "reserve":
        outcome(lambda: ours.reserve(abs(n) * 10))
    elif name == "again":
        outcome(lambda: ours.__init__(rows))  # `__new__` has made it: nothing changes
    elif name == "wrong row":
        for bad in ((), row[:1], (*row, 1), 5, "abc", None, (object(),) * len(row), [row]):
            for change in (lambda: ours.append(bad), lambda: ours.insert(0, bad), lambda: ours.__setitem__(0, bad), lambda: ours.extend([row, bad]), lambda: ours.__setitem__(where, [bad])):
                assert outcome(change)[0] == "raised", bad
    elif name == "stops":
        def failing():
            yield row
            raise ZeroDivisionError

        assert outcome(lambda: ours.extend(failing()))[0] == "raised"
        assert outcome(lambda: ours.__setitem__(where, failing()))[0] == "raised"
    elif name == "keep slice":
        pair.slices = [*pair.slices[-3:], (range(len(model))[where], ours[where])]
    elif name == "keep view":
        if model:
            pair.views = [*pair.views[-3:], (n % len(model), ours.view(n % len(model)))]
    elif name == "keep buffer":
        pair.buffers.append(memoryview(ours))
    elif name == "let go":
        for view in pair.buffers:
            view.release()
        pair.buffers.clear()
    elif name == "repr":
        assert repr(ours).lstrip("<").startswith(pair.kind.__name__)


def walk(kind):
    rows = KINDS[kind][2]
    return st.lists(st.tuples(st.sampled_from(STEPS), bounds, bounds, st.integers(-3, 3), rows, st.lists(rows, max_size=4)), max_size=50)


def run(kind, start, steps):
    done["examples"] += 1
    pair = Pair(kind, start)
    for name, *args in steps:
        done["steps"] += 1
        step(pair, name, *args)
        pair.check()


@QUICK
@given(st.lists(KINDS[VertexArray][2], max_size=10), walk(VertexArray))
def test_an_array_of_numbers_is_a_list(start, steps):
    run(VertexArray, start, steps)


@QUICK
@given(st.lists(KINDS[ReadingArray][2], max_size=10), walk(ReadingArray))
def test_an_array_of_many_kinds_is_a_list(start, steps):
    run(ReadingArray, start, steps)


@pytest.mark.skipif(not MINUTES, reason="the long run: cargo xtask torture --only fuzz")
def test_arrays_as_long_as_you_like(record_property):
    again_and_again(record_property, test_an_array_of_numbers_is_a_list, test_an_array_of_many_kinds_is_a_list)
