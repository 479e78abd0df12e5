"""Classes of random shape, and random operations on their records, each step beside `dataclass(slots=True)` or a list.

A few seconds here; `cargo xtask torture --only fuzz --minutes N` lets it run as long as you like.
"""

import collections
import copy
import dataclasses
import keyword
import os
import pickle
import random
import sys
import time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from recordclass_rs import asdict, astuple, datatype, dataobject, litelist, litetuple, mutabletuple

MINUTES = float(os.environ.get("RECORDCLASS_MINUTES", "0"))
# Many examples in a row find more than the first of many runs; a short run is to end in time.
EXAMPLES = 2000 if MINUTES >= 5 else 40
QUICK = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate, Phase.shrink])

names = st.text("abcxyz_1é", min_size=1, max_size=6).filter(lambda n: n.isidentifier() and not keyword.iskeyword(n) and not n.startswith("__"))
# Values that any two records compare alike; NaN apart, which a dataclass compares by identity as a tuple does.
values = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.binary(max_size=4),
                      lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=3), inner, max_size=2), max_leaves=6)
flags = st.fixed_dictionaries({name: st.booleans() for name in ("readonly", "gc", "use_dict", "use_weakref", "hashable", "sequence", "order")})
steps = st.lists(st.tuples(st.sampled_from(["set", "delete", "get", "repr", "eq", "ne", "lt", "ge", "hash", "copy", "deepcopy", "replace", "asdict", "astuple", "pickle", "item", "slice", "setitem", "iterate", "in", "again", "wrong"]),
                           st.integers(0, 12), values), max_size=30)
module = sys.modules[__name__]
# What the tests have done so far in this process.
done = collections.Counter()


def again_and_again(tell, *tests):
    """For half of the time: records and containers have one half, arrays have the other.

    It is the processor's time, so that a busy machine does as much as an idle one, but by the clock no more than twice that.
    """
    seconds = MINUTES * 60 / 2
    start, used, before = time.monotonic(), time.process_time(), collections.Counter(done)
    try:
        while time.process_time() - used < seconds and time.monotonic() - start < 2 * seconds:
            random.seed()
            for test in tests:
                test()
            done["rounds"] += 1
    finally:
        counts = ", ".join(f"{done[what] - before[what]:,} {what}" for what in ("rounds", "examples", "steps"))
        tell("told", f"{counts} in {time.process_time() - used:,.0f} s of the processor's time, {time.monotonic() - start:,.0f} s by the clock")


def outcome(call):
    try:
        return "gave", call()
    except (RecursionError, MemoryError):
        raise
    except Exception as error:
        return "raised", {dataclasses.FrozenInstanceError: AttributeError}.get(type(error), type(error))


def shape(fields, defaults, options):
    """The class, and the dataclass it must be like."""
    namespace = {"__annotations__": dict.fromkeys(fields, object), "__module__": __name__, "__qualname__": "Ours"}
    immutable = [value for value in defaults if type(value) in (int, str, bool, float, bytes, type(None))]
    first = len(fields) - min(len(immutable), len(fields))
    namespace.update(zip(fields[first:], immutable))
    ours = datatype("Ours", (dataobject,), namespace, **options)
    model = dataclasses.make_dataclass("Ours", [(name, object) if i < first else (name, object, dataclasses.field(default=namespace[name])) for i, name in enumerate(fields)],
                                       frozen=options["readonly"], order=options["order"], slots=True, unsafe_hash=options["hashable"] and not options["readonly"])
    module.Ours = ours
    return ours, model, first


def agree(ours, theirs, what):
    if ours[0] == theirs[0] == "raised":
        # Which error a missing value gives differs only where a dataclass has no such operation.
        assert ours[1] is theirs[1] or {ours[1], theirs[1]} <= {AttributeError, TypeError}, (what, ours, theirs)
    else:
        assert ours == theirs, (what, ours, theirs)


