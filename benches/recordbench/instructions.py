"""Instructions of the hottest paths, counted by valgrind: repeatable where times are not, so a gate can be narrow.

Each path runs N times in one process and 2 N times in another. The difference, divided by N, is what it costs once: the start
of Python falls out. The interpreter's own part is in it, so counts of one build of Python say nothing about another.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .hot import PATHS
from .machine import describe

COUNT = 4000
LIMIT = 1.05


def run(baseline, bless):
    if shutil.which("valgrind") is None:
        print("valgrind is not installed: NO instructions were counted, and nothing was compared")
        return 0
    version = "{}.{}".format(*sys.version_info)
    build = _build()
    counts = count_all()
    known = json.loads(baseline.read_text()) if baseline.exists() else {}
    if bless:
        known[version] = {"build": build, "counts": counts}
        baseline.write_text(json.dumps(dict(sorted(known.items(), key=_by_minor)), indent=2) + "\n")
        print(f"CPython {version}: written to {baseline.name}")
    before = known.get(version, {})
    same = before.get("build") == build
    lines, grown = compare(counts, before.get("counts", {}) if same else {})
    print("\n".join(lines))
    if not same:
        print(f"NOT compared: {baseline.name} has no counts of this build of CPython ({build}); --bless puts them there")
    print(f"instructions: {'FAILED: ' + ', '.join(grown) if grown else 'all good'}")
    return 1 if grown else 0


def compare(counts, before):
    """Lines to show, and what grew too much."""
    lines, grown = [f"{'path':12} {'instructions':>12} {'before':>8} {'ratio':>6}"], []
    for path, count in counts.items():
        if path in before:
            lines.append(f"{path:12} {count:12.1f} {before[path]:8.1f} {count / before[path]:6.3f}")
            if count > before[path] * LIMIT:
                grown.append(path)
        else:
            lines.append(f"{path:12} {count:12.1f} {'-':>8} {'-':>6}")
    return lines, grown


def count_all():
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        totals = {path: [pool.submit(_total, path, COUNT * times) for times in (1, 2)] for path in PATHS}
        return {path: round((twice.result() - once.result()) / COUNT, 1) for path, (once, twice) in totals.items()}


def _total(path, count):
    hot = Path(__file__).with_name("hot.py")
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, "-S", hot, path, str(count)]
    # Hashes of strs, and with them the shape of dicts, must be the same in each process.
    env = os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=env)
    collected = re.search(r"Collected\s*:\s*(\d+)", done.stderr)
    if done.returncode or collected is None:
        raise SystemExit(f"valgrind failed on {path}:\n{done.stderr}")
    return int(collected[1])


def _build():
    machine = describe("")
    return f"{machine['python']}, {machine['build']}, {' '.join(machine['flags'])}"


def _by_minor(item):
    return int(item[0].partition(".")[2])
