"""Reference tables of the register, in our own layout, with their sources."""