@QUICK
@given(st.lists(names, max_size=9, unique=True), st.lists(values, max_size=4), flags, st.lists(values, max_size=10), steps)
def test_record_classes_of_any_shape(fields, defaults, options, given_values, walk):
    done["examples"] += 1
    ours, model, first = shape(fields, defaults, options)
    args = given_values[:len(fields)]
    a, b = outcome(lambda: ours(*args)), outcome(lambda: model(*args))
    assert a[0] == b[0] and (a[0] == "gave" or a[1] is b[1] is TypeError), (a, b)
    if a[0] == "raised":
        return
    p, m = a[1], b[1]
    full = lambda: [outcome(lambda n=n: getattr(m, n)) for n in fields]
    for step, index, value in walk:
        done["steps"] += 1
        name = fields[index % len(fields)] if fields else "nothing"
        tuple_of = lambda: tuple(getattr(m, n) for n in fields)
        if step == "set":
            agree(outcome(lambda: setattr(p, name, value)), outcome(lambda: setattr(m, name, value)), step) if fields else None
        elif step == "delete":
            agree(outcome(lambda: delattr(p, name)), outcome(lambda: delattr(m, name)), step) if fields else None
        elif step == "get":
            agree(outcome(lambda: getattr(p, name)), outcome(lambda: getattr(m, name)), step)
        elif step == "repr":
            agree(outcome(lambda: repr(p)), outcome(lambda: repr(m).rsplit(".", 1)[-1] if repr(m).startswith("test") else repr(m)), step)
        elif step in ("eq", "ne"):
            other, theirs = outcome(lambda: ours(*[value] * len(fields))), outcome(lambda: model(*[value] * len(fields)))
            one, two = outcome(lambda: (p == other[1]) == (step == "eq")), outcome(lambda: (m == theirs[1]) == (step == "eq"))
            # Where a value is missing, it depends on where the first difference is.
            agree(one, two, step) if all(o[0] == "gave" for o in full()) else None
            assert p == p
        elif step in ("lt", "ge") and options["order"]:
            q, n = outcome(lambda: ours(*[value] * len(fields)))[1], outcome(lambda: model(*[value] * len(fields)))[1]
            one, two = outcome(lambda: p < q if step == "lt" else p >= q), outcome(lambda: m < n if step == "lt" else m >= n)
            agree(one, two, step) if all(o[0] == "gave" for o in full()) else None
        elif step == "hash":
            one, two = outcome(lambda: hash(p)), outcome(lambda: hash(m))
            if options["readonly"] or options["hashable"]:
                agree(one, two, step)
            else:
                assert one == ("raised", TypeError)
        elif step in ("copy", "deepcopy"):
            q = outcome(lambda: getattr(copy, step)(p))
            if q[0] == "gave" and all(o[0] == "gave" for o in full()):
                assert q[1] == p and type(q[1]) is ours and astuple(q[1]) == astuple(p)
            else:
                assert any(o[0] == "raised" for o in full())
        elif step == "replace" and fields:
            agree(outcome(lambda: astuple(p.__replace__(**{name: value}))[fields.index(name)]), outcome(lambda: dataclasses.replace(m, **{name: value}) and value), step) if all(o[0] == "gave" for o in full()) else outcome(lambda: p.__replace__(**{name: value}))
        elif step == "asdict":
            agree(outcome(lambda: asdict(p)), outcome(lambda: {n: getattr(m, n) for n in fields}), step)
        elif step == "astuple":
            agree(outcome(lambda: tuple(astuple(p))), outcome(tuple_of), step)
        elif step == "pickle":
            agree(outcome(lambda: tuple(astuple(pickle.loads(pickle.dumps(p, index % 6))))), outcome(tuple_of), step)
        elif options["sequence"] and step in ("item", "slice", "setitem", "iterate", "in"):
            if step == "item":
                agree(outcome(lambda: p[index - 6]), outcome(lambda: getattr(m, fields[index - 6])), step) if fields or index < 6 else None
            elif step == "slice":
                agree(outcome(lambda: tuple(p[index - 6:index])), outcome(lambda: tuple(getattr(m, n) for n in fields[index - 6:index])), step) if all(o[0] == "gave" for o in full()) else outcome(lambda: p[index - 6:index])
            elif step == "setitem":
                if -len(fields) <= index - 6 < len(fields):
                    one, two = outcome(lambda: p.__setitem__(index - 6, value)), outcome(lambda: setattr(m, fields[index - 6], value))
                    assert one[0] == two[0], (one, two)
                else:
                    assert outcome(lambda: p.__setitem__(index - 6, value))[0] == "raised"
            elif step == "iterate":
                agree(outcome(lambda: tuple(p)), outcome(tuple_of), step)
            else:
                if all(o[0] == "gave" for o in full()):
                    assert (value in p) == (value in tuple_of())
        elif step == "again":
            args = [value] * (index % 4)
            assert outcome(lambda: ours(*args))[0] == outcome(lambda: model(*args))[0]
        elif step == "wrong":
            for call in (lambda: ours(*[value] * (len(fields) + 1)), lambda: p.__replace__(no_such=value) if not options["use_dict"] else 1 / 0, lambda: p.no_such, lambda: ours.__new__(int), lambda: p < 3):
                assert outcome(call)[0] == "raised"
    for n in fields:
        agree(outcome(lambda: getattr(p, n)), outcome(lambda: getattr(m, n)), "at the end")


