"""JSON bodies, bounded in size, depth and numbers."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from editor.conf import current
from editor.errors import BadRequest, TooLarge

DEEPEST = 64
"""Objects and lists inside each other; documents and recipes need far less."""


class BoundedParser(Parser):
    """ninja's parser of bodies, with our limits and our words."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read(request.body)


def read(body: bytes) -> Any:
    """The JSON value in `body`; TooLarge or BadRequest with what is wrong."""
    limit = current().json_bytes
    if len(body) > limit:
        raise TooLarge(f"The body has more than {limit} bytes.", remedy="Send less at once.")
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_constant)
    except RecursionError:
        raise _too_deep() from None
    except UnicodeDecodeError:
        raise BadRequest("The body isn't UTF-8.", remedy="Send JSON as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadRequest(
            f"The body isn't JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            remedy="Send one JSON value with Content-Type: application/json.",
        ) from None
    except ValueError as error:
        raise BadRequest(f"The body can't be read: {error}.", remedy="Send plain JSON.") from None
    _check_depth(value)
    return value


def _check_depth(value: Any) -> None:
    """Level by level, without recursion: the value is untrusted."""
    level = [value]
    for _ in range(DEEPEST + 1):
        inside: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inside.extend(one.values())
            elif isinstance(one, list):
                inside.extend(one)
        if not inside:
            return
        level = inside
    raise _too_deep()


def _too_deep() -> BadRequest:
    return BadRequest(f"The body nests more than {DEEPEST} levels.", remedy="Send a flatter value.")


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} isn't JSON")
