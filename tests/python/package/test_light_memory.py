"""What the light containers cost, who sees them, and how they end."""

import gc
import sys
import weakref

import isolated
import pytest
from light import EXACT, FREE_THREADED, HEAD, SUBCLASSES, LiteList, LiteTuple, MutableTuple, make
from recordclass_rs import litelist, litetuple, mutabletuple
from reference import Plain

POINTER = 8 if sys.maxsize > 2**32 else 4
NAMES = "from recordclass_rs import litelist, litetuple, mutabletuple, litelist_fromargs\n"


def collected(reference):
    gc.collect()
    gc.collect()
    return reference() is None


@pytest.mark.parametrize("kind", [mutabletuple, litetuple])
def test_sizes_of_tuples(kind):
    for count in (0, 1, 3, 10, 1000):
        assert sys.getsizeof(kind(*range(count))) == HEAD + POINTER + count * POINTER
    if not FREE_THREADED and POINTER == 8:
        assert sys.getsizeof(kind(1, 2, 3)) == 48
    assert kind.__basicsize__ == HEAD + POINTER and kind.__itemsize__ == POINTER


def test_size_of_a_list():
    empty = HEAD + 3 * POINTER
    assert litelist.__basicsize__ == empty and litelist.__itemsize__ == 0
    assert sys.getsizeof(litelist()) == sys.getsizeof(litelist([])) == empty
    assert sys.getsizeof(litelist([1, 2, 3])) == sys.getsizeof(litelist(iter([1, 2, 3]))) == empty + 3 * POINTER
    it = litelist([1, 2, 3])
    it.append(4)
    room = (sys.getsizeof(it) - empty) // POINTER
    assert room > 4
    for _ in range(room - 4):
        it.append(5)
    assert (sys.getsizeof(it) - empty) // POINTER == room == len(it)
    del it[1:]
    assert (sys.getsizeof(it) - empty) // POINTER < room
    it.clear()
    assert sys.getsizeof(it) == empty


def test_appending_takes_memory_now_and_then_only():
    it, sizes = litelist(), set()
    for item in range(10_000):
        it.append(item)
        sizes.add(sys.getsizeof(it))
    assert len(sizes) < 100


@pytest.mark.parametrize("kind", EXACT)
def test_the_collector_does_not_see_them(kind):
    it = make(kind, [[], {}])
    assert not gc.is_tracked(it)
    gc.collect()
    assert not gc.is_tracked(it)
    assert not any(other is it for other in gc.get_objects())
    assert not kind.__flags__ & (1 << 14)


@pytest.mark.parametrize("kind", [MutableTuple, LiteTuple, LiteList])
def test_the_collector_sees_what_subclasses_hold(kind):
    value = Plain()
    it = make(kind, [value, value])
    it.x = 5
    assert gc.is_tracked(it)
    referents = gc.get_referents(it)
    assert sum(other is value for other in referents) == 2
    assert sum(other is kind for other in referents) == 1


@pytest.mark.parametrize("kind", SUBCLASSES)
def test_cycles_through_items_of_a_subclass_are_collected(kind):
    class Tracked(kind):
        pass

    for close in ("item", "attribute", "both", "list"):
        value = Plain()
        dies = weakref.ref(value)
        it = make(Tracked, [value, None, []])
        if close in ("item", "both") and not issubclass(kind, litetuple):
            it[1] = it
        elif close in ("attribute", "both"):
            it.x = it
        else:
            it[2].append(it)
        value.it = it
        del it, value
        assert collected(dies), close


def test_a_cycle_through_an_iterator_is_collected():
    for kind in (MutableTuple, LiteTuple, LiteList):
        for start in (iter, reversed):
            value = Plain()
            dies = weakref.ref(value)
            it = make(kind, [value])
            it.iterator = start(it)
            del it, value
            assert collected(dies)


def test_what_was_collected_shows_none():
    seen = []

    class Last:
        def __del__(self):
            seen.append(list(self.it))

    it = MutableTuple(Last(), 5)
    it[0].it = it
    del it
    gc.collect()
    assert len(seen) == 1 and seen[0][1] in (5, None)


