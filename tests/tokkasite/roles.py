"""The roles of the site, and the sets of them that pages are for."""

ROLES = (
    "anonymous", "nobody", "coordinator", "manager", "neighbour", "team",
    "lead", "member", "assessor", "expired", "auditor", "operator",
)  # fmt: skip
"""The neighbour is the manager of another cluster; the expired one an assessor whose pass ended."""

EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"anonymous"}
TEAM = frozenset({"manager", "team", "operator"})
READERS = TEAM | {"coordinator", "assessor", "auditor"}
ANY_READERS = READERS | {"neighbour"}
ANY_TEAM = TEAM | {"neighbour"}
KEEPERS = ANY_TEAM | {"coordinator"}
COORDINATORS = frozenset({"coordinator", "operator"})
OPERATOR = frozenset({"operator"})
MEMBER = frozenset({"member"})
NOBODY: frozenset[str] = frozenset()
