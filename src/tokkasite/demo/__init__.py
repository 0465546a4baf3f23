"""The demo region Lapland: real and public where there is a source, invented and marked everywhere else."""
