"""Medians, spreads, and ratios taken round by round."""


def quantile(samples, at):
    """Linear between the samples next to it."""
    ordered = sorted(samples)
    place = at * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def median(samples):
    return quantile(samples, 0.5)


def ratio(ours, theirs):
    """The median of the ratios within each round: a slow moment of the machine slows both."""
    return median([mine / other for mine, other in zip(ours, theirs)])


def number(value):
    """Three digits, as far as they go."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(samples):
    """`28.4 (27.9-31.0)`: the median, and where 80 % of the rounds lie; one figure where all agree."""
    middle, low, high = (number(quantile(samples, at)) for at in (0.5, 0.1, 0.9))
    return middle if low == high else f"{middle} ({low}-{high})"
