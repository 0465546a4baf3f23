"""What the open company register says of a company, and what of it differs from what is kept."""
