"""The processes of one machine with nothing installed: what `make run` starts."""
