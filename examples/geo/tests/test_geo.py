import copy
import math
import pickle
import sys
import threading
from pathlib import Path

import pytest

import geo
from geo import Airport, Bounds

DATA = Path(__file__).parents[2] / "data" / "airports.csv"


@pytest.fixture(scope="module")
def airports():
    return geo.load(DATA)


def haversine(a, b):
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def test_every_row_is_a_record(airports):
    assert len(airports) == 3376
    first = airports[0]
    assert repr(first) == (
        "Airport(iata='00M', name='Thigpen', city='Bay Springs', state='MS', country='USA', "
        "latitude=31.95376472, longitude=-89.23450472)"
    )
    match first:
        case Airport(iata, name, state="MS"):
            assert (iata, name) == ("00M", "Thigpen")
        case _:
            pytest.fail("it does not match")
    # Twelve rows have no city.
    assert sum(airport.city is None for airport in airports) == 12


def test_a_record_is_its_head_and_its_fields(airports):
    assert sys.getsizeof(airports[0]) == object.__basicsize__ + 7 * 8
    # The text of a country is one object for all.
    assert len({id(airport.country) for airport in airports if airport.country == "USA"}) == 1


def test_distances_are_those_of_the_formula(airports):
    for a, b in zip(airports[:50], airports[50:100]):
        expected = haversine((a.latitude, a.longitude), (b.latitude, b.longitude))
        assert a.distance_to(b.latitude, b.longitude) == pytest.approx(expected, rel=1e-9)


def test_the_nearest_come_first(airports):
    park = 40.7829, -73.9654  # In the middle of Manhattan.
    expected = sorted(airports, key=lambda airport: haversine((airport.latitude, airport.longitude), park))
    assert geo.nearest(airports, *park, count=5) == expected[:5]
    one = geo.nearest(airports, *park)
    assert len(one) == 1 and any(one[0] is airport for airport in airports)


def test_a_box_is_a_value(airports):
    hawaii = Bounds(south=18, west=-161, north=23, east=-154)
    assert {airport.state for airport in geo.within(airports, hawaii)} == {"HI"}
    assert {hawaii: "Hawaii"}[Bounds(south=18, west=-161, north=23, east=-154)] == "Hawaii"
    pacific = Bounds(west=170, east=-170)
    assert pacific.contains(0, 179) and pacific.contains(0, -179) and not pacific.contains(0, 0)
    with pytest.raises(ValueError, match="south of a Bounds"):
        Bounds(south=1, north=0)
    with pytest.raises(AttributeError):
        hawaii.south = 0
    with pytest.raises(TypeError):
        Bounds(18, -161, 23, -154)


def test_neighbours_share_the_airports(airports):
    some = airports[:300]
    hops = geo.neighbours(some)
    assert [hop.from_ for hop in hops] == some and hops[7].from_ is some[7]
    for hop in hops[::37]:
        here = (hop.from_.latitude, hop.from_.longitude)
        others = (haversine(here, (a.latitude, a.longitude)) for a in some if a is not hop.from_)
        assert hop.km == pytest.approx(min(others), rel=1e-9)
    assert sorted(hops, key=lambda hop: hop.km)[0].km >= 0
    with pytest.raises(ValueError, match="two airports"):
        geo.neighbours(airports[:1])


def test_other_threads_run_meanwhile(airports):
    """The numbers are read without the GIL, so Python code goes on beside the search."""
    turns = []
    done = threading.Event()

    def count():
        while not done.is_set():
            turns.append(None)

    thread = threading.Thread(target=count)
    thread.start()
    before = len(turns)
    geo.neighbours(airports)
    after = len(turns)
    done.set()
    thread.join()
    assert after > before


def test_shifting_changes_them_in_place(airports):
    copies = [copy.copy(airport) for airport in airports[:10]]
    geo.shift(copies, north=1)
    assert [a.latitude for a in copies] == [a.latitude + 1 for a in airports[:10]]
    assert copies[0] != airports[0]


def test_new_airports_have_defaults_and_types():
    ber = Airport("BER", "Brandenburg", "Berlin", None, 52.36, 13.5, country="Germany")
    assert ber.country == "Germany" and ber[-2:] == (52.36, 13.5)
    assert Airport("X", "X", None, None, 0, 0).country == "USA"
    with pytest.raises(TypeError, match=r"Airport\.latitude must be a real number, not str"):
        ber.latitude = "north"
    assert pickle.loads(pickle.dumps(ber)) == ber
