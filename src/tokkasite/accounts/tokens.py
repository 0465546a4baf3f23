"""Keys in private addresses and in links of letters."""

from hashlib import sha256


def digest_of(token: str) -> str:
    """What is kept of a key: enough to know it again, not enough to use it."""
    return sha256(token.encode()).hexdigest()
