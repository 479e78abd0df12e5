"""A chart of months: bars of rain, and the band between the mean low and high of the days."""

from collections import defaultdict
from statistics import mean

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def draw(months, title="Seattle"):
    """The figure: each month of the year with the mean of its years."""
    by_name = defaultdict(list)
    for month in months:
        by_name[month.month].append(month)
    numbers = sorted(by_name)

    def means(field):
        return [mean(getattr(month, field) for month in by_name[number]) for number in numbers]

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    rain = figure.subplots()
    rain.bar(numbers, means("precipitation"), color="#9dc3e6", label="precipitation")
    rain.set_ylabel("precipitation, mm a month")
    rain.set_xticks(numbers, [NAMES[number - 1] for number in numbers])
    rain.set_title(title)

    warmth = rain.twinx()
    low, high = means("low"), means("high")
    warmth.fill_between(numbers, low, high, color="#f4b183", alpha=0.4, label="low to high")
    warmth.plot(numbers, high, color="#c55a11")
    warmth.plot(numbers, low, color="#c55a11")
    warmth.set_ylabel("mean low and high of the days, °C")
    return figure
