"""Rows of dossiers and options of a filter, built without a template: a list of 25 must stay cheap."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from binhyen.dossiers.selectors.lists import Line
from binhyen.shell.templatetags.components import state, verdict

register = template.Library()

_NOBODY = "00000000-0000-0000-0000-000000000000"


@register.simple_tag
def dossier_rows(lines: Iterable[Line]) -> SafeString:
    """The rows of a list of dossiers: name and kind, verdict, state, criteria that are settled."""
    before, after = _address()
    rows = [
        f'<tr><th scope="row"><a href="{before}{line.pk}{after}">{escape(line.name)}</a><small>{line.kind}</small></th>'
        f"{_standing(line.verdict, line.state, line.tone)}"
        f'<td class="number">{line.decided} / {line.criteria}</td></tr>'
        for line in lines
    ]
    return mark_safe("\n".join(rows))  # noqa: S308  only the name was typed by people, and it is escaped


@lru_cache(maxsize=1)
def _address() -> tuple[str, str]:
    before, _, after = reverse("dossier", args=[_NOBODY]).partition(_NOBODY)
    return before, after


@lru_cache(maxsize=256)
def _standing(outcome: str, word: str, tone: str) -> SafeString:
    return format_html("<td>{}</td><td>{}</td>", verdict(outcome), state(word, tone))


@register.simple_tag
def options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The options of a filter after "Tất cả"; `chosen` is what the address says, known or not."""
    return _options(choices, chosen if any(chosen == value for value, _ in choices) else "")


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    marked = ((value, SafeString(" selected") if value == chosen else "", word) for value, word in choices)
    return format_html(
        '<option value="">Tất cả</option>{}', format_html_join("", '<option value="{}"{}>{}</option>', marked)
    )
