"""HOW it is drawn: decode, measure, compose, encode, in processes of their own."""
