"""The Python client of the image service, in the spirit of the images binding of Workers.

images = Images("https://studio.example", token="...")
made = images.input(Path("a.jpg")).transform(width=300).output("image/webp")
"""

from editor.client.aio import AsyncImages, AsyncTransformer
from editor.client.recipe import ImagesError, Info, Picture, Result
from editor.client.sync import Images, Transformer

__all__ = [
    "AsyncImages",
    "AsyncTransformer",
    "Images",
    "ImagesError",
    "Info",
    "Picture",
    "Result",
    "Transformer",
]
