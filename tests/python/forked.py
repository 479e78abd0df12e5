"""What runs in the process that forks: see forks.py. It imports no more than it must, since each program finds it in `sys.modules`."""

import atexit
import gc
import os
import struct
import sys

import recordclass_rs  # noqa: F401  (half of the programs want it)

SIZE, ANSWER = struct.Struct("=Q"), struct.Struct("=q")


def program(out):
    """Forks for each program that standard input brings, and tells of the child's number and its end on standard output.
    Returns in the child: the program, whose standard output is the file `out`."""
    # As in conftest.py; and a collection in a child would make a copy of each page that it looks at.
    gc.collect()
    gc.freeze()
    while head := os.read(0, SIZE.size):
        (left,) = SIZE.unpack(head)
        source = b""
        while len(source) < left:
            source += os.read(0, left - len(source)) or os._exit(1)
        child = os.fork()
        if child == 0:
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.dup2(out, 1)
            os.close(nothing)
            os.close(out)
            if not getattr(sys, "_is_gil_enabled", lambda: True)():
                # Functions and classes die by collections there. They would not if `__main__`, which has them, could not, and
                # the interpreter would take the program's names away before its objects.
                atexit.register(gc.unfreeze)
            return compile(source, "<string>", "exec", dont_inherit=True)
        os.write(1, ANSWER.pack(child))
        os.write(1, ANSWER.pack(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))
    os._exit(0)
