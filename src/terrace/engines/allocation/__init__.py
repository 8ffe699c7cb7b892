"""Sharing out what is scarce where it is needed, with a reason for each and a proof for all."""
