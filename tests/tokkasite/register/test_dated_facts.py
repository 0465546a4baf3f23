"""Names, successions and ownership with their days: what cannot be is refused, what was stays readable."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.builders import make_cluster, make_organisation, make_user
from tokkasite.register.models import OrganisationName, Ownership, Succession

DAY = date(2026, 1, 1)


@pytest.fixture
def bodies(db):
    return make_organisation("Old body", "regional_authority"), make_organisation("New body", "regional_authority")


def test_nobody_succeeds_itself(bodies):
    old, _new = bodies
    with pytest.raises(ValidationError, match=r"An organisation does not succeed itself. Choose another one."):
        Succession(predecessor=old, successor=old, on=DAY).full_clean()


@pytest.mark.parametrize("share", ["0", "100.5"])
def test_a_share_is_part_of_a_whole(bodies, share):
    owner, owned = bodies
    with pytest.raises(ValidationError, match=r"A share lies above 0 and goes up to 100 per cent."):
        Ownership(owner=owner, owned=owned, share_percent=share, from_on=DAY, source="x").full_clean()


def test_nobody_owns_itself(bodies):
    owner, _owned = bodies
    with pytest.raises(ValidationError, match=r"An organisation does not own itself. Choose another one."):
        Ownership(owner=owner, owned=owner, share_percent=50, from_on=DAY, source="x").full_clean()


def test_a_name_that_ends_before_it_begins_is_refused(bodies):
    name = OrganisationName(organisation=bodies[0], name="Older", kind="former", from_on=DAY, until_on=date(2025, 1, 1))
    with pytest.raises(ValidationError) as refused:
        name.full_clean()
    assert list(refused.value.message_dict) == ["until_on"]


def test_both_pages_tell_of_a_succession(bodies, client):
    old, new = bodies
    Succession.objects.create(predecessor=old, successor=new, on=DAY, tasks="Everything but roads")
    OrganisationName.objects.create(organisation=old, name="Oldest body", kind="former", until_on=date(2010, 1, 1))
    client.force_login(make_user("team", make_cluster("forest")))
    ended = client.get(f"/en/organisations/{old.pk}/").content.decode()
    goes_on = client.get(f"/en/organisations/{new.pk}/").content.decode()
    assert "Its tasks went on 1 Jan 2026 to" in ended
    assert "Oldest body" in ended
    assert "Goes on since 1 Jan 2026 with the tasks of" in goes_on
    assert "Everything but roads" in goes_on
