"""The components that all rooms share: what they say, and that they never say it by colour alone."""

import base64
from xml.etree import ElementTree as ET

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import strip_tags

from tokkasite.ui.charts import Figure, Interval, Series, intervals, lines, stacked_bars


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def words(template: str, **context: object) -> str:
    """What a component says, without its marks."""
    return " ".join(strip_tags(render_to_string(template, context)).split())


@pytest.mark.parametrize(("outcome", "said"), [("met", "✓ met"), ("missed", "✕ missed"), ("unknown", "? unknown")])
def test_an_outcome_has_a_sign_and_a_word(outcome, said):
    assert words("ui/outcome.html", outcome=outcome) == said


@pytest.mark.parametrize(
    ("level", "said"), [("green", "● green"), ("yellow", "▲ yellow"), ("red", "■ red"), ("", "? unknown")]
)
def test_a_level_has_a_sign_and_a_word(level, said):
    assert words("ui/level.html", level=level) == said


def test_what_is_invented_says_so():
    assert words("ui/invented.html") == "invented"


def test_a_chart_brings_its_table():
    figure = Figure(
        key="contacts", title="Contacts by month", image="data:,", columns=("Month", "Contacts"), rows=(("May", 4),)
    )
    html = render_to_string("ui/figure.html", {"figure": figure})
    assert 'alt="Chart: Contacts by month. The table below holds the same numbers."' in html
    assert '<tr><th scope="row">May</th><td class="num">4</td></tr>' in html


@pytest.mark.parametrize("draw", [lines, stacked_bars])
def test_a_chart_is_a_picture_without_scripts(draw):
    kind, _comma, body = draw(["May", "June"], [Series("met", "met", [3, None])]).partition(",")
    drawing = ET.fromstring(base64.b64decode(body))
    assert kind == "data:image/svg+xml;base64"
    assert [element.tag for element in drawing.iter() if element.tag.endswith("script")] == []


def test_each_interval_has_its_name_and_its_point():
    address = intervals([Interval("Activities", 40, 20, 60), Interval("News", 80, 70, 90)], span=(0, 100), middle=50)
    drawn = base64.b64decode(address.partition(",")[2]).decode()
    assert [name for name in ("Activities", "News") if drawn.count(name) == 0] == []
    assert "<script" not in drawn


def test_the_same_numbers_make_the_same_picture():
    assert lines(["May"], [Series("met", "met", [3])]) == lines(["May"], [Series("met", "met", [3])])


def test_pages_of_a_list_keep_what_was_asked():
    request = RequestFactory().get("/en/?kind=visit&page=2")
    page = Paginator(range(90), 30).page(2)
    html = render_to_string("ui/pagination.html", {"page": page}, request=request)
    assert 'href="?kind=visit&amp;page=1"' in html
    assert 'href="?kind=visit&amp;page=3"' in html
    assert "Page 2 of 3" in html


class Call(forms.Form):
    on = forms.DateField(label="Day", help_text="The day of the call.")
    channel = forms.ChoiceField(label="Channel", choices=[("visit", "Visit")], widget=forms.RadioSelect)


def test_a_refused_field_is_named_above_the_form_and_told_beside_it():
    form = Call({"on": "yesterday", "channel": "visit"})
    assert words("ui/errors.html", form=form) == "Nothing is saved yet. Please correct: Day: Enter a valid date."
    assert '<a href="#id_on">Day: Enter a valid date.</a>' in render_to_string("ui/errors.html", {"form": form})
    field = render_to_string("ui/field.html", {"field": form["on"]})
    assert 'aria-describedby="id_on_helptext id_on_error"' in field
    assert words("ui/field.html", field=form["on"]) == "Day The day of the call. Enter a valid date."


def test_radio_buttons_are_a_group_with_a_name():
    html = render_to_string("ui/field.html", {"field": Call()["channel"]})
    assert "<legend>Channel</legend>" in html


def test_a_form_in_order_says_nothing():
    assert words("ui/errors.html", form=Call({"on": "2026-03-02", "channel": "visit"})) == ""
