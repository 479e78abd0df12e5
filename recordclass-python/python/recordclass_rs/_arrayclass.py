"""`make_arrayclass()`: records whose slots have numbers instead of names."""

from types import new_class

from ._names import caller_module, check_type_name, mapped
from ._roots import dataobject


def make_arrayclass(
    typename, n_fields, *,
    namespace=None, use_weakref=False, hashable=False, readonly=False, gc=False, module=None, immutable_type=False,
):  # fmt: skip
    """A class of arrays of that many slots, None where no value is given.

    >>> Triple = make_arrayclass("Triple", 3)
    >>> t = Triple(1, 2)
    >>> t[2] = "last"
    >>> t
    Triple(1, 2, 'last')
    """
    typename = check_type_name(typename)
    if not isinstance(n_fields, int):
        raise TypeError(f"{typename}: the number of slots is an int, not {type(n_fields).__name__}")
    body = mapped(namespace, typename, "namespace")
    body["__fields__"] = int(n_fields)
    body["__module__"] = caller_module() if module is None else module
    options = dict(
        use_weakref=use_weakref, hashable=hashable, readonly=readonly, gc=gc, immutable_type=immutable_type,
    )  # fmt: skip
    return new_class(typename, (dataobject,), options, lambda made: made.update(body))
