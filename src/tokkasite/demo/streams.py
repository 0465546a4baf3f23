"""What sites of the region reported to the public register: facts from which a member begins a stream."""

from importlib import resources
from typing import Any

from tokkasite.register.models import Cluster
from tokkasite.symbiosis.describe_actions import Brought, bring_transfers

TABLE = "reported_transfers.csv"
"""Sites of the demonstration's real organisations, 2021 to 2023: transfers added up by class and treatment."""


def tell_streams(cluster: Cluster, sources: dict[str, Any]) -> Brought:
    """Bring the table in as the centre of a cluster would."""
    source = sources["prtr"]
    return bring_transfers(
        content=(resources.files("tokkasite.demo") / TABLE).read_bytes(),
        file=TABLE,
        source_title=source["title"],
        source_url=source["url"],
        cluster=cluster,
        today=source["checked"],
        by=None,
    )
