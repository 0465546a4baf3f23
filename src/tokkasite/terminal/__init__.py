"""The `tokka` command: one file per command."""
