"""The commands that `cargo xtask bench` runs, each in the Python it is about."""

import argparse
import json
import sys
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(prog="recordbench")
    verbs = parser.add_subparsers(dest="verb", required=True)
    measure = verbs.add_parser("measure", help="measures on this Python")
    measure.add_argument("out", type=Path)
    measure.add_argument("--quick", action="store_true")
    measure.add_argument("--only", default="")
    measure.add_argument("--records", type=int, default=10_000_000, help="how many the group `arrays` has in memory")
    measure.add_argument("--compiler", default="")
    report = verbs.add_parser("report", help="writes table, plots and goals out of several measurements")
    report.add_argument("folder", type=Path)
    report.add_argument("results", type=Path, nargs="+")
    report.add_argument("--check", action="store_true", help="fails if a goal is missed")
    count = verbs.add_parser("instructions", help="counts instructions of the hottest paths")
    count.add_argument("baseline", type=Path)
    count.add_argument("--bless", action="store_true")
    args = parser.parse_args()
    return globals()[f"_{args.verb}"](args)


def _measure(args):
    from . import measure

    only = [word for word in args.only.split(",") if word]
    if unknown := measure.unknown(only):
        print(f"there is no row {', '.join(unknown)}; benches/README.md names them", file=sys.stderr)
        return 1
    result = measure.run(args.quick, only, args.compiler, args.records)
    args.out.write_text(json.dumps(result))
    return 0


def _report(args):
    from . import report

    results = [json.loads(path.read_text()) for path in args.results]
    met = report.write(args.folder, results)
    return 0 if met or not args.check else 1


def _instructions(args):
    from . import instructions

    return instructions.run(args.baseline, args.bless)


if __name__ == "__main__":
    sys.exit(main())
