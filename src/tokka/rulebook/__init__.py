"""What laws and handbooks say: dated, sourced, declared."""
