"""Calls and profiles in; what may be applied for, ranked by fit and with reasons, out.

The paragraphs (§) that docstrings cite are those of docs/explanation/funding.md.
"""
