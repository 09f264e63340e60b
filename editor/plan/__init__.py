"""WHAT to do, as frozen data: the recipe, its doors and its canonical form."""
