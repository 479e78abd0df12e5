"""A packed array on dask.distributed: its parts go to the workers, a function runs on each, and what it gives comes back.

Arrays travel as buffers beside their pickles: their rows are neither written into a stream of bytes nor made into records on the way.
"""

from functools import partial

import dask

from . import parts


def send(client, array, count=None):
    """The parts of an array on the workers: a future for each.

    A part is the result of a task that does nothing, so the scheduler keeps it, and gives it to another worker when the one that has it
    dies. What `Client.scatter` sends is lost then, copies or not: dask's memory manager takes these away.
    """
    workers = client.scheduler_info(n_workers=-1)["workers"]
    count = count or 2 * max(len(workers), 1)
    # dask warns of data in a graph, as it would be pickled with it; here it is not.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"}):
        return client.map(_the_same, parts(array, count), pure=False)


def each(client, function, futures):
    """Runs a function on each part, where the part is: a future for each result."""
    # Not pure: a function may give something else the next time.
    return client.map(partial(_on_a_copy, function), futures, pure=False)


def arrays(client, futures):
    """What is behind futures, in their order: an array for each."""
    return client.gather(futures)


def _the_same(part):
    return part


def _on_a_copy(function, part):
    # dask may be sending the part to another worker at the same time, and Rust borrows no rows of which others hold a
    # buffer. Without that, too, an array that came with a pickle is copied once: when Rust borrows it.
    return function(part.copy())
