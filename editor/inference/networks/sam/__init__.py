"""Segment Anything: a picture is embedded once, then cut by points and boxes.

Kirillov et al., "Segment Anything", 2023; the encoder is that of Li et al., "Exploring Plain
Vision Transformer Backbones for Object Detection", 2022.
"""
