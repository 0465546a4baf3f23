import pytest

from tokka.geography import km_between

ROVANIEMI, KEMI, HELSINKI = (66.5039, 25.7294), (65.7362, 24.5637), (60.1699, 24.9384)


@pytest.mark.parametrize(
    ("here", "there", "km"), [(ROVANIEMI, KEMI, 100.2), (ROVANIEMI, HELSINKI, 705.4), (KEMI, KEMI, 0.0)]
)
def test_distance_as_the_crow_flies(here, there, km):
    assert round(km_between(here, there), 1) == km


def test_a_degree_of_latitude_is_the_circumference_by_360():
    assert round(km_between((60, 25), (61, 25)), 3) == 111.195


def test_distance_is_the_same_both_ways_and_at_most_half_the_globe():
    assert km_between(KEMI, HELSINKI) == km_between(HELSINKI, KEMI)
    assert round(km_between((0, 0), (0, 180))) == 20015
