"""What members and contact people take along holds the partner profiles, and of other sides what is shown alone."""

import json

from django.utils.timezone import localdate

from tests.builders import LONG_AGO, make_user
from tokkasite.partners import actions, letters
from tokkasite.register.models import ContactPerson


def taken_along(client, who) -> dict:
    client.force_login(who.user)
    return json.loads(client.post(f"/en/member/{who.mandate.pk}/file/").getvalue())


def test_a_member_takes_its_profiles_and_interests_along_without_the_name_of_who_stays_hidden(client, world):
    actions.ask(asks=world.seeks, asked=world.gives, by=None, today=localdate())
    letters.stop_letters(mandate=world.seeker.mandate, by=None, today=LONG_AGO)
    told = taken_along(client, world.seeker)
    (profile,), (interest,) = told["partner_profiles"], told["partner_interests"]
    assert (profile["title"], profile["seeks"], profile["contact"]) == (
        "About Hidas Oy", "welding robots", "hidas@example.org",
    )  # fmt: skip
    assert (interest["state"], interest["we_asked"], interest["other"]) == ("waiting", True, "")
    assert told["partner_letters"] == {"stopped_on": LONG_AGO.isoformat(), "sent": []}
    assert "Nopea" not in json.dumps(told)


def test_a_contact_person_takes_along_the_profiles_that_name_it(client, world):
    person = ContactPerson.objects.create(
        organisation=world.seeker.body, name="Aino Aalto", email="hidas@example.org", lawful_basis="consent",
        from_on=LONG_AGO, verified_on=LONG_AGO, keep_until=localdate().replace(month=12, day=31),
    )  # fmt: skip
    client.force_login(world.manager)
    told = json.loads(client.post(f"/en/people/{person.pk}/", {"export": "1"}).content)
    assert [one["title"] for one in told["partner_profiles"]] == ["About Hidas Oy"]
    client.force_login(make_user("manager", world.theirs))
    assert client.post(f"/en/people/{person.pk}/", {"export": "1"}).status_code == 404
