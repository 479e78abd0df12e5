"""Cython's extension types: see cython/peers.pyx."""

from .kinds import Kind

_WITHOUT = {"index", "index_set", "unpack", "iterate", "replace", "asdict"}
_CLASSES = {
    "obj3": [("cython", "Objects")],
    "flt3": [("cython", "Objects"), ("cython native", "Floats")],
    "int3": [("cython", "Objects"), ("cython native", "Ints")],
    "obj8": [("cython", "Objects8")],
}


def collect(shape, add):
    classes = _CLASSES[shape.name]

    def make():
        import recordbench_cython

        return [Kind(name, getattr(recordbench_cython, cls), without=_WITHOUT) for name, cls in classes]

    add([name for name, _ in classes], make)
