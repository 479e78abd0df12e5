"""Compiles peers.pyx into the folder that is given: `python build.py FOLDER`."""

import sys
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

folder = Path(sys.argv[1])
source = Path(__file__).with_name("peers.pyx")
copy = folder / "recordbench_cython.pyx"
# Cython lays its C file beside the source, and names the module after it.
if not copy.exists() or copy.read_bytes() != source.read_bytes():
    copy.write_bytes(source.read_bytes())
extension = Extension("recordbench_cython", [str(copy)], extra_compile_args=["-O3"] if sys.platform != "win32" else [])
setup(
    name="recordbench_cython",
    ext_modules=cythonize([extension], quiet=True),
    script_args=["--quiet", "build_ext", "--build-lib", str(folder), "--build-temp", str(folder / "build")],
)
