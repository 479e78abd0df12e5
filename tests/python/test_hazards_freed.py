"""Memory of dead records is left alone: a debugging allocator fills what is freed, and nobody may write there afterwards."""

import isolated
import pytest
from reference import FREE_THREADED


@pytest.mark.hazard(15, 16)
@pytest.mark.skipif(FREE_THREADED, reason="its allocator takes freed memory back at once")
@pytest.mark.parametrize("how", ["one after the other", "as a chain", "by the collector"])
def test_nothing_is_written_to_freed_memory(how):
    isolated.run(f"how = {how!r}", """
    import ctypes
    from recordclass_rs import dataobject, mutabletuple
    class D(dataobject): a: object; b: object
    class G(dataobject, gc=True): a: object; b: object
    HEAD = object.__basicsize__
    room = ctypes.create_string_buffer(16 * 1000)
    start = ctypes.addressof(room)
    for P in (f.HzMut, f.HzFrozen, f.HzGc, f.HzDrop, D, G):
        if how == "by the collector" and P not in (f.HzGc, G): continue
        made, between, touched = [], [], []
        # What lives between them keeps the pages mapped that are read below.
        for n in range(1000): made.append(P([n], None)); between.append(P(n, None))
        one = other = None
        if how == "as a chain" and P is not f.HzFrozen:
            for one, other in zip(made, made[1:]): one.b = other
        if how == "by the collector":
            for one in made: one.b = one
        places = [id(one) for one in made]
        gc.disable(); one = other = None; made.clear(); gc.collect(); gc.enable()
        # The head is the allocator's again, or a link of a pool. Pools keep 128 records, whole.
        # What is read lies in memory from before: a new object might be made where a dead record was.
        for n, place in enumerate(places): ctypes.memmove(start + 16 * n, place + HEAD, 16)
        touched = [bytes for n in range(1000) if (bytes := room.raw[16 * n : 16 * n + 16]) != b"\\xdd" * 16]
        assert len(touched) <= 128 + 5, (P, len(touched), touched[-1])
        del between
    """)
