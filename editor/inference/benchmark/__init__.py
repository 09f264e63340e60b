"""How fast the networks are: each beside its own plain float32 forward, in the same run."""
