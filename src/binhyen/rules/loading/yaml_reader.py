"""YAML to a tree of texts, from the event stream: no types are guessed, nothing is built that was not written.

Refused: aliases, anchors, tags, duplicate keys, keys that are no text, several documents, very large or deep files.
"""

import unicodedata
from typing import Final

import yaml

from binhyen.rules.loading.problems import Problems
from binhyen.rules.loading.tree import DEEPEST_TREE, ControlCharacter, Mark, Piece, clean

LARGEST_FILE: Final = 2_000_000
_MOST_EVENTS: Final = 200_000
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader where it was built: 20 times faster

_SYNTAX = (
    ("mapping values are not allowed", "giá trị có dấu ':' phải đặt trong dấu nháy"),
    (
        "found character that cannot start any token",
        "thụt dòng bằng dấu cách, không dùng phím Tab; đặt chữ trong dấu nháy",
    ),
    ("did not find expected ',' or", "thiếu dấu phẩy, hoặc thiếu dấu đóng ] hay }"),
    ("unexpected end of stream", "thiếu dấu đóng của chữ đặt trong nháy"),
    ("could not find expected ':'", "thiếu dấu ':' sau tên mục, hoặc dòng bị thụt sai"),
    ("did not find expected '-' indicator", "các dòng của danh sách phải thụt bằng nhau"),
    ("did not find expected key", "các mục cùng cấp phải thụt bằng nhau; chữ có dấu nháy phải đóng đủ"),
)


class Unreadable(ValueError):
    """The text is no YAML that we read; the problem is already noted."""


def read_yaml(text: str, problems: Problems) -> Piece:
    """The tree of the first document. Raises Unreadable when there is nothing to go on with."""
    source = text.removeprefix("\ufeff")
    if len(source) > LARGEST_FILE:
        message = f"Tệp dài {len(source)} ký tự, tối đa là {LARGEST_FILE}."
        problems.add(Piece(), "tep_qua_lon", message, cure="tách thành nhiều bộ tiêu chí")
        raise Unreadable
    builder = _Builder(source, problems)
    try:
        for count, event in enumerate(yaml.parse(source, Loader=_Loader)):
            builder.take(event)
            if count > _MOST_EVENTS:
                problems.add(Piece(), "tep_qua_lon", "Tệp có quá nhiều mục.", cure="tách thành nhiều bộ tiêu chí")
                raise Unreadable
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, problems)
        raise Unreadable from error
    except (yaml.YAMLError, UnicodeError) as error:
        problems.add(Piece(), "khong_phai_yaml", "Tệp có ký tự không đọc được.", cure="lưu tệp dạng văn bản UTF-8")
        raise Unreadable from error
    if builder.root is None:
        problems.add(Piece(), "tep_trong", "Tệp không có nội dung.", cure="xem ví dụ trong docs/reference/language.md")
        raise Unreadable
    return builder.root


def _note_syntax(error: yaml.MarkedYAMLError, problems: Problems) -> None:
    mark = error.problem_mark or error.context_mark
    piece = Piece(mark=Mark(mark.line + 1, mark.column + 1)) if mark else Piece()
    said = error.problem or ""
    cure = next((cure for sign, cure in _SYNTAX if sign in said), "kiểm tra dấu thụt dòng, dấu ':' và dấu nháy ở đây")
    problems.add(piece, "yaml_sai", "Không đọc được cấu trúc YAML ở chỗ này.", cure=cure)


class _Builder:
    def __init__(self, source: str, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.root: Piece | None = None
        self.stack: list[Piece] = []
        self.waiting: list[str | None] = []  # for each open mapping: the key whose value comes next
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """Add one event to the tree."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event)
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(
                event, "bi_danh", "Không dùng bí danh (*tên) trong bộ tiêu chí.", "chép lại nội dung đó ra đây"
            )
            self._put(Piece(mark=_mark(event)))
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.waiting.pop()

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse(
                event, "nhieu_tai_lieu", "Một tệp chỉ chứa một bộ tiêu chí (bỏ dấu ---).", "tách thành nhiều tệp"
            )
            raise Unreadable

    def _node(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, "neo", "Không dùng neo (&tên) trong bộ tiêu chí.", "bỏ neo, chép nội dung ra từng chỗ")
        if getattr(event, "tag", None) is not None:
            self._refuse(
                event, "nhan", "Không dùng nhãn kiểu (!tên) trong bộ tiêu chí.", "bỏ nhãn; mọi giá trị đều là chữ"
            )
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
            return
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        piece = Piece(entries={}, mark=_mark(event)) if is_mapping else Piece(items=[], mark=_mark(event))
        self._put(piece)
        self.stack.append(piece)
        self.waiting.append(None)
        if len(self.stack) > DEEPEST_TREE:
            self._refuse(event, "qua_sau", f"Các mục lồng nhau quá {DEEPEST_TREE} tầng.", "bớt tầng")
            raise Unreadable

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        try:
            value = clean(event.value)
        except ControlCharacter:
            self._refuse(event, "ky_tu_dieu_khien", "Có ký tự điều khiển trong chữ.", "xóa ký tự không nhìn thấy")
            value = ""
        mark = _mark(event, self.source)
        if self._expects_key():
            self._key(value, mark)
        else:
            self._put(Piece(text=value, mark=mark))

    def _expects_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].entries is not None and self.waiting[-1] is None

    def _key(self, key: str, mark: Mark) -> None:
        mapping = self.stack[-1]
        if key in mapping.keys:
            first = mapping.keys[key]
            message = f"Mục '{key[:60]}' viết hai lần (lần đầu ở dòng {first.line})."
            self.problems.add(Piece(mark=mark), "trung_muc", message, cure="giữ một lần")
            key = f"{key}\0{mark.line}.{mark.column}"  # read the value, keep it apart
        mapping.keys[key] = mark
        self.waiting[-1] = key

    def _put(self, piece: Piece) -> None:
        if not self.stack:
            self.root = piece if self.root is None else self.root
            return
        parent = self.stack[-1]
        if parent.items is not None:
            parent.items.append(piece)
        elif (key := self.waiting[-1]) is not None:
            if "\0" not in key and parent.entries is not None:
                parent.entries[key] = piece
            self.waiting[-1] = None
        else:
            self.problems.add(piece, "khoa_khong_phai_chu", "Tên mục phải là chữ.", cure="sửa tên mục")
            self.waiting[-1] = "\0"

    def _refuse(self, event: yaml.Event, code: str, message: str, cure: str) -> None:
        self.problems.add(Piece(mark=_mark(event)), code, message, cure=cure)


def _mark(event: yaml.Event, source: str = "") -> Mark:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return Mark(1, 1)
    raw = unicodedata.normalize("NFC", source[start.index : end.index])
    return Mark(start.line + 1, start.column + 1, raw)
