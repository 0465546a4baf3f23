"""Declared tables: what each column is called, what it means, what it may hold; and readers that refuse by name."""
