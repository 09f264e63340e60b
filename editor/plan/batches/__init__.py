"""What a batch does to each of its photos: the recipe, where subjects are placed, file names."""
