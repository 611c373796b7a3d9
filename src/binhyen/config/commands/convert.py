"""`convert-rulebook` and `rulebook-form`: criteria between YAML and Excel, without a database."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from binhyen.config.commands.files import write_whole
from binhyen.config.commands.rulebooks import NAMED, rulebook_at
from binhyen.kernel.errors import BinhYenError, InputProblems, Problem
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook
from binhyen.rules.writing import rulebook_yaml
from binhyen.sheets.rulebooks import blank_rulebook_workbook, read_rulebook_workbook, write_rulebook_workbook

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_WORKBOOK = ".xlsx"


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `convert-rulebook` and `rulebook-form`."""
    convert = subparsers.add_parser(
        "convert-rulebook",
        description="Đổi bộ tiêu chí giữa .yaml và .xlsx; nội dung và mã băm giữ nguyên, trừ lời chú thích trong YAML.",
    )
    convert.add_argument("source", metavar="FROM", help=NAMED)
    convert.add_argument("target", metavar="TO", help="tệp .xlsx, .yaml hoặc .yml; tệp đã có thì bị thay")
    convert.set_defaults(run=run_convert)
    form = subparsers.add_parser("rulebook-form", description="Ghi mẫu Excel trống để viết bộ tiêu chí.")
    form.add_argument("target", metavar="FILE", help="tệp .xlsx")
    form.set_defaults(run=run_form)


def run_convert(arguments: Namespace) -> int:
    """Write the same rulebook in the other form, after reading back what will be written."""
    source, target = Path(arguments.source), Path(arguments.target)
    form = _FORMS.get(target.suffix.lower())
    if form is None:
        raise _refused("khong_ghi_duoc_dang_nay", f"Không ghi được tệp '{target}'.", f"Dùng đuôi {', '.join(_FORMS)}.")
    if source.exists() and target.exists() and source.samefile(target):
        raise _refused("trung_tep", "Tệp nguồn và tệp đích là một.", "Đặt tên khác cho tệp đích.")
    rulebook = rulebook_at(arguments.source)
    write, read = form
    content = write(rulebook)
    if read(content).content_hash != rulebook.content_hash:
        # No rulebook is known for which this happens; a file that says something else must not be handed out.
        raise BinhYenError(f"Đổi sang {target.suffix} làm mất nội dung; chưa ghi tệp nào.")
    write_whole(target, content)
    print(f"Đã ghi {target}: {rulebook.name} ({rulebook.version}). Mã băm nội dung: {rulebook.content_hash}")
    return 0


def run_form(arguments: Namespace) -> int:
    """Write the empty form; a file that is there already is left alone."""
    target = Path(arguments.target)
    if target.suffix.lower() != _WORKBOOK:
        raise _refused("khong_ghi_duoc_dang_nay", f"Không ghi được tệp '{target}'.", "Dùng đuôi .xlsx.")
    if target.exists():
        raise _refused("da_co_tep", f"Đã có tệp '{target}'.", "Đặt tên khác.")
    write_whole(target, blank_rulebook_workbook())
    print(f"Đã ghi mẫu {target}. Điền xong thì kiểm tra: binhyen check-rulebook {target}")
    return 0


def _yaml(rulebook: Rulebook) -> bytes:
    return rulebook_yaml(rulebook).encode()


def _from_yaml(content: bytes) -> Rulebook:
    return load_rulebook(content.decode())


_Form = tuple[Callable[[Rulebook], bytes], Callable[[bytes], Rulebook]]
_FORMS: Mapping[str, _Form] = {
    _WORKBOOK: (write_rulebook_workbook, read_rulebook_workbook),
    ".yaml": (_yaml, _from_yaml),
    ".yml": (_yaml, _from_yaml),
}


def _refused(code: str, message: str, cure: str) -> InputProblems:
    return InputProblems([Problem(code, message, "", cure)])
