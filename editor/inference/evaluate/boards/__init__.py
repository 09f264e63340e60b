"""Photographs of one thing on a plain board, marked by hand: what the cutout models are held to.

`outlines.json` holds our outlines; the photographs stay outside the repository."""
