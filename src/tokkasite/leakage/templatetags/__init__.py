"""How shares and euros are written in this room."""
