"""Wiring: settings, addresses, processes. Nothing here knows what pain is."""
