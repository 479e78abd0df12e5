"""A Python that is laid out otherwise than the one the package was built for is refused while it is imported."""

import sys

import isolated
import pytest
from reference import FREE_THREADED

FAKE = """
import ctypes, importlib.machinery, importlib.util
spec = importlib.util.find_spec("recordclass_rs")
found = importlib.machinery.PathFinder.find_spec("recordclass_rs._core", spec.submodule_search_locations)
HEAD = object.__basicsize__
def load():
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
"""


@pytest.mark.skipif(
    FREE_THREADED or hasattr(sys, "gettotalrefcount") or sys.version_info >= (3, 13),
    reason="such an interpreter itself does not survive the figure",
)
def test_another_size_of_classes_is_an_import_error():
    isolated.run(FAKE, """
    # `tp_basicsize` is the second word behind the head of a type, which ends with a size.
    figure = ctypes.c_ssize_t.from_address(id(type) + HEAD + 16)
    assert figure.value == type.__basicsize__
    figure.value += 8
    try: error = raises(ImportError, load)
    finally: figure.value -= 8
    assert "type objects" in str(error) and "does not fit" in str(error), error
    # Nothing is left of it: with the right figure it works.
    assert repr(load().mutabletuple(1)) == "mutabletuple(1)"
    """, fresh=True)


@pytest.mark.skipif(FREE_THREADED or sys.maxsize < 2**32, reason="small ints are read otherwise")
def test_another_form_of_ints_is_an_import_error():
    isolated.run(FAKE, """
    # The digit of an int that is made once and shared: 300 read as 301.
    old = int.from_bytes(b"\\x2c\\x01", "little")
    digit = None
    class Ints(ctypes.Structure): _fields_ = [("head", ctypes.c_char * HEAD), ("tag", ctypes.c_size_t), ("digit", ctypes.c_uint32)]
    one = Ints.from_address(id(1))
    assert one.digit == 1
    one.digit = 2
    try: load()
    except ImportError as error: told = error
    except BaseException as error: told = error
    else: told = None
    one.digit = 1
    assert type(told) is ImportError and "int objects" in str(told), told
    """, fresh=True)


@pytest.mark.hazard(40)
def test_a_second_interpreter_is_refused():
    interpreters = pytest.importorskip("_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters")
    isolated.run(f"""
    import warnings; warnings.simplefilter("ignore")
    import os, {interpreters.__name__} as interpreters
    import recordclass_rs
    read, write = os.pipe()
    code = "import os, sys; sys.path[:] = " + repr(sys.path) + chr(10) + "try: import recordclass_rs" + chr(10) + "except ImportError as error: os.write(" + str(write) + ", str(error).encode() + b'.')" + chr(10) + "else: os.write(" + str(write) + ", b'imported')"
    for _ in range(3):
        one = interpreters.create()
        try: interpreters.run_string(one, code)
        finally: interpreters.destroy(one)
        told = os.read(read, 1000).decode()
        assert "interpreter" in told, told
    assert repr(recordclass_rs.mutabletuple(1)) == "mutabletuple(1)"
    """, fresh=True)
