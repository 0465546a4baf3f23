"""Where a region's euros leak: accounts give flows, local shares, multipliers, and what a new plant would keep.

The law of this arithmetic is `docs/explanation/leakage.md`; its paragraphs are cited as §1, §2 and so on.
"""
