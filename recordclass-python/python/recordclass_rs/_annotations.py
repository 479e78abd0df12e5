"""The annotations in a class body, before there is a class: which are fields, and which say something else."""

import sys
import typing

from ._fields import MATCH, MISSING, imported_dataclasses

LAZY = sys.version_info >= (3, 14)
if sys.version_info >= (3, 14):
    import annotationlib

FIELD, CLASS_VARIABLE, KW_ONLY, MATCH_END, INIT_VARIABLE = range(5)


def of_body(namespace):
    """A dict of them. From 3.14 on they are evaluated here, except names that do not exist yet."""
    written = namespace.get("__annotations__")
    if written is not None or not LAZY:
        return dict(written or {})
    annotate = annotationlib.get_annotate_from_class_namespace(namespace)
    if annotate is None:
        return {}
    return annotationlib.call_annotate_function(annotate, annotationlib.Format.FORWARDREF)


def of_class(cls):
    """Those of a finished class, evaluated as far as possible."""
    if LAZY:
        return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)
    return cls.__dict__.get("__annotations__", {})


def of_function(function):
    """Those of its parameters, evaluated as far as possible."""
    if LAZY:
        return annotationlib.get_annotations(function, format=annotationlib.Format.FORWARDREF)
    return dict(function.__annotations__)


def role(annotation, module):
    """What an annotation makes of the name before it. `module`: the name of the one that a string is looked up in."""
    if isinstance(annotation, str):
        annotation = _resolve(annotation, module)
    elif LAZY and isinstance(annotation, annotationlib.ForwardRef):
        annotation = _resolve(annotation.__forward_arg__, module)
    if typing.get_origin(annotation) is typing.Annotated:
        annotation = annotation.__origin__
    if annotation is typing.ClassVar or typing.get_origin(annotation) is typing.ClassVar:
        return CLASS_VARIABLE
    if annotation is MATCH:
        return MATCH_END
    dataclasses = imported_dataclasses()
    if dataclasses is not None:
        if annotation is dataclasses.KW_ONLY:
            return KW_ONLY
        if annotation is dataclasses.InitVar or type(annotation) is dataclasses.InitVar:
            return INIT_VARIABLE
    return FIELD


def _resolve(text, module):
    """The object that stands before the bracket of a written annotation, if the module knows it.

    `typing.ClassVar` is found under any name it was imported by. Inside a function nobody can look, so there the last
    part of the name decides.
    """
    head, _, rest = text.strip().partition("[")
    parts = [part.strip() for part in head.split(".")]
    if parts[-1] == "Annotated" and rest:
        return _resolve(rest.partition(",")[0], module)
    try:
        found = vars(sys.modules[module])[parts[0]]
        for part in parts[1:]:
            found = getattr(found, part)
        return found
    except (KeyError, AttributeError):
        kw_only = getattr(imported_dataclasses(), "KW_ONLY", None)
        return {"ClassVar": typing.ClassVar, "MATCH": MATCH, "KW_ONLY": kw_only}.get(parts[-1])


def lay(namespace, fields, bases):
    """Leaves in the namespace the annotations of all fields, inherited ones first, and nothing else."""
    if not LAZY or "__annotations__" in namespace:
        namespace["__annotations__"] = {name: field.type for name, field in fields.items() if field.type is not MISSING}
        return
    written = annotationlib.get_annotate_from_class_namespace(namespace)
    namespace.pop("__annotate__", None)
    namespace["__annotate_func__"] = _annotate_function(written, tuple(fields), bases)


def _annotate_function(written, names, bases):
    """What 3.14 calls when somebody asks for annotations: forward references get a second chance."""

    def __annotate__(format, /):
        if format == annotationlib.Format.VALUE_WITH_FAKE_GLOBALS:
            raise NotImplementedError(format)
        merged = {}
        for base in reversed(bases):
            merged.update(annotationlib.get_annotations(base, format=format))
        if written is not None:
            merged.update(annotationlib.call_annotate_function(written, format))
        return {name: merged[name] for name in names if name in merged}

    return __annotate__
