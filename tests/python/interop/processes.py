"""Sends records to other processes and back: `python processes.py fork|spawn`."""

import concurrent.futures
import multiprocessing
import sys

import kinds
import recordclass_fixtures as f


def moved(record):
    return type(record)(record.x + 1.0, record.y, record.z)


def main(method):
    context = multiprocessing.get_context(method)
    records = [cls(1.0, 2.0, 3.0) for cls in kinds.POINTS]
    expected = [cls(2.0, 2.0, 3.0) for cls in kinds.POINTS]
    with context.Pool(2) as pool:
        assert pool.map(moved, records) == expected
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(moved, records)) == expected
        mixed = [f.Assorted(point=f.Point(1, 2)), kinds.Line(kinds.Point(1.0, 2.0), kinds.Point(3.0, 4.0), ["a"])]
        back = [pool.submit(list, [record]).result()[0] for record in mixed]
        # A record without `eq` in a field compares by identity: compare what is shown.
        assert [repr(record) for record in back] == [repr(record) for record in mixed]
    queue = context.Queue()
    queue.put(records)
    assert queue.get(timeout=60) == records
    print("all went there and back")


if __name__ == "__main__":
    main(sys.argv[1])
