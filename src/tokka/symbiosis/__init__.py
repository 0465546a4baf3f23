"""Side streams and needs → feasible exchanges → the best plan, with its proof, its prices and its fair shares."""
