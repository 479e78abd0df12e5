"""`make_dictclass()`: records that are used as a dict with a fixed set of keys."""

from collections.abc import MutableMapping

from ._build import build
from ._names import caller_module, mapped


def _update(self, other=(), /, **named):
    """As `dict.update`; a key that the record does not have is a KeyError, and then nothing is changed."""
    changes = dict(other, **named)
    for key in changes:
        if key not in self:
            raise KeyError(key)
    for key, value in changes.items():
        self[key] = value


def make_dictclass(
    typename, keys, defaults=None, *, bases=None, namespace=None, readonly=False, module=None, fast_new=True
):
    """A class of records that are mappings of their fields' names to their values.

    >>> Options = make_dictclass("Options", "width height", defaults=(80, 24))
    >>> o = Options(width=100)
    >>> o["height"] += 1
    >>> dict(o), list(o.values())
    ({'width': 100, 'height': 25}, [100, 25])

    It has what a dict has, except what adds or deletes keys. The parameters are those of `make_dataclass`.
    """
    body = {"update": _update, **mapped(namespace, typename, "namespace")}
    cls = build(
        typename, keys, defaults, bases=bases, namespace=body,
        invalid_names=("update",), mapping=True, readonly=readonly, fast_new=fast_new,
        module=caller_module() if module is None else module,
    )  # fmt: skip
    # Then isinstance(p, Mapping) holds, and `case {"width": width}` matches.
    MutableMapping.register(cls)
    return cls
