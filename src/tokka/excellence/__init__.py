"""Evidence and rules give findings; findings give the scorecard, the state of the label, and what to do next."""
