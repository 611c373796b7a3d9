"""The components of the pages. docs/look.md shows each; templates say `{% load components %}`.

Those that stand many times on one page are built without a template: a list of 25 dossiers must stay cheap.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binhyen.kernel import text
from binhyen.kernel.errors import Problem
from binhyen.shell.parts import Happening, NavItem, Step
from binhyen.shell.signed_forms import key_for
from binhyen.shell.templatetags import vietnamese

register = template.Library()

ACT_KEY = "act_key"
# Outcome → sign, word. The words are the law's; the sign repeats them for eyes that see no colour.
OUTCOMES = {
    "met": ("✓", "Đạt"),
    "not_met": ("✕", "Chưa đạt"),
    "unknown": ("?", "Chưa đủ căn cứ"),
    "not_applicable": ("–", "Không thuộc diện"),
}
TONES = frozenset({"neutral", "brand", "good", "bad", "wait", "info"})
_NOTHING = SafeString("")
_MARK = "token-of-this-page"


@register.simple_tag
def frame_assets() -> SafeString:
    """The styles and scripts of every page."""
    return _assets()


@cache
def _assets() -> SafeString:
    """Their addresses do not change while the program runs."""
    return render_to_string("shell/_assets.html")


@register.simple_tag(takes_context=True)
def frame_header(context: Context) -> SafeString:
    """The header of the page. It is the same on page after page of one person: it is set once, only the token changes."""
    frame = context["frame"]
    links = frame["home"], frame["login"], frame["call"], frame["wishes"]
    shown = _header(links, tuple(frame["nav"]), frame["person"], frame["role_line"], get_language())
    if not frame["person"]:
        return shown
    return mark_safe(shown.replace(_MARK, str(context["csrf_token"])))  # noqa: S308  Django made the token


@lru_cache(maxsize=512)
def _header(
    links: tuple[str, str, str, str], nav: tuple[NavItem, ...], person: str, role_line: str, _language: str
) -> SafeString:
    addresses = dict(zip(("home", "login", "call", "wishes"), links, strict=True))
    frame = {**addresses, "nav": nav, "person": person, "role_line": role_line}
    return render_to_string("shell/_header.html", {"frame": frame, "csrf_token": _MARK})


@register.simple_tag
def icon(name: str) -> SafeString:
    """An ornament beside words; screen readers pass over it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', _sprite(), name)


def _sprite() -> str:
    return static("vendor/icons.svg")


@cache
def _pill(outcome: str, _language: str) -> SafeString:
    sign, word = OUTCOMES[outcome]
    shape = '<span class="pill pill-{}"><span aria-hidden="true">{}</span>{}</span>'
    return format_html(shape, outcome, sign, _(word))


@register.simple_tag
def verdict(outcome: str) -> SafeString:
    """A verdict as word, sign and colour: met, not_met, unknown, not_applicable."""
    return _pill(outcome, get_language())


