"""Partners: who complements whom, which consortium covers a call, what a mission may cost, and who meets when."""
