"""For whom the pages of partners, consortia and cluster profiles are, and what they are asked with."""

from types import SimpleNamespace

from tests.builders import LONG_AGO
from tests.tokkasite.roles import EVERYONE, MEMBER, NOBODY, TEAM
from tokkasite.accounts.models import User
from tokkasite.partners.actions import keep_own_profile, keep_profile
from tokkasite.partners.models import Candidate, Consortium, OwnProfile, PartnerProfile

OF_THE_TEAM = (
    *("search", "add_profile", "profile", "edit_profile", "clusters", "own_cluster", "cluster_file"),
    *("consortia", "add_consortium", "consortium", "edit_consortium", "add_candidate", "candidate"),
)
OF_A_MEMBER = ("own", "add_own", "edit_own", "matches")
PAGES = {
    **{f"partners:{name}": TEAM for name in OF_THE_TEAM},
    **{f"partners:{name}": MEMBER for name in OF_A_MEMBER},
    "partners:public_profile": EVERYONE,  # it is published below
    "partners:withdraw": NOBODY,  # by POST alone, as the next one
    "partners:answer": NOBODY,
    "partners:letters": NOBODY,
    "partners:stop": NOBODY,  # by a link that nobody here has
}
ELSEWHERE = {"partners:cluster_file", "partners:public_profile"}  # files
FIRST_OF: dict[str, str] = {}


def prepare(ours: SimpleNamespace, people: dict[str, User | None]) -> None:
    """A profile of the member's organisation, a published cluster profile, and a consortium with a candidate."""
    row = PartnerProfile(
        cluster=ours.cluster, organisation=ours.company, title="Ash", seeks="ash", contact="Aino", country="FI"
    )
    ours.partner_profile = keep_profile(profile=row, consents=True, by=people["member"], today=LONG_AGO)
    own = OwnProfile(cluster=ours.cluster, is_published=True)
    keep_own_profile(profile=own, by=people["manager"], today=LONG_AGO)
    ours.consortium = Consortium.objects.create(cluster=ours.cluster, title="Heat", covered="heat")
    ours.candidate = Candidate.objects.create(consortium=ours.consortium, name="Somebody", country="SE")


def arguments(ours: SimpleNamespace) -> dict[str, dict[str, object]]:
    profile, consortium = ours.partner_profile.pk, {"key": "ours", "number": ours.consortium.pk}
    mandate = ours.company.mandates.get().pk
    told: dict[str, dict[str, object]] = {
        f"partners:{name}": {"key": "ours", "pk": profile} for name in ("profile", "edit_profile")
    }
    told |= {f"partners:{name}": consortium for name in ("consortium", "edit_consortium", "add_candidate")}
    told["partners:candidate"] = consortium | {"pk": ours.candidate.pk}
    told |= {f"partners:{name}": {"pk": mandate} for name in ("own", "add_own")}
    told |= {f"partners:{name}": {"pk": mandate, "number": profile} for name in ("edit_own", "matches", "withdraw")}
    told |= {"partners:letters": {"pk": mandate}, "partners:stop": {"token": "none"}}
    told["partners:answer"] = {"pk": mandate, "number": 1}
    return told