@register.simple_tag
def state(word: str, tone: str = "neutral") -> SafeString:
    """Where something stands ("đã công bố"). `tone`: neutral, brand, good, bad, wait, info."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"state: unknown tone {tone!r}; one of {', '.join(sorted(TONES))}")
    return format_html('<span class="pill pill-{}">{}</span>', tone, word)


@register.simple_tag
def sample() -> SafeString:
    """Marks what is invented: every dossier of a "Mẫu …" unit carries it."""
    return format_html('<span class="pill pill-sample">{}</span>', _("minh hoạ"))


@register.simple_tag
def share(
    part: int | None, whole: int | None, *, need: int | None = None, outcome: str = "", open: int = 0
) -> SafeString:
    """A bar of `part` in `whole`; `need` (percent) draws a tick; `open` are the undecided after the certain ones."""
    if part is None or not whole:
        return _NOTHING
    return _bar(part, whole, need, outcome, open, get_language())


@lru_cache(maxsize=4096)
def _bar(part: int, whole: int, need: int | None, outcome: str, open: int, _language: str) -> SafeString:
    """The same few shares stand in many rows of many pages; exact arithmetic and escaping are done once for each."""
    spoken = f"{text.number(part)}/{text.number(whole)} = {text.percent(part, whole)}"
    pieces = [_rect("share-ground", "100%")]
    if open:
        pieces.append(_rect("share-open", _width(part + open, whole)))
    pieces.append(_rect("share-fill", _width(part, whole)))
    if need is not None:
        spoken += _(", cần %(need)s %%") % {"need": need}
        pieces.append(format_html('<rect class="share-tick" x="{}%" y="-4" width="2" height="16"/>', need))
    return format_html(
        '<svg class="share{}" height="8" role="img" aria-label="{}">{}</svg>',
        f" share-{outcome}" if outcome else "",
        spoken,
        mark_safe("".join(pieces)),  # noqa: S308  the pieces are escaped one by one
    )


def _width(part: int, whole: int) -> str:
    """Whole hundredths of a percent, never past the end: what an SVG attribute can hold."""
    return f"{float(min(Fraction(part * 100, whole), Fraction(100))):.2f}%"


def _rect(name: str, width: str) -> SafeString:
    return format_html('<rect class="{}" width="{}" height="8" rx="4"/>', name, width)


@register.simple_tag
def progress_line(part: int, whole: int, label: str) -> SafeString:
    """ "22 / 25 đã nộp" with its bar."""
    return format_html(
        '<div class="progress-line"><p><b class="figure">{}</b> {}</p>{}</div>',
        vietnamese.of(part, whole),
        label,
        share(part, whole),
    )


@register.simple_tag(takes_context=True)
def idempotency_key(context: Context) -> SafeString:
    """A hidden field `act_key`: the service that gets it twice acts once, and it says for whom the form was shown."""
    person = getattr(getattr(context.get("request"), "user", None), "pk", None)
    return format_html('<input type="hidden" name="{}" value="{}">', ACT_KEY, key_for(person))


@register.simple_block_tag
def card(content: str, title: str = "", aside: str = "", level: int = 2) -> SafeString:
    """A white card; `aside` stands small on the right of the title."""
    return format_html('<section class="card">{}{}</section>', _card_head(title, aside, level), content)


def _card_head(title: str, aside: str, level: int) -> SafeString:
    if not title:
        return _NOTHING
    beside = format_html('<span class="card-aside">{}</span>', aside) if aside else _NOTHING
    return format_html('<div class="card-head"><h{0}>{1}</h{0}>{2}</div>', level, title, beside)


@register.simple_block_tag
def page_head(content: str, title: str, lead: str = "", is_sample: bool = False) -> SafeString:
    """The page's h1 with its lead; the content are the actions on the right."""
    actions = content.strip()
    return format_html(
        '<div class="page-head"><div><h1>{} {}</h1>{}</div>{}</div>',
        title,
        sample() if is_sample else _NOTHING,
        format_html('<p class="lead">{}</p>', lead) if lead else _NOTHING,
        format_html('<div class="page-actions">{}</div>', mark_safe(actions)) if actions else _NOTHING,  # noqa: S308
    )


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """The way here: label, address, label, address, …, and last the label of this page."""
    links = [(pairs[at + 1], pairs[at]) for at in range(0, len(pairs) - 1, 2)]
    before = format_html_join("", '<li><a href="{}">{}</a></li>', links)
    here = format_html('<li aria-current="page">{}</li>', pairs[-1]) if len(pairs) % 2 else _NOTHING
    return format_html('<nav aria-label="{}"><ol class="crumbs">{}{}</ol></nav>', _("Đường dẫn"), before, here)


@register.simple_block_tag
def banner(content: str, outcome: str, title: str = "", note: str = "") -> SafeString:
    """The verdict of a whole dossier, large; the content says why in a sentence."""
    sign, word = OUTCOMES[outcome]
    return format_html(
        '<section class="banner banner-{}"><div class="banner-words"><h2 class="banner-title">'
        '<span aria-hidden="true">{}</span>{}</h2>{}</div>{}</section>',
        outcome,
        sign,
        title or _(word),
        content,
        format_html('<p class="banner-note">{}</p>', note) if note else _NOTHING,
    )


@register.simple_tag
def steps(stations: Iterable[Step]) -> SafeString:
    """The strip of a dossier's year, from registration to decision (`shell.parts.Step`)."""
    shown = format_html_join("", "{}", ((_step(station),) for station in stations))
    return format_html(
        '<div class="steps-scroll" role="region" tabindex="0" aria-label="{}"><ol class="steps">{}</ol></div>',
        _("Các bước của hồ sơ"),
        shown,
    )


def _step(station: Step) -> SafeString:
    sign = SafeString('<span class="sign" aria-hidden="true">✓</span> ') if station.state == "done" else _NOTHING
    said = {"done": _("(đã xong)"), "current": _("(bước hiện tại)"), "ahead": ""}[station.state]
    return format_html(
        '<li class="step-{}"{}><b>{}{}<span class="visually-hidden"> {}</span></b><span>{}</span></li>',
        station.state,
        SafeString(' aria-current="step"') if station.state == "current" else _NOTHING,
        sign,
        station.label,
        said,
        station.note,
    )


@register.simple_block_tag
def criterion(content: str, code: str, words: str, outcome: str) -> SafeString:
    """One row inside `<ol class="criteria">`; the content are the sentences that say why, and a share bar."""
    return format_html(
        '<li class="criterion"><span class="criterion-code">{}</span><span class="criterion-text">{}</span>{}'
        '<div class="criterion-why">{}</div></li>',
        code,
        words,
        verdict(outcome),
        content,
    )


@register.simple_tag
def timeline(happenings: Sequence[Happening]) -> SafeString:
    """What happened, newest first (`shell.parts.Happening`)."""
    shown = format_html_join("", "{}", ((_happening(one),) for one in happenings))
    return format_html('<ol class="timeline">{}</ol>', shown)


def _happening(one: Happening) -> SafeString:
    under = " · ".join(word for word in (vietnamese.moment(one.at) if one.at else "", one.who) if word)
    return format_html(
        "<li{}><b>{}</b>{}{}</li>",
        SafeString(' class="now"') if one.current else _NOTHING,
        one.title,
        f": {one.detail}" if one.detail else "",
        format_html("<small>{}</small>", under) if under else _NOTHING,
    )


