"""`python -m recordclass_rs.stubs MODULE [-o FILE] [--check]`."""

import argparse
import importlib
import sys
from pathlib import Path

from . import stub


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m recordclass_rs.stubs",
        description="Writes the type stubs of an extension module with record classes.",
        epilog="What you wrote into the file for functions and other classes stays, as long as their parameters do.",
    )
    parser.add_argument("module", help="its name, as in `import`")
    parser.add_argument("-o", "--output", type=Path, help="the file, `-` for the terminal; MODULE.pyi if not given")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the file is not up to date")
    said = parser.parse_args(arguments)
    # As `python -m` has it for the program itself: the module may be in the folder where one works.
    sys.path.insert(0, "")
    module = importlib.import_module(said.module)
    path = said.output or Path(said.module.rpartition(".")[2] + ".pyi")
    before = path.read_text(encoding="utf-8") if str(path) != "-" and path.exists() else ""
    text = stub(module, before)
    if said.check:
        if text != before:
            print(f"{path} is not up to date: python -m recordclass_rs.stubs {said.module} -o {path}", file=sys.stderr)
        return int(text != before)
    if str(path) == "-":
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
