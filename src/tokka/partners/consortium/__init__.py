"""Consortia: requirements of a call and candidates give three to five diverse line-ups, each saying who covers what.

The law of its arithmetic is `docs/explanation/consortia.md`, cited here by paragraph.
"""
