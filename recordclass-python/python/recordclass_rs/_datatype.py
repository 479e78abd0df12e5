"""The metaclass of all record classes: reads a class body, and has `_core` build the class.

Lists stand where generators would do: without memory for one of those, CPython 3.12.1 and 3.13.0 crash.
"""

from . import _annotations, _core, _describe, _inherit, _names, _options
from ._collect import Body
from ._core import recordtype

# Made from the class body once and for all: the constructor would not follow a change.
_FIXED = frozenset(("__fields__", "__defaults__", "__default_vals__", "__options__", "__recordinfo__",
                   "__annotations__", "__dataclass_fields__", "_fields", "_field_defaults"))  # fmt: skip


class datatype(recordtype):
    """Metaclass of record classes. Its keywords are their options, and stay on in subclasses.

    gc              take part in cyclic garbage collection (16 bytes more)
    readonly        True: no field can be assigned, and the hash is that of the values. Or the names of such fields.
    hashable        hash by value although fields can be assigned
    sequence        index, slice and iterate
    mapping         `p["x"]`
    iterable        iterate over the values
    use_dict        room for further attributes (8 bytes more)
    use_weakref     room for weak references (8 bytes more)
    copy_default    each record gets its own copy of a list, dict, set or mutable record that is a default
    immutable_type  attributes of the class cannot be set
    match           the names that patterns match by position; all, if not given
    kw_only         the fields of this class are keyword-only
    eq, order       False: compare by identity; no `<`, `<=`, `>`, `>=`
    struct          children are final, and their attributes fixed: how `datastruct` is made
    namedtuple      `_make`, `_replace`, `_asdict`, `_fields`, `_field_defaults`, and count as a `mutabletuple`
    fast_new, deep_dealloc   taken for the sake of older programs: there is only the fast way now, and the safe one
    """

    def __new__(
        mcls, name, bases, namespace, /, *,
        gc=False, fast_new=True, readonly=False, iterable=False, sequence=False, mapping=False, hashable=False,
        use_dict=False, use_weakref=False, deep_dealloc=False, immutable_type=False, copy_default=False, match=None,
        kw_only=False, eq=True, order=True, namedtuple=False, struct=False, **keywords,
    ):  # fmt: skip
        _options.refuse_unknown(name, keywords, bases)
        options = _options.settle(
            dict(
                gc=gc, readonly=readonly is True, iterable=iterable, sequence=sequence, mapping=mapping,
                hashable=hashable, use_dict=use_dict, use_weakref=use_weakref, immutable_type=immutable_type,
                copy_default=copy_default, eq=eq, order=order, namedtuple=namedtuple, struct=struct,
            ),
            bases,
        )  # fmt: skip
        namespace = dict(namespace)
        if "__module__" not in namespace:
            # Not a class statement. CPython would find this module here.
            namespace["__module__"] = _names.caller_module()
        inherited = _inherit.fields(name, bases)
        body = Body(name, namespace, inherited, bool(kw_only)).read(_options.reserved(options))
        options["use_dict"] |= _names.DICT in body.slots
        options["use_weakref"] |= _names.WEAKREF in body.slots
        if body.is_array:
            # There is no other way to its slots.
            options["sequence"] = options["iterable"] = True
        if options["final"]:
            _check_struct(name, namespace, options)
        fields = _with_readonly(name, {**inherited, **body.fields}, options["readonly"] or readonly)
        _check_order(name, fields)
        _describe_in(namespace, fields, body, bases, options, match, name)
        rows = tuple([field.row(options["copy_default"]) for field in fields.values()])
        return super().__new__(
            mcls, name, bases, namespace, rows, {option: options[option] for option in _options.CORE}, **keywords
        )

    def __setattr__(cls, name, value):
        _refuse_change(cls, name)
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        _refuse_change(cls, name)
        super().__delattr__(name)


def _refuse_change(cls, name):
    if name in _FIXED or name in _inherit.fields_of(cls):
        raise AttributeError(f"{cls.__name__}.{name} is fixed: the class was made from it")


def _check_struct(name, namespace, options):
    for option in ("use_dict", "use_weakref"):
        if options[option]:
            raise TypeError(f"{name}: a datastruct cannot have the option {option}")
    for method in ("__init__", "__new__"):
        if method in namespace:
            raise TypeError(f"{name}: a datastruct cannot have a method {method}")


def _with_readonly(name, fields, readonly):
    """The fields, those marked that the option names. Before that they are copied: a base may own them."""
    if readonly is True:
        names = set(fields)
    elif not readonly:
        return fields
    else:
        names = set(_names.listed(readonly, name, "readonly"))
        for unknown in names - fields.keys():
            raise TypeError(f"{name}: readonly has {unknown!r}, which is no field")
    marked = {}
    for field in fields.values():
        if field.name in names and not field.readonly:
            field = field.copy()
            field.readonly = True
        marked[field.name] = field
    return marked


def _check_order(name, fields):
    default = None
    for field in fields.values():
        if field.kw_only:
            continue
        if not field.is_required:
            default = field
        elif default is not None:
            raise TypeError(f"{name}.{field.name} has no default, but stands behind {default.name}, which has one")


def _describe_in(namespace, fields, body, bases, options, match, name):
    """Puts into the namespace what the class tells about its fields."""
    names = tuple(fields)
    _annotations.lay(namespace, fields, _inherit.records(bases))
    defaults = {field.name: field.default for field in fields.values() if not field.is_required}
    namespace["__fields__"] = len(names) if body.is_array or _is_array_child(bases) else names
    namespace["__defaults__"] = defaults
    namespace["__default_vals__"] = tuple([defaults.get(name) for name in names])
    namespace["__recordinfo__"] = info = _options.Info(name, fields, options)
    namespace["__options__"] = info.public()
    namespace.setdefault("__doc__", _describe.Doc())
    if options["namedtuple"]:
        namespace["_fields"] = names
        namespace["_field_defaults"] = dict(defaults)
    patterns = _match_args(name, namespace, fields, body, bases, match)
    if patterns is not None:
        namespace["__match_args__"] = patterns


def _is_array_child(bases):
    base = _inherit.main_base(bases)
    return base is not None and _inherit.is_array(base)


def _match_args(name, namespace, fields, body, bases, match):
    if match is not None:
        match = _names.listed(match, name, "match")
        for place, field in enumerate(match):
            if field not in fields:
                raise TypeError(f"{name}: match has {field!r}, which is no field")
            if field in match[:place]:
                raise TypeError(f"{name}: match has {field!r} twice")
        return match
    if "__match_args__" in namespace:
        return None
    own = [field.name for field in body.fields.values() if not field.kw_only]
    if body.match_end is not None:
        own = [name for name in list(body.fields)[: body.match_end] if name in own]
    base = _inherit.main_base(bases)
    before = tuple(getattr(base, "__match_args__", ()))
    return (*before, *[name for name in own if name not in before])


_core.finish_metaclass(datatype)
