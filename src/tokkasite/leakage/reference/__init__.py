"""What was published about Lapland's leaks, in our own layout, with its sources."""
