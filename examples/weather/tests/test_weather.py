import csv
import datetime
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import weather
from weather import Day, Month, Sky
from weather.chart import draw

DATA = Path(__file__).parents[2] / "data" / "seattle-weather.csv"


@pytest.fixture(scope="module")
def days():
    return weather.load(DATA)


@pytest.fixture(scope="module")
def rows():
    with DATA.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_a_day(days, rows):
    assert len(days) == len(rows) == 1461
    for day, row in zip(days, rows):
        assert day.date.strftime("%Y/%m/%d") == row["date"]
        assert (day.precipitation, day.high, day.low, day.wind) == tuple(
            float(row[column]) for column in ("precipitation", "temp_max", "temp_min", "wind")
        )
        assert day.sky == getattr(Sky, row["weather"].title())
    assert repr(days[0]).startswith("Day(date=datetime.date(2012, 1, 1), precipitation=0.0, high=12.8, low=5.0")


def test_a_day_is_compact(days):
    # Four numbers of eight bytes, a date of four and a sky of one.
    assert sys.getsizeof(days[0]) == object.__basicsize__ + 40


def test_days_are_values(days):
    assert pickle.loads(pickle.dumps(days[0])) == days[0]
    assert len({*days, days[0]}) == len(set(days))
    assert Day(datetime.date(2020, 1, 1), 0, 1, 0) == Day(datetime.date(2020, 1, 1), 0.0, 1, 0, sky=Sky.Sun)
    with pytest.raises(AttributeError):
        days[0].wind = 0


def test_months_add_up(days, rows):
    months = weather.monthly(days)
    assert len(months) == 48 and months == sorted(months)
    march = next(month for month in months if (month.year, month.month) == (2014, 3))
    own = [row for row in rows if row["date"].startswith("2014/03/")]
    assert march.precipitation == pytest.approx(sum(float(row["precipitation"]) for row in own))
    assert march.high == pytest.approx(sum(float(row["temp_max"]) for row in own) / 31)
    assert march.wet_days == sum(float(row["precipitation"]) > 0 for row in own)
    assert weather.monthly([]) == []
    assert Month(2011, 12, 0, 0, 0) < months[0]


def test_what_is_saved_is_loaded(days, tmp_path):
    weather.save(days[:100], tmp_path / "some.csv")
    assert weather.load(tmp_path / "some.csv") == days[:100]
    (tmp_path / "bad.csv").write_text("date,precipitation,temp_max,temp_min\n2012/13/01,0,0,0\n")
    with pytest.raises(ValueError, match="out of range"):
        weather.load(tmp_path / "bad.csv")
    # What has a default may be missing.
    (tmp_path / "short.csv").write_text("date,precipitation,temp_max,temp_min\n2012/12/01,0,1,0\n")
    assert weather.load(tmp_path / "short.csv") == [Day(datetime.date(2012, 12, 1), 0, 1, 0)]
    with pytest.raises(OSError):
        weather.load(tmp_path / "none.csv")


def test_the_chart_shows_the_months(days):
    months = weather.monthly(days)
    rain, warmth = draw(months).axes
    januaries = [month.precipitation for month in months if month.month == 1]
    bars = rain.patches
    assert len(bars) == 12
    assert bars[0].get_height() == pytest.approx(sum(januaries) / 4)
    high, low = warmth.lines
    assert (high.get_ydata() > low.get_ydata()).all()


def test_it_is_a_program(tmp_path):
    target = tmp_path / "chart.png"
    done = subprocess.run(
        [sys.executable, "-m", "weather", DATA, target], capture_output=True, text=True, check=True
    )
    assert "48 months" in done.stdout
    assert target.read_bytes().startswith(b"\x89PNG")
