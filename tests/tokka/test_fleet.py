"""The door to many processors: the same answers here, in processes, and on a cluster of two workers."""

import math

import pytest

from tokka.fleet import NoCluster, fleet, in_order

QUESTIONS = [1.0, 4.0, 9.0, 2.0]


def test_answers_come_back_in_the_order_of_the_questions():
    with fleet(processes=2) as executor:
        assert in_order(executor, math.sqrt, QUESTIONS) == in_order(None, math.sqrt, QUESTIONS)


def test_an_address_where_nobody_answers_is_named():
    with pytest.raises(NoCluster, match=r"tcp://127\.0\.0\.1:9"), fleet("tcp://127.0.0.1:9", patience_seconds=0.5):
        pass
