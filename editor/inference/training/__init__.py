"""How the weights in `embedded/` came about: data, composites, losses and the loops themselves.

Nothing here runs while the studio serves. It needs PyTorch and the folder of training data.
"""