@pytest.mark.skipif(FREE_THREADED, reason="references to types are counted for each thread")
def test_instances_own_their_type():
    class Sub(mutabletuple):
        pass

    class SubList(litelist):
        __slots__ = ()

    for kind in (*EXACT, Sub, SubList):
        make(kind, [1])
        gc.collect()
        before = sys.getrefcount(kind)
        many = [make(kind, [1]) for _ in range(100)]
        assert sys.getrefcount(kind) == before + 100
        del many
        assert sys.getrefcount(kind) == before


def test_items_die_from_the_last_to_the_first():
    order = []

    class Item:
        def __init__(self, name):
            self.name = name

        def __del__(self):
            order.append(self.name)

    def run(kind):
        order.clear()
        make(kind, [Item(name) for name in "abc"])
        return "".join(order)

    for kind in (mutabletuple, litetuple, litelist):
        assert run(kind) == "cba"
    it = litelist(Item(name) for name in "abc")
    order.clear()
    it.clear()
    assert order == ["c", "b", "a"]


CHAIN = """
def chain(make, count):
    link = None
    for _ in range(count):
        link = make(link)
    return link

def shorten(link, count):
    for _ in range(count):
        link = link[0]
    return link
"""


def test_a_million_nested_tuples():
    """Ten million are in tests/torture."""
    isolated.run(
        NAMES,
        CHAIN,
        """
        head = chain(mutabletuple, 1_000_000)
        assert shorten(head, 999_999)[0] is None
        del head
        """,
        dev=False,
        timeout=120,
    )


def test_a_million_of_each_kind_and_mixed_with_others():
    isolated.run(
        NAMES,
        CHAIN,
        """
        class Sub(mutabletuple): pass
        class Slim(litetuple): __slots__ = ()
        class SubList(litelist): pass
        class Del(mutabletuple):
            count = 0
            def __del__(self): Del.count += 1

        def mixed(link, kinds=[mutabletuple, litetuple, litelist_fromargs, lambda it: (it,), lambda it: [it], lambda it: {0: it},
                               f.HzMaybe, Sub, Slim, lambda it: SubList([it]), Del, lambda it: litelist([iter([it])])], turn=[0]):
            turn[0] += 1
            return kinds[turn[0] % len(kinds)](link) if kinds[turn[0] % len(kinds)] is not f.HzMaybe else f.HzMaybe(link, None)

        for make in (litetuple, litelist_fromargs):
            del_me = chain(make, 1_000_000)
            del del_me
        for make in (Sub, Slim, lambda it: SubList([it])):
            del_me = chain(make, 100_000)
            del del_me
        del_me = chain(mixed, 150_000)
        del del_me
        gc.collect()
        assert Del.count == 12_500, Del.count
        """,
        dev=False,
        timeout=120,
    )


def test_chains_end_in_threads_with_small_stacks():
    isolated.run(
        NAMES,
        CHAIN,
        """
        class Sub(mutabletuple): pass
        def work():
            for make in (mutabletuple, litetuple, litelist_fromargs, Sub):
                chain(make, 100_000)
                link = chain(make, 100_000)
                # From the middle, and while an exception is under way.
                try:
                    raise ZeroDivisionError
                except ZeroDivisionError:
                    del link
        in_thread(work)
        """,
        dev=False,
    )


def test_lists_let_chains_go_in_every_way():
    isolated.run(
        NAMES,
        CHAIN,
        """
        lets = [list.clear, list.pop, lambda it: it.__init__(), lambda it: it.__delitem__(0), lambda it: it.__setitem__(0, 1),
                lambda it: it.__setitem__(slice(None), ()), lambda it: it.__delitem__(slice(None, None, 2)), lambda it: it.__imul__(0)]
        for let in lets:
            it = litelist([chain(mutabletuple, 100_000)])
            if let in (list.clear, list.pop):
                getattr(it, let.__name__)()
            else:
                let(it)
        it = mutabletuple(chain(litelist_fromargs, 100_000))
        it[0] = None
        it[:] = [chain(litelist_fromargs, 100_000)]
        it[:] = [None]
        """,
        dev=False,
    )
