"""On what, and with what, was measured."""

import datetime
import os
import platform
import sys
from importlib import metadata

PEERS = ("attrs", "msgspec", "recordclass", "cython", "numpy", "pyarrow", "polars")


def describe(compiler):
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "build": f"{platform.python_implementation()}, {platform.python_compiler()}",
        "flags": _flags(),
        "compiler": compiler,
        "peers": {name: _version(name) for name in PEERS},
        "date": datetime.date.today().isoformat(),
    }


def _cpu():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def _flags():
    """What makes interpreters of one version differ in speed."""
    import sysconfig

    config = sysconfig.get_config_var("CONFIG_ARGS") or ""
    told = [word for word in ("optimizations", "lto", "shared") if f"--enable-{word}" in config or f"--with-{word}" in config]
    free = ["free-threaded"] if sysconfig.get_config_var("Py_GIL_DISABLED") else []
    debug = ["debug"] if hasattr(sys, "gettotalrefcount") else []
    return told + free + debug


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
