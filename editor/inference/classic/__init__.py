"""Seeing without trained weights: regions, border colours, cascades, GrabCut, guided filter."""