listings = st.lists(st.tuples(st.sampled_from(["append", "extend", "insert", "pop", "remove", "reverse", "sort", "set", "delete", "slice", "setslice", "delslice", "count", "index", "add", "mul", "imul", "iadd", "clear", "copy", "in", "repr", "eq", "lt", "init"]),
                              st.integers(-8, 8), st.integers(-8, 8), st.integers(-3, 3), st.integers(0, 5) | st.text(max_size=2), st.lists(st.integers(0, 5), max_size=5)), max_size=60)


@QUICK
@given(st.lists(st.integers(0, 5), max_size=8), listings)
def test_a_litelist_is_a_list(start, walk):
    done["examples"] += 1
    ours, model = litelist(start), list(start)
    for step, i, j, k, item, items in walk:
        done["steps"] += 1
        operations = {
            "append": lambda it: it.append(item), "extend": lambda it: it.extend(items), "insert": lambda it: it.insert(i, item), "pop": lambda it: it.pop(i), "remove": lambda it: it.remove(item),
            "reverse": lambda it: it.reverse(), "sort": lambda it: it.sort(), "set": lambda it: it.__setitem__(i, item), "delete": lambda it: it.__delitem__(i), "slice": lambda it: list(it[i:j:k]),
            "setslice": lambda it: it.__setitem__(slice(i, j, k), items), "delslice": lambda it: it.__delitem__(slice(i, j, k)), "count": lambda it: it.count(item), "index": lambda it: it.index(item, i, j),
            "add": lambda it: list(it + type(it)(items)), "mul": lambda it: list(it * k), "imul": lambda it: (it.__imul__(k % 3), None)[1], "iadd": lambda it: (it.__iadd__(items), None)[1], "clear": lambda it: it.clear(),
            "copy": lambda it: list(copy.copy(it)), "in": lambda it: item in it, "repr": lambda it: repr(it).replace("litelist(", "").rstrip(")"), "eq": lambda it: it == type(it)(items), "lt": lambda it: it < type(it)(items), "init": lambda it: it.__init__(items),
        }
        before = list(model)
        one, two = outcome(lambda: operations[step](ours)), outcome(lambda: operations[step](model))
        if step == "sort" and two[0] == "raised":
            model[:] = before
            ours.__init__(before)
            continue
        assert one == two, (step, before, one, two)
        assert list(ours) == model and len(ours) == len(model)


@QUICK
@given(st.lists(values, max_size=6), st.lists(values, max_size=6), st.integers(-8, 8), st.integers(-8, 8), st.integers(-3, 3))
def test_the_tuples_are_tuples(items, others, i, j, k):
    done["examples"] += 1
    for kind in (mutabletuple, litetuple):
        a, b, t, u = kind(*items), kind(*others), tuple(items), tuple(others)
        for work in (lambda x, y: x[i], lambda x, y: tuple(x[i:j:k]), lambda x, y: tuple(x + y), lambda x, y: tuple(x * k), lambda x, y: x == y, lambda x, y: x < y, lambda x, y: x >= y, lambda x, y: x.count(y[0]), lambda x, y: x.index(y[0], i, j),
                     lambda x, y: y[0] in x, lambda x, y: len(x), lambda x, y: tuple(copy.deepcopy(x)), lambda x, y: tuple(pickle.loads(pickle.dumps(x))), lambda x, y: tuple(reversed(x)), lambda x, y: repr(x).partition("(")[2]):
            done["steps"] += 1
            one, two = outcome(lambda: work(a, b)), outcome(lambda: work(t, u))
            if work is not None and isinstance(two[1], str) and two[0] == "gave" and two[1].endswith(",)"):
                continue  # (1,) is mutabletuple(1)
            assert one == two, (items, others, one, two)


@pytest.mark.skipif(not MINUTES, reason="the long run: cargo xtask torture --only fuzz")
def test_as_long_as_you_like(record_property):
    again_and_again(record_property, test_record_classes_of_any_shape, test_a_litelist_is_a_list, test_the_tuples_are_tuples)
