"""Keeps what an organisation was called, where it was and what it was, when that changes."""

from datetime import date

from tokkasite.register.models import FormerFact, Organisation


def keep_former(*, before: Organisation, after: Organisation, today: date) -> list[FormerFact]:
    """Keep what was said of an organisation before a change, until the day of the change.

    It is part of the deed that changes: no transaction and no audit line of its own. Of what changes twice on one day
    the first is kept: what was never said for a whole day is no history.
    """
    last = dict(after.former_facts.order_by("until_on").values_list("field", "until_on"))
    changed = {
        field: said
        for field in FormerFact.Field.values
        if (said := str(getattr(before, field) or "")) and said != str(getattr(after, field) or "")
    }
    return FormerFact.objects.bulk_create(
        FormerFact(organisation=after, field=field, value=said, from_on=last.get(field), until_on=today)
        for field, said in changed.items()
        if last.get(field) != today
    )
