"""python -m weather DAYS.csv CHART.png"""

import sys

from . import load, monthly
from .chart import draw


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = sys.argv[1:]
    months = monthly(load(source))
    draw(months).savefig(target, dpi=120)
    print(f"{target}: {len(months)} months, {sum(month.wet_days for month in months)} wet days")


main()
