"""A pool of anonymised indicator sheets → peer groups, percentiles, management models, practices.

`sheet` composes and signs, `pool` reads and refuses, `groups` decides what may be shown, `compare` places one among
its peers, `models`, `practices` and `associations` look for patterns, `population` holds the published figures,
`simulate` makes pools whose truth is known. The law of the arithmetic is docs/explanation/benchmark.md, cited as §1, §2
and so on.
"""
