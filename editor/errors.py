"""Every error a user can cause or meet, with its status, its public text and its remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar


class StudioError(Exception):
    """The root of all errors that may reach a user.

    `text` says what was given and which rule it broke; `remedy` says what would work. Both are
    public: they never hold paths, stack traces or other people's data. `wire_code` is the number
    that the transform contract gives this kind of failure.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    wire_code: ClassVar[int] = 9523
    wire_status: ClassVar[int] = 0
    """The status on transform URLs where the contract names another one; 0: the same."""

    def __init__(self, text: str, *, remedy: str = "", retry_after_s: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.remedy = remedy
        self.retry_after_s = retry_after_s

    def as_json(self) -> dict[str, dict[str, str]]:
        """The one shape of every error answer."""
        return {"error": {"code": self.code, "text": self.text, "remedy": self.remedy}}

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; keyword arguments would be lost by the default rule.
        return _rebuild, (type(self), self.text, self.remedy, self.retry_after_s)


def _rebuild(kind: type[StudioError], text: str, remedy: str, retry: int | None) -> StudioError:
    return kind(text, remedy=remedy, retry_after_s=retry)


class BadRequest(StudioError):
    """The request, or a value in it, breaks a rule."""

    code, status, wire_code = "bad_request", 400, 9424


class InvalidOption(BadRequest):
    """A known option with a value that it can't take."""

    code, wire_code = "invalid_option", 9401


class UnknownFormat(InvalidOption):
    """A file format that results aren't written in."""

    code, wire_code = "unknown_format", 9432


class FontUnavailable(InvalidOption):
    """A font that isn't here and can't be fetched."""

    code, wire_code = "font_unavailable", 9410


class FontRefused(StudioError):
    """An uploaded font that isn't one, is damaged, or says that it must not be embedded."""

    code, status, wire_code = "font_refused", 422, 9410


class UnknownName(BadRequest):
    """A name that nothing answers to; carries the nearest one that exists."""

    code, wire_code = "unknown_name", 9401


class BudgetTooSmall(InvalidOption):
    """No quality brings the picture below the bytes that were asked for."""

    code = "budget_too_small"


class NotYet(InvalidOption):
    """A documented feature that this release doesn't have."""

    code = "not_yet"


class InvalidDocument(BadRequest):
    """An editor document that breaks a rule between its layers."""

    code = "invalid_document"


class Unauthorized(StudioError):
    """Nobody is known to ask: a token or cookie is missing or wrong."""

    code, status, wire_code = "unauthorized", 401, 9425


class Forbidden(StudioError):
    """It is known who asks, and this isn't theirs to do; or a signature doesn't fit."""

    code, status, wire_code = "forbidden", 403, 9425


class NotFound(StudioError):
    """Nothing here, or somebody else's."""

    code, status, wire_code = "not_found", 404, 9404


class PictureUnknown(NotFound):
    """The inference service was asked about a picture by its digest, and doesn't remember it."""

    code = "picture_unknown"


class Conflict(StudioError):
    """The thing changed meanwhile, or is in a state that doesn't allow this."""

    code, status, wire_code = "conflict", 409, 9424


class Gone(StudioError):
    """It was here and was deleted."""

    code, status, wire_code = "gone", 410, 9404


class TooLarge(StudioError):
    """More bytes than the limit."""

    code, status, wire_code = "too_large", 413, 9402


class TooManyPixels(StudioError):
    """More pixels or frames than the limit."""

    code, status, wire_code, wire_status = "too_many_pixels", 413, 9413, 403


class NotAPicture(StudioError):
    """Bytes in a format that isn't read."""

    code, status, wire_code = "not_a_picture", 415, 9412


class BrokenPicture(StudioError):
    """A picture of a known format whose bytes are damaged."""

    code, status, wire_code = "broken_picture", 422, 9516


class InvalidSource(StudioError):
    """The address of a remote picture that can't be one."""

    code, status, wire_code = "invalid_source", 403, 9406


class SourceForbidden(StudioError):
    """A remote picture from a place that this studio doesn't fetch from."""

    code, status, wire_code = "source_forbidden", 403, 9401


class RequestLoop(StudioError):
    """A picture is asked for by the one who was asked to make it."""

    code, status, wire_code = "request_loop", 508, 9403


class SourceRefused(StudioError):
    """The host of a remote picture doesn't give it out."""

    code, status, wire_code = "source_refused", 408, 9408


class SourceFailed(StudioError):
    """The host of a remote picture has a fault of its own."""

    code, status, wire_code = "source_failed", 502, 9509


class SourceMisunderstood(SourceFailed):
    """The host of a remote picture can't read the request."""

    code, wire_code = "source_misunderstood", 9519


class SourceUnreachable(SourceFailed):
    """The host of a remote picture can't be connected to."""

    code, wire_code = "source_unreachable", 9505


class SourceUnknown(StudioError):
    """The host of a remote picture has no address."""

    code, status, wire_code = "source_unknown", 523, 9407


class SourceSlow(StudioError):
    """A remote picture didn't arrive in time."""

    code, status, wire_code = "source_slow", 524, 9504


class SourceCutOff(StudioError):
    """A remote picture arrived in part only."""

    code, status, wire_code = "source_cut_off", 422, 9416


class TooManyRedirects(StudioError):
    """A remote picture's address leads on and on."""

    code, status, wire_code = "too_many_redirects", 400, 9421


class BadRedirect(StudioError):
    """A remote picture's address leads to one that isn't possible."""

    code, status, wire_code = "bad_redirect", 400, 9420


class RateLimited(StudioError):
    """Too many requests in a minute."""

    code, status, wire_code = "rate_limited", 429, 9422


class QuotaExceeded(StudioError):
    """The workspace is full."""

    code, status, wire_code = "quota_exceeded", 429, 9422


class Busy(StudioError):
    """Every place in a bounded queue is taken, or a part restarts; try again."""

    code, status, wire_code = "busy", 503, 9522


class DiskFull(StudioError):
    """The server's own disk takes no more."""

    code, status, wire_code = "disk_full", 507, 9523


class InferenceUnavailable(Busy):
    """The models can't be asked right now."""

    code = "inference_unavailable"


class ModelMissing(StudioError):
    """The named model exists but its weights aren't here."""

    code, status, wire_code = "model_missing", 409, 9401


class WrongWeights(ModelMissing):
    """A file of weights is here, but it is damaged or belongs to another network."""

    code = "wrong_weights"


class DeadlineExceeded(StudioError):
    """The picture takes longer than allowed."""

    code, status, wire_code = "deadline_exceeded", 504, 9504


class RenderFailed(StudioError):
    """The picture couldn't be made."""

    code, status, wire_code = "render_failed", 500, 9516


def unknown_name(kind: str, given: str, known: Iterable[str]) -> UnknownName:
    """An error that names the nearest of `known`, or lists them when none is near."""
    folded = {name.lower(): name for name in sorted(known)}
    near = get_close_matches(given.lower(), folded, n=1, cutoff=0.6)
    remedy = f"Did you mean {folded[near[0]]!r}?" if near else ""
    remedy = remedy or f"Known: {', '.join(folded.values())}."
    return UnknownName(f"{given[:80]!r} is not a known {kind}.", remedy=remedy)


def from_json(data: Mapping[str, Any]) -> StudioError:
    """The error that `as_json` wrote, of its own type again; unknown codes become the root's."""
    inner = data.get("error", data)
    kind = next((k for k in _family(StudioError) if k.code == inner.get("code")), StudioError)
    return kind(str(inner.get("text", "")), remedy=str(inner.get("remedy", "")))


def _family(kind: type[StudioError]) -> list[type[StudioError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in _family(child))]
