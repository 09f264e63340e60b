"""BiRefNet: a Swin transformer sees the picture at two sizes, and a decoder that is shown pieces
of the picture again at every level draws the matte.

Zheng et al., "Bilateral Reference for High-Resolution Dichotomous Image Segmentation", 2024.
"""
