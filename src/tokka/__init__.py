"""What Tokka knows: rules, tables and engines. No database, no network, no clock."""
