"""The version of the renderer's pixels."""

RENDERER_VERSION = "7"
"""Part of every variant's key. Raise it with any change that alters a pixel or a byte of any
result: a filter, a rounding, an encoder's setting, a new major version of Pillow. Old variants are
then made anew; forgetting it means that caches show yesterday's pictures.
"""
