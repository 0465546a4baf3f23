"""What people do with Tokka: the register, the journal, the screens and the terminal."""
