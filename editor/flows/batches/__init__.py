"""Many photos, one recipe: taken in, made, checked, looked over, handed out."""
