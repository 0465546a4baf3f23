"""The world of the lists is that of the register: two clusters, each with a participant and somebody to call."""

from tests.tokkasite.register.conftest import _english, day, forest, query_count, reindeer, signed_in

__all__ = ["_english", "day", "forest", "query_count", "reindeer", "signed_in"]
