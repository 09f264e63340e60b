"""The reference tables of the docs, written from the registries: nothing in them is typed twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from editor import conf
from editor.errors import StudioError
from editor.flows.registry import summary
from editor.inference.card import Card
from editor.operations import operations
from editor.plan.lettering import Writing
from editor.plan.option import Option
from editor.plan.output import Output
from editor.plan.presets import PRESETS
from editor.plan.rules import Rules, shown_format, size_text
from editor.plan.viewing import Viewing
from editor.plan.vocabulary import Density

NOTICE = "This page is written by `manage.py docs`; change what it describes instead."
MIB = 1024 * 1024


def pages() -> Mapping[str, str]:
    """File name -> Markdown of every generated page."""
    return MappingProxyType({f"{name}.md": _page(*parts()) for name, parts in _PAGES.items()})


def overview() -> str:
    """The short tables of the README."""
    done = (
        (f"`{one.name}`", summary(one), ", ".join(f"`{o.name}`" for o in one.options()))
        for one in operations().values()
    )
    return "\n\n".join(
        (
            "### Operations, in the order in which they work",
            _table(("operation", "what it does", "options"), done),
            "### Export presets",
            _presets_table(),
            "### Models",
            _models_table(),
            "Every option with its range, every setting and every error: "
            "[reference](editor/docs/reference).",
        )
    )


def _page(title: str, *body: str) -> str:
    return "\n\n".join([f"# {title}", *body, NOTICE]) + "\n"


def _options() -> Iterator[str]:
    yield "Options"
    yield (
        "The options of transform URLs, of `transform` steps in REST recipes and of layers in "
        "documents. One transform works in the order of this page, however it was written."
    )
    for operation in operations().values():
        yield f"## {operation.name}"
        yield summary(operation)
        yield _option_table(operation.options())
        if operation.shorthands:
            yield _table(
                ("short form", "takes", "what it does"),
                ((f"`{one.example}`", one.rule, one.help) for one in operation.shorthands),
            )
    yield "## Output"
    yield "How the file is written; under `output` in REST recipes."
    yield _option_table(Output.options())
    yield "## Density"
    yield inspect.getdoc(Density) or ""
    yield _option_table(Density.options())
    yield "## Who looks"
    yield inspect.getdoc(Viewing) or ""
    yield _option_table(Viewing.options())
    yield "## Text"
    yield (
        f"{inspect.getdoc(Writing)} An option of several words may also be written with hyphens: "
        "`line-height`. Texts of documents take the same, without `wrap`: their box says where "
        "lines break."
    )
    yield _option_table(Writing.options())


def _option_table(options: Iterable[Option]) -> str:
    return _table(
        ("option", "takes", "default", "what it does", "example"),
        (
            (
                ", ".join(f"`{name}`" for name in (one.name, *one.aliases)),
                one.kind.rule(),
                "" if one.default is None else _code(one.kind.text(one.default)),
                one.help,
                f"`{one.example}`",
            )
            for one in options
        ),
    )


def _presets() -> Iterator[str]:
    yield "Export presets"
    yield "Named ways to export a document; `options` are those of a transform URL."
    yield _presets_table()
    yield f"## Rules as of {max(one.rules.checked_on for one in PRESETS.values())}"
    yield (
        "Each rule is checked on the finished file and told with its measured value. What comes "
        "under *recommended* only warns. Shops and messengers change their rules: look them up at "
        "their source before you rely on them."
    )
    yield _rules_table()


def _rules_table() -> str:
    return _table(
        ("preset", "size", "format", "bytes", "recommended", "source", "checked on"),
        (
            (
                f"`{one.name}`",
                f"{'exactly' if r.sizing == 'exact' else 'one side of'} {r.width} x {r.height} px",
                " or ".join(shown_format(name) for name in r.formats),
                f"at most {size_text(r.max_bytes)}" if r.max_bytes else "",
                _recommended(r),
                r.source,
                r.checked_on,
            )
            for one in PRESETS.values()
            if (r := one.rules).sizing
        ),
    )


def _recommended(rules: Rules) -> str:
    said = (
        (rules.alpha, "transparent around the subject (needed)"),
        (rules.white, "pure white border (needed)"),
        (rules.margin, f"{rules.margin} px margin"),
        (rules.outline, f"{rules.outline} px outline in {rules.outline_colour}"),
        (rules.fill, f"subject takes {rules.fill:.0%} of the longer side"),
        (rules.most_fill, f"at most {rules.most_fill:.0%} of it"),
        (rules.least, f"longest side at least {rules.least} px (needed)"),
        (rules.advised, f"better {rules.advised} px"),
        (rules.most, f"at most {rules.most} px (needed)"),
        (rules.aspects, f"shape {' or '.join(rules.aspects)}"),
        (rules.plain, "nothing lies on the photo (needed)"),
        (rules.shadowless, "no shadow"),
        (rules.sharp, "a sharp subject"),
        (rules.detail, "no photo enlarged beyond its own px"),
    )
    return ", ".join(text for holds, text in said if holds)


def _presets_table() -> str:
    return _table(
        ("preset", "for", "options"),
        ((f"`{p.name}`", f"{p.title}: {p.purpose}", f"`{p.options}`") for p in PRESETS.values()),
    )


def _models() -> Iterator[str]:
    yield "Models"
    yield (
        "What looks at pictures. Of the models of one task whose weights are here, `auto` takes "
        "the one of the highest rank; every answer names the one that was used."
    )
    yield _models_table()


def _models_table() -> str:
    return _table(
        ("model", "task", "method", "quality", "input", "weights", "licence"),
        (
            (
                f"`{card.name}`",
                str(card.task),
                card.network,
                card.quality,
                f"{card.input_px} px",
                f"{card.weights.bytes / MIB:.1f} MiB" if card.weights else "none needed",
                card.weights.licence if card.weights else "",
            )
            for card in _cards()
        ),
    )


def _cards() -> list[Card]:
    # Here only: the models bring OpenCV with them, and nobody else in this process needs it.
    from editor.inference.models import models

    return [model.card for model in models().values()]


def _settings() -> Iterator[str]:
    yield "Settings"
    yield "Environment variables, read once at the start. Unknown `STUDIO_` names are refused."
    yield _settings_table()


def _settings_table() -> str:
    return _table(
        ("variable", "default", "unit", "what it does"),
        ((f"`{s.name}`", _plain(s.default), s.unit, s.help) for s in conf.described()),
    )


def _errors() -> Iterator[str]:
    yield "Errors"
    yield (
        'Every error is `{"error": {"code", "text", "remedy"}}`. On transform URLs it is the text '
        "`ERROR <number>: ...` with the header `Cf-Resized: err=<number>`. Answers with "
        "`Retry-After` are worth another try."
    )
    kinds = sorted(_family(StudioError), key=lambda kind: (kind.status, kind.code))
    yield _table(
        ("code", "status", "number", "meaning"),
        ((f"`{k.code}`", str(k.status), str(k.wire_code), _meaning(k)) for k in kinds),
    )


def _meaning(kind: type[StudioError]) -> str:
    if kind is StudioError:
        return "A fault of the studio; the log names the cause."
    return " ".join((kind.__doc__ or "").partition("\n\n")[0].split())


def _family(kind: type[StudioError]) -> Iterator[type[StudioError]]:
    if kind.__module__ == StudioError.__module__:
        yield kind
        for child in kind.__subclasses__():
            yield from _family(child)


_PAGES: Mapping[str, Callable[[], Iterator[str]]] = MappingProxyType(
    {
        "options": _options,
        "presets": _presets,
        "models": _models,
        "settings": _settings,
        "errors": _errors,
    }
)


def _plain(value: object) -> str:
    return _code(str(value).lower() if isinstance(value, bool) else str(value))


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    return "\n".join([_row(titles), _row("---" for _ in titles), *(_row(row) for row in rows)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
