"""SVG drawings are sent as they are, without what could act or fetch: scripts, handlers, links,
references to other places, and elements that nobody draws with."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring

import defusedxml.ElementTree as Defused
from defusedxml import DefusedXmlException

from editor.errors import BrokenPicture
from editor.geometry import Size, size_of

CONTENT_TYPE: Final = "image/svg+xml"
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
MOST_ELEMENTS = 50_000
DEEPEST = 100

_LONGEST = 4096
_UNSAID = (300.0, 150.0)
"""What pages give a drawing that tells no size (CSS 2, 10.3.2)."""
_NUMBERS = re.compile(r"-?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:e-?\d{1,2})?", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{0,12})?|\.\d{1,12})(?:px)?")
_KEPT = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style", "image"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "pattern"),
        *("clipPath", "mask", "marker", "view", "filter", "feBlend", "feColorMatrix"),
        *("feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting"),
        *("feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB"),
        *("feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode"),
        *("feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight"),
        *("feTile", "feTurbulence"),
    )
)
"""Animation isn't among them: it can set what was taken away."""
_LINK = "a"
_INLINE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_FRAGMENT = re.compile(r"#[^\s'\")]*")
_URL = re.compile(r"url\s*\(\s*['\"]?\s*(?P<to>[^'\")]*)", re.IGNORECASE)
_ACTS = re.compile(
    r"@import|expression\s*\(|[a-z]+script\s*:|-moz-binding|image-set|\bsrc\s*\(", re.I
)
_QUOTED = re.compile(r"\\|/\*")
"""Escapes and comments of CSS can hide words from the search."""


def cleaned(data: bytes) -> bytes:
    """The drawing without what could act; BrokenPicture for what isn't a readable drawing."""
    return _written(_clean(data))


def size(data: bytes) -> Size:
    """How large the drawing says that it is, in px of a page, at most `_LONGEST` on a side; what
    `cleaned` refuses."""
    root = _clean(data)
    box = [float(part) for part in _NUMBERS.findall(root.get("viewBox", ""))]
    across, down = box[2:] if len(box) == 4 and min(box[2:]) > 0 else _UNSAID
    width, height = (_px(root.get(name, "")) for name in ("width", "height"))
    if width and height:
        across, down = width, height
    elif width or height:
        across, down = width or height * across / down, height or width * down / across
    scale = min(1.0, _LONGEST / max(across, down))
    return size_of(across * scale, down * scale)


def _px(length: str) -> float:
    """A length without unit or in px; 0 for any other."""
    found = _LENGTH.fullmatch(length.strip())
    return float(found[1]) if found else 0.0


def _clean(data: bytes) -> Element:
    try:
        root: Element = Defused.fromstring(data, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BrokenPicture(
            f"The SVG drawing can't be read ({type(error).__name__}).",
            remedy="Save it anew, as a plain SVG without entities.",
        ) from None
    if root.tag not in (f"{{{_SVG}}}svg", "svg"):
        raise BrokenPicture("The drawing isn't SVG.", remedy="Save it as SVG.")
    _Cleaner().clean(root)
    return root


class _Cleaner:
    """Counts elements, so that a small file can't hold endless work."""

    def __init__(self) -> None:
        self._count = 0

    def clean(self, element: Element, depth: int = 0) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or depth > DEEPEST:
            raise BrokenPicture(
                f"The SVG drawing has more than {MOST_ELEMENTS} elements, or is nested deeper than"
                f" {DEEPEST}.",
                remedy="Simplify it.",
            )
        name = _local(element.tag)
        element.tag = f"{{{_SVG}}}{name}"
        for key, value in list(element.attrib.items()):
            if not _attribute_stays(name, key, value):
                del element.attrib[key]
        if name == "style":
            # Text around elements inside of it is part of the sheet, too.
            sheet = "".join(element.itertext())
            element[:] = []
            element.text = sheet if _style_stays(sheet) else ""
        self._children(element, depth)

    def _children(self, element: Element, depth: int) -> None:
        """Those that may stay, and all text. In one pass over both: a drawing may hold very many
        elements that go."""
        stay: list[Element] = []
        texts = [[element.text or ""]]
        for child in element:
            if self._stays(child, depth):
                stay.append(child)
                texts.append([])
            texts[-1].append(child.tail or "")
        element.text = "".join(texts[0])
        for child, tail in zip(stay, texts[1:], strict=True):
            child.tail = "".join(tail)
        element[:] = stay

    def _stays(self, child: Element, depth: int) -> bool:
        """True for what may stay; it is clean then."""
        name = _local(child.tag) if _is_svg(child.tag) else ""
        if name == _LINK:
            # What is linked stays, the link goes.
            child.attrib.clear()
            child.tag = f"{{{_SVG}}}g"
            name = "g"
        if name not in _KEPT:
            return False
        self.clean(child, depth + 1)
        return True


def _attribute_stays(element: str, key: str, value: str) -> bool:
    space, _, name = key.rpartition("}")
    space = space.lstrip("{")
    if space not in ("", _XLINK, _XML) or (space == _XML and name == "base"):
        return False
    if name.lower().startswith("on"):
        return False
    if name.lower() in ("href", "src"):
        return _reference_stays(element, value.strip())
    return space != _XLINK and _style_stays(value)


def _reference_stays(element: str, value: str) -> bool:
    inline = element in ("image", "feImage") and _INLINE.fullmatch(value) is not None
    return inline or _FRAGMENT.fullmatch(value) is not None


def _style_stays(text: str) -> bool:
    if _ACTS.search(text):
        return False
    if _QUOTED.search(text) and ("url" in text.lower() or "\\" in text):
        return False
    return all(_FRAGMENT.fullmatch(found["to"].strip()) for found in _URL.finditer(text))


def _is_svg(tag: object) -> bool:
    return isinstance(tag, str) and (tag.startswith(f"{{{_SVG}}}") or not tag.startswith("{"))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _written(root: Element) -> bytes:
    """Plain SVG: its namespace is the default one."""
    _unprefixed(root)
    root.set("xmlns", _SVG)
    root.set("xmlns:xlink", _XLINK)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _unprefixed(root: Element) -> None:
    for element in root.iter():
        element.tag = _local(element.tag)
        for key in list(element.attrib):
            space, _, name = key.rpartition("}")
            if space:
                prefix = "xlink" if space.endswith(_XLINK) else "xml"
                element.set(f"{prefix}:{name}", element.attrib.pop(key))
