"""Meeting timetables of brokerage events: requests, absences, locks and tables give a timetable with its bound.

The law of its arithmetic is `docs/explanation/timetable.md`, cited here by paragraph.
"""
