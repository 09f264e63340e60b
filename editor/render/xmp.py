"""XMP packets (ISO 16684-1): positions, previews and stale facts removed, or only rights kept."""

from __future__ import annotations

from typing import Any
from xml.dom import Node
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.minidom import parseString

from editor.render.limits import MIB

_DC = "http://purl.org/dc/elements/1.1/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_EXIF = ("http://ns.adobe.com/exif/1.0/", "http://cipa.jp/exif/1.0/")
_STALE_SPACES = frozenset(
    (
        "http://ns.google.com/photos/1.0/camera/",
        "http://ns.google.com/photos/1.0/container/",
        "http://ns.google.com/photos/1.0/container/item/",
        "http://ns.adobe.com/hdr-gain-map/1.0/",
        "http://ns.adobe.com/xap/1.0/g/img/",
        "http://ns.adobe.com/xmp/note/",
    )
)
"""They describe videos, gain maps, previews and further packets that the result doesn't have."""
_STALE_NAMES = frozenset(
    (
        ("http://ns.adobe.com/tiff/1.0/", "Orientation"),
        ("http://ns.adobe.com/xap/1.0/", "Thumbnails"),
        ("http://ns.adobe.com/photoshop/1.0/", "ICCProfile"),
    )
)
MOST_BYTES = MIB
MOST_DEPTH = 100
"""Writing recurses; real packets nest about ten deep."""


class Unreadable(ValueError):
    """The packet isn't well-formed XML, or it is XML that attacks its reader."""


def cleaned(packet: bytes) -> bytes:
    """The packet without positions, orientation, previews and references to parts that are gone."""
    document = _parsed(packet)
    _clean(document.documentElement)
    return bytes(document.documentElement.toxml("utf-8"))


def rights(packet: bytes) -> bytes:
    """A small packet that holds only dc:rights; empty when there is none."""
    texts = [_text(node) for node in _parsed(packet).getElementsByTagNameNS(_DC, "rights")]
    text = " ".join(t for t in texts if t)
    if not text:
        return b""
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">'
        f'<rdf:Description rdf:about="" xmlns:dc="{_DC}"><dc:rights><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
        "</rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _parsed(packet: bytes) -> Any:
    if len(packet) > MOST_BYTES:
        raise Unreadable("it is too large")
    try:
        return parseString(packet.strip(b"\0 \n\r\t"), forbid_dtd=True)
    except (ExpatError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(str(error)) from None


def _unwanted(space: str | None, name: str | None) -> bool:
    if space in _EXIF:
        return (name or "").startswith("GPS")
    return space in _STALE_SPACES or (space, name) in _STALE_NAMES


def _clean(root: Any) -> None:
    """A stack instead of recursion: nesting is the sender's choice."""
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise Unreadable("it is nested too deeply")
        for attribute in list((node.attributes or {}).values()):
            if _unwanted(attribute.namespaceURI, attribute.localName):
                node.removeAttributeNode(attribute)
        for child in list(node.childNodes):
            if child.nodeType != Node.ELEMENT_NODE:
                continue
            if _unwanted(child.namespaceURI, child.localName):
                node.removeChild(child)
            else:
                waiting.append((child, depth + 1))


def _text(root: Any) -> str:
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if node.nodeType == Node.TEXT_NODE:
            found.append(node.data)
        waiting.extend(reversed(node.childNodes))
    return " ".join("".join(found).split())
