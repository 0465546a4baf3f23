"""The tables that a region starts from, in our own layout, with their sources in `sources.toml`."""
