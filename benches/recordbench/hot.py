"""One hot path, run so many times: `python -S hot.py PATH COUNT`, below valgrind. It imports next to nothing, since all that
valgrind runs takes fifty times as long.
"""

UNROLL = 10
PATHS = {
    "create": ("Objects", "C(a, b, c)"),
    "create_kw": ("Objects", "C(x=a, y=b, z=c)"),
    "create_f64": ("Floats", "C(f, g, h)"),
    "getattr_f64": ("Floats", "p.y"),
    "setattr_f64": ("Floats", "p.y = g"),
    "index": ("Objects", "p[1]"),
    "unpack": ("Objects", "x, y, z = p"),
    "eq": ("Objects", "p == q"),
    "repr_f64": ("Floats", "repr(p)"),
    "hash": ("Objects", "hash(p)"),
}


def main(path, count):
    import gc
    from itertools import repeat

    import recordclass_benches

    gc.disable()
    cls, code = PATHS[path]
    C = getattr(recordclass_benches, cls)
    scope = {}
    # Ten times in the body, and a loop that makes no numbers: what surrounds the path would hide its growth.
    body = "; ".join([code] * UNROLL)
    exec(f"def run(C, p, q, a, b, c, f, g, h, loops):\n    for _ in loops: {body}", scope)
    values = {"Objects": lambda: (int("1001"), "".join(["Ada ", "Lovelace"]), int("2002"))}
    values["Floats"] = lambda: (float("31.95376472"), float("-89.23450472"), float("1017.3482"))
    p, q = C(*values[cls]()), C(*values[cls]())
    arguments = C, p, q, *values["Objects"](), *values["Floats"]()
    # The interpreter makes up its mind how to run the function; before 3.11 after a thousand calls.
    for _ in range(1100):
        scope["run"](*arguments, repeat(None, 1))
    scope["run"](*arguments, repeat(None, count // UNROLL))


if __name__ == "__main__":
    import sys

    main(sys.argv[1], int(sys.argv[2]))
