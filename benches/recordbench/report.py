"""What a run leaves: results.json, table.md and plots; and on the terminal, the goals."""

import json

from . import array_report, goals, plots, table


def write(folder, results):
    """Writes and prints; whether all goals that were measured are met."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in [*folder.glob("*.svg"), *folder.glob("*.md")]:
        stale.unlink()
    (folder / "results.json").write_text(json.dumps(results))
    (folder / "table.md").write_text(table.document(results), encoding="utf-8")
    with_arrays = [result for result in results if "arrays" in result]
    if with_arrays:
        (folder / "arrays.md").write_text(array_report.document(with_arrays), encoding="utf-8")
    for result in results:
        for name, plot in plots.all_of(result).items():
            (folder / name).write_text(plot, encoding="utf-8")
    print(f"\n{table.goals(results)}\n")
    if with_arrays:
        print(f"arrays:\n\n{array_report.goals(results)}\n")
    for result in results:
        print(f"{table.version(result)}, rows we lose (every kind of ours, by more than 5 %):\n\n{table.lost(result)}\n")
        if "arrays" in result:
            print(f"{array_report.measurements(result)}\n\narrays, rows we lose:\n\n{array_report.lost(result)}\n")
        print(f"{table.described(result)}\n- measured in {result['seconds']} s\n")
    everything = [answer for result in results for answer in goals.answers(result) + array_report.answers(result)]
    steep = [key for result in results for key, factor in goals.growth(result).items() if factor > goals.GROWTH_LIMIT]
    met = sum(answer.is_met for answer in everything)
    print(f"{met} of {len(everything)} goals met" + (f"; growth is not linear: {steep}" if steep else ""))
    return met == len(everything) and not steep
