"""Readings as packed arrays, and functions that work on a part of one.

How they get onto a cluster is in `on_dask` and `on_daft`, neither of which is imported here.
"""

from ._native import Reading, ReadingArray, Summary, SummaryArray, made_up, merge, summarize

__all__ = ["Reading", "ReadingArray", "Summary", "SummaryArray", "made_up", "merge", "parts", "summarize"]


def parts(array, count):
    """`count` slices of an array, one behind the other, as equal as can be. They share its memory."""
    if count < 1:
        raise ValueError(f"an array has at least one part, not {count}")
    ends = [len(array) * part // count for part in range(count + 1)]
    return [array[start:end] for start, end in zip(ends, ends[1:])]