@register.simple_block_tag
def scroll_region(content: str, label: str, tall: bool = False) -> SafeString:
    """Holds a wide table: on a phone the table scrolls in here, and the keyboard reaches it.

    `tall` is for long tables: the region keeps to the height of the window and the header stays in sight.
    """
    return format_html(
        '<div class="table-scroll{}" role="region" tabindex="0" aria-label="{}">{}</div>',
        " table-tall" if tall else "",
        label,
        content,
    )


@register.inclusion_tag("shell/components/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", optional: bool = True) -> dict[str, Any]:
    """One field of a form: label, hint, control, error; the error and the hint are tied to the control."""
    widget = bound.field.widget
    return {
        "bound": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "control": _control(bound, label, hint),
        "is_box": isinstance(widget, CheckboxInput),
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "says_optional": optional and not bound.field.required,
    }


def _control(bound: BoundField, label: str, hint: str) -> SafeString:
    """The widget; Django ties help text and errors itself, a hint given in the template is tied here."""
    attrs: dict[str, str | bool] = {}
    if hint and not bound.help_text:
        error = f" {bound.auto_id}_error" if bound.errors else ""
        attrs["aria-describedby"] = f"{bound.auto_id}_helptext{error}"
    if label and bound.field.widget.attrs.get("placeholder"):
        # Forms of other libraries repeat their label as a placeholder; ours stands above the control.
        attrs["placeholder"] = ""
    return bound.as_widget(attrs=attrs or None)


@register.inclusion_tag("shell/components/file_picker.html")
def file_picker(bound: BoundField, label: str = "", hint: str = "", accept: str = "", most: int = 0) -> dict[str, Any]:
    """A field for a file; says the limit before anything is sent: `most` bytes, or what this installation takes."""
    limit = min(most or settings.UPLOAD_LIMIT_BYTES, settings.UPLOAD_LIMIT_BYTES)
    said = _("Tối đa %(limit)s.") % {"limit": vietnamese.file_size(limit)}
    attrs: dict[str, str | bool] = {"data-max-bytes": str(limit), "aria-describedby": f"{bound.auto_id}_helptext"}
    if accept:
        attrs["accept"] = accept
    return {
        "bound": bound,
        "label": label or bound.label,
        "hint": f"{hint or bound.help_text} {said}".strip(),
        "control": bound.as_widget(attrs=attrs),
    }


@register.inclusion_tag("shell/components/problems.html")
def problems(found: Sequence[Problem], title: str = "") -> dict[str, Any]:
    """What is wrong with an input: place, message, cure, each where the person can find it again. Warnings alone are
    no alarm."""
    is_wrong = any(problem.severity != "warning" for problem in found or ())
    shown = title or _("Có %(count)s điểm cần sửa") % {"count": len(found)}
    return {"problems": found, "title": shown, "is_wrong": is_wrong}


@register.inclusion_tag("shell/components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with a form as a whole, and how many fields need a look."""
    return {"form": form, "count": len([name for name in form.errors if name != "__all__"])}


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Nothing here yet: what it means and what to do, instead of a blank."""
    return format_html('<div class="empty"><h2>{}</h2>{}</div>', title, content)


@register.inclusion_tag("shell/components/pages.html", takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any], noun: str = "mục", name: str = "trang") -> dict[str, Any]:
    """Links to the other pages of a list; every other part of the query string stays."""
    paginator = page.paginator
    return {
        "request": context["request"],
        "page": page,
        "noun": noun,
        "name": name,
        "links": [
            {"number": at, "href": _address(context, name, at) if isinstance(at, int) else ""}
            for at in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
        "previous": _address(context, name, page.number - 1) if page.has_previous() else "",
        "next": _address(context, name, page.number + 1) if page.has_next() else "",
    }


def _address(context: dict[str, Any], name: str, at: int) -> str:
    query = context["request"].GET.copy()
    query[name] = str(at)
    return f"?{query.urlencode()}"


@register.inclusion_tag("shell/components/search.html")
def search_box(value: str = "", label: str = "", placeholder: str = "", name: str = "q") -> dict[str, str]:
    """A box that asks this page with GET."""
    return {"value": value, "label": label or _("Tìm theo tên"), "placeholder": placeholder, "name": name}


@register.simple_block_tag
def filter_bar(content: str, button: str = "") -> SafeString:
    """A form of filters that works without scripts: the content are fields."""
    return format_html(
        '<form class="filter-bar" method="get">{}<button class="btn" type="submit">{}</button></form>',
        content,
        button or _("Lọc"),
    )


@register.simple_tag
def copy_button(target: str, label: str = "") -> SafeString:
    """A button that copies the text of the element with id `target`; without scripts it does not show."""
    return format_html(
        '<button class="btn btn-small" type="button" data-copy="{}" hidden>{} {}</button>',
        target,
        icon("clipboard"),
        label or _("Chép"),
    )


@register.simple_tag
def safe_static(path: str) -> str:
    """An asset's address, or nothing where the manifest lacks it: the page about a failure must not fail."""
    try:
        return static(path)
    except ValueError:
        return ""
