"""Pieces of a file to shapes, one part at a time: every part that is wrong is told, every part that is right is read."""

from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from binhyen.rules.language import nearest
from binhyen.rules.language.names import suggestion
from binhyen.rules.loading.problems import Problems
from binhyen.rules.loading.shape import EXPECTED, Shape
from binhyen.rules.loading.tree import Piece

S = TypeVar("S", bound=Shape)


def read_shape(model: type[S], piece: Piece, problems: Problems, context: str = "") -> S:
    """The shape that stands in `piece`. What is wrong is noted; a stand-in takes its place, so reading goes on."""
    if piece.entries is None:
        problems.add(piece, "can_cac_muc", "Ở đây cần các mục dạng tên: giá trị.", context=context)
        piece = Piece(entries={}, mark=piece.mark, where=piece.where)
        shape = model.model_validate(dict(model.filler))
        shape.remember(piece, model.model_fields)
        return shape
    context = _context(model, piece, context)
    nested = _nested_fields(model)
    flat = {key: child.plain() for key, child in piece.entries.items() if key not in nested and not child.is_empty}
    asked = dict(flat)
    shape = _validate(model, flat, piece, problems, context)
    shape.remember(piece, [key for key in (*asked, *flat) if flat.get(key) != asked.get(key)])
    for key, (name, kind, part) in nested.items():
        child = piece.entries.get(key)
        if child is not None and not child.is_empty:
            setattr(shape, name, _read_nested(kind, part, child, problems, context))
    return shape


def _validate(model: type[S], flat: dict[str, object], piece: Piece, problems: Problems, context: str) -> S:
    try:
        return model.model_validate(flat)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_context=True):
            _note(details, model, piece, problems, context)
            key = str(details["loc"][0])
            flat.pop(key, None)
            if key in model.filler:
                flat[key] = model.filler[key]
        return model.model_validate(flat)


@cache
def _nested_fields(model: type[Shape]) -> dict[str, tuple[str, str, type[Shape]]]:
    found = {}
    for name, field in model.model_fields.items():
        part = _part_of(field)
        if part is not None:
            found[field.alias or name] = (name, *part)
    return found


def _part_of(field: FieldInfo) -> tuple[str, type[Shape]] | None:
    origin, arguments = get_origin(field.annotation), get_args(field.annotation)
    shapes = [item for item in arguments if isinstance(item, type) and issubclass(item, Shape)]
    if not shapes:
        return None
    kind = "list" if origin is list else "map" if origin is dict else "one"
    return kind, shapes[0]


def _read_nested(kind: str, model: type[S], piece: Piece, problems: Problems, context: str) -> Any:
    if kind == "one":
        return read_shape(model, piece, problems, context)
    if kind == "list":
        if piece.items is None:
            problems.add(
                piece, "can_danh_sach", "Ở đây cần một danh sách (mỗi dòng bắt đầu bằng dấu -).", context=context
            )
            return []
        return [read_shape(model, item, problems, context) for item in piece.items]
    if piece.entries is None:
        problems.add(piece, "can_cac_muc", "Ở đây cần các mục dạng tên: giá trị.", context=context)
        return {}
    return {key: read_shape(model, item, problems, key) for key, item in piece.entries.items()}


_CALLED = {
    "CriterionShape": "tiêu chí",
    "LevelShape": "mức",
    "CheckShape": "kiểm tra",
    "FigureShape": "số liệu",
    "SubjectShape": "đơn vị",
}


def _context(model: type[Shape], piece: Piece, around: str) -> str:
    called = _CALLED.get(model.__name__)
    if called is None:
        return around
    named_by_key = "code" not in model.model_fields
    code = around if named_by_key else (piece.entries or {}).get("code", Piece()).text.strip()
    return f"{called} {code[:40]}" if code else called


def _note(details: ErrorDetails, model: type[Shape], piece: Piece, problems: Problems, context: str) -> None:
    key = str(details["loc"][0])
    kind = details["type"]
    known = [field.alias or name for name, field in model.model_fields.items()]
    if kind == "missing":
        problems.add(piece, "thieu_muc", f"Thiếu mục '{key}'.", cure=f"thêm {key}: …", context=context)
    elif kind == "extra_forbidden":
        cure = suggestion(key, known, f"các mục có thể dùng: {', '.join(known)}")
        problems.add(piece.key_piece(key), "muc_la", f"Không có mục '{key[:60]}' ở đây.", cure=cure, context=context)
    else:
        target = piece.child(key)
        for step in details["loc"][1:]:
            target = target.child(step)
        message, cure = _value_problem(details, key, target)
        problems.add(target, "gia_tri_sai", message, cure=cure, context=context)


def _value_problem(details: ErrorDetails, key: str, target: Piece) -> tuple[str, str]:
    kind = details["type"]
    if kind == "literal_error":
        allowed = [
            word.strip(" '") for word in str(details.get("ctx", {}).get("expected", "")).replace(" or ", ",").split(",")
        ]
        near = nearest(target.text, allowed)
        cure = f"có phải {near}?" if near else f"dùng một trong: {', '.join(allowed)}"
        return f"'{target.text[:60]}' không phải là giá trị của '{key}'.", cure
    if kind == "string_too_long":
        most = details.get("ctx", {}).get("max_length", "")
        return f"Nội dung của '{key}' quá dài.", f"rút gọn còn tối đa {most} ký tự"
    if kind == "string_too_short":
        return f"Mục '{key}' đang trống.", "ghi nội dung"
    if kind == "string_pattern_mismatch":
        return f"'{target.text[:60]}' không đúng dạng của '{key}'.", EXPECTED.get(key, "sửa lại cho đúng dạng")
    if kind == "list_type":
        return f"Mục '{key}' phải là một danh sách.", "mỗi dòng bắt đầu bằng dấu -"
    return f"Mục '{key}' phải là một dòng chữ.", "bỏ các mục con"
