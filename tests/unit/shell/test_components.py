import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from binhyen.kernel.errors import Problem
from binhyen.shell.parts import Happening, Step
from binhyen.shell.templatetags import components
from scripts.assets import ICONS

SOURCE = Path(__file__).resolve().parents[3] / "src/binhyen"


def rendered(source: str, **context: Any) -> str:
    return Template("{% load components %}" + source).render(Context(context))


class OneField(forms.Form):
    count = forms.IntegerField(label="Số hộ", help_text="Số nguyên.")


@pytest.mark.parametrize("outcome", components.OUTCOMES)
def test_a_verdict_is_told_by_sign_word_and_colour_together(outcome: str) -> None:
    sign, word = components.OUTCOMES[outcome]
    shown = components.verdict(outcome)
    assert f"pill-{outcome}" in shown
    assert f'<span aria-hidden="true">{sign}</span>{word}' in shown


def test_a_verdict_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        components.verdict("dat")


def test_a_tone_that_does_not_exist_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TemplateSyntaxError, match="brand"):
        components.state("đã nộp", "green")


def test_words_of_people_are_escaped_everywhere() -> None:
    bad = "<script>"
    shown = rendered(
        "{% card bad aside=bad %}{{ bad }}{% endcard %}{% page_head bad lead=bad %}{% endpage_head %}{% state bad %}"
        "{% criterion bad bad 'met' %}{{ bad }}{% endcriterion %}{% crumbs bad '/' bad %}{% empty bad %}{% endempty %}"
        "{% banner 'met' title=bad note=bad %}{% endbanner %}{% steps steps %}{% timeline line %}{% problems found %}"
        "{% scroll_region bad %}{% endscroll_region %}{% search_box bad %}{% progress_line 1 2 bad %}",
        bad=bad,
        steps=[Step(bad, bad)],
        line=[Happening(bad, bad, who=bad)],
        found=[Problem("x", bad, bad, bad)],
    )
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") > 15


def test_a_share_says_in_words_what_the_bar_shows() -> None:
    shown = components.share(16, 25, need=70, outcome="not_met")
    assert 'aria-label="16/25 = 64\u00a0%, cần 70 %"' in shown
    assert 'class="share-fill" width="64.00%"' in shown
    assert 'class="share-tick" x="70%"' in shown


def test_a_share_of_nothing_shows_no_bar() -> None:
    assert components.share(0, 0) == components.share(None, 25) == ""


def test_a_bar_never_runs_past_its_end() -> None:
    assert 'class="share-fill" width="100.00%"' in components.share(30, 25)


def test_the_current_step_is_marked_for_screen_readers() -> None:
    shown = components.steps([Step("Đăng ký", "12/01/2021", "done"), Step("Xét duyệt", "", "current")])
    assert shown.count('aria-current="step"') == 1
    assert "(đã xong)" in shown


def test_a_timeline_tells_when_and_who() -> None:
    at = datetime(2021, 11, 18, 9, 20, tzinfo=UTC)
    assert "<small>18/11/2021 16:20 · Trần Văn Mẫu</small>" in components.timeline(
        [Happening("Nộp hồ sơ", at=at, who="Trần Văn Mẫu")]
    )


def test_a_field_ties_its_hint_and_its_error_to_the_control() -> None:
    shown = rendered("{% field form.count %}", form=OneField({"count": "94,7 %"}))
    tied = re.search(r'aria-describedby="([^"]+)"', shown)
    assert tied is not None
    assert all(f'id="{name}"' in shown for name in tied[1].split())
    assert 'aria-invalid="true"' in shown


def test_a_hint_given_in_the_template_is_tied_as_well() -> None:
    form = OneField()
    form.fields["count"].help_text = ""
    shown = rendered("{% field form.count hint='Không nhập phần trăm.' %}", form=form)
    assert 'aria-describedby="id_count_helptext"' in shown
    assert 'id="id_count_helptext">Không nhập phần trăm.' in shown


def test_every_form_gets_a_key_of_its_own() -> None:
    first, second = (rendered("{% idempotency_key %}") for _ in range(2))
    assert first != second
    assert f'name="{components.ACT_KEY}"' in first


def test_pages_keep_the_rest_of_the_question() -> None:
    request = RequestFactory().get("/", {"q": "bắc hồng", "trang": "2"})
    page = Paginator(range(100), 25).get_page(2)
    shown = rendered("{% pagination page 'hồ sơ' %}", page=page, request=request)
    assert "?q=b%E1%BA%AFc+h%E1%BB%93ng&amp;trang=3" in shown
    assert "26–50 / 100 hồ sơ" in shown


def test_a_list_of_one_page_has_no_links() -> None:
    page = Paginator(range(3), 25).get_page(1)
    assert "<a " not in rendered("{% pagination page %}", page=page, request=RequestFactory().get("/"))


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    named = {
        name
        for template in SOURCE.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8"))
    }
    assert named <= set(ICONS)


def test_no_template_needs_what_the_content_policy_forbids() -> None:
    forbidden = re.compile(
        r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*(?:\ssrc=|type="application/json"))|javascript:"""
    )
    found = [
        f"{template.relative_to(SOURCE)}: {match[0].strip()}"
        for template in SOURCE.rglob("*.html")
        for match in forbidden.finditer(template.read_text(encoding="utf-8"))
    ]
    assert not found
