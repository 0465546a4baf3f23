"""The one door to the open company register. Nothing here is called but by a command that the operator runs."""

import json
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

REGISTER = "https://avoindata.prh.fi/opendata-ytj-api/v3/companies"
SECONDS_TO_WAIT = 20
LARGEST_ANSWER = 5_000_000
NAME = "Tokka (cluster register; open source)"


class NoAnswer(OSError):
    """The register did not answer, or not with what can be read."""


def ask_register(business_id: str) -> object:
    """What the register answers about a business id. Raises NoAnswer."""
    address = f"{REGISTER}?{urlencode({'businessId': business_id})}"
    request = Request(address, headers={"User-Agent": NAME, "Accept": "application/json"})  # noqa: S310 -- https above
    try:
        with urlopen(request, timeout=SECONDS_TO_WAIT) as answer:  # noqa: S310 -- the address is ours, and https
            return json.loads(answer.read(LARGEST_ANSWER))
    except HTTPError as fault:
        raise NoAnswer(f"the register answered {fault.code}") from fault
    except (URLError, TimeoutError, OSError, ValueError) as fault:
        raise NoAnswer(f"the register did not answer: {fault}") from fault
