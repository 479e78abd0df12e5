"""Threads that use one packed array at a time: with the GIL and without."""

import os
import pickle
import threading

import pytest
from recordclass_fixtures import Vertex, VertexArray

# As long as the storms of test_hazards_threads.py: HAZARD_SECONDS=10 pytest -k threads
ROUNDS = 300 * max(1, round(float(os.environ.get("HAZARD_SECONDS", "0.25")) * 4))


def run(*jobs):
    """Each job again and again in a thread of its own, until all are done; errors that are part of the game pass."""
    start, wrong = threading.Barrier(len(jobs)), []

    def work(job):
        start.wait()
        for n in range(ROUNDS):
            try:
                job(n)
            except (IndexError, BufferError, ValueError):
                pass
            except BaseException as error:
                wrong.append(error)
                raise

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.hazard(55)
def test_no_row_is_lost_when_threads_append():
    rows = VertexArray()
    run(*[lambda n, at=at: rows.append((at, n, 0)) for at in range(4)])
    assert len(rows) == 4 * ROUNDS
    for at in range(4):
        assert [row.y for row in rows if row.x == at] == list(range(ROUNDS))


@pytest.mark.hazard(55)
def test_rows_are_whole_whatever_others_do():
    rows = VertexArray((n, n, n) for n in range(50))

    def check(_n):
        for row in rows:
            assert row.x == row.y == row.z
        row = rows[7]
        assert row.x == row.y == row.z
        for row in rows.copy():
            assert row.x == row.y == row.z
        assert pickle.loads(pickle.dumps(rows[3:9].copy(), 5))[0].x >= 0

    def write(n):
        rows[n % 50] = (n, n, n)
        rows[10:13] = [(n, n, n)] * 3

    def grow(n):
        rows.extend([(n, n, n)] * 20)
        del rows[50:]
        rows.insert(0, (n, n, n))
        rows.pop()

    def order(n):
        rows.reverse()
        rows.sort("x", reverse=n % 2)

    def look(_n):
        view = memoryview(rows)
        assert len(view) >= 50
        view.release()
        rows.view(3).x >= 0
        list(rows.x[:5])
        assert Vertex(-1, 0, 0) not in rows
        repr(rows)

    run(check, write, grow, order, look)
    assert all(row.x == row.y == row.z for row in rows)


@pytest.mark.hazard(55)
def test_an_iterator_that_threads_share_gives_each_row_at_most_once():
    rows = VertexArray((n, 0, 0) for n in range(5000))
    shared, seen = iter(rows), [[] for _ in range(4)]

    def take(into):
        for row in shared:
            into.append(row.x)

    threads = [threading.Thread(target=take, args=(into,)) for into in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sum(seen, [])) == list(range(5000))
