"""Which rows are one organisation: comparable names, candidate pairs, weights of evidence, units of one body."""
