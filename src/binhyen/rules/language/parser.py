"""Tokens to nodes, by recursive descent. The grammar, loosest first:

or → and → not → comparison → sum → product → sign → primary
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final, NoReturn

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.language.names import CONSTANTS, FUNCTIONS, KEYWORDS, Names, Scope, suggestion
from binhyen.rules.language.tokens import Token, TokenKind, tokenize
from binhyen.rules.model import bounds, nodes
from binhyen.rules.model.nodes import Node
from binhyen.rules.model.parts import Rule
from binhyen.rules.model.types import Answer, Nonsense, Place, UnitState, ValueType

DEEPEST: Final = 40
_COMPARISONS = frozenset(nodes.OPERATORS)
_TALLIES = ("all_met", "count_met", "points")
_CONSTANT_NODES: dict[str, Callable[..., Node]] = {
    "year": nodes.Year,
    "window_start": nodes.WindowStart,
    "window_end": nodes.WindowEnd,
    "all_met": nodes.AllMet,
    "count_met": nodes.CountMet,
    "points": nodes.Points,
}


# What people write who think in Vietnamese, unless a figure is called so.
_SAID_IN_VIETNAMESE = {
    "và": "AND",
    "hoặc": "OR",
    "hay": "OR",
    "không": "NOT",
    "nếu": "if(điều kiện, giá trị, giá trị khác)",
    "từ": "BETWEEN … AND …",
    "trong": "IN (…)",
    "có": "thẳng tên số liệu có/không, ví dụ nghi_quyet",
}


class RuleProblems(ValueError):
    """A rule's text is wrong; all that could be found in one reading."""

    def __init__(self, problems: Iterable[Nonsense]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


def parse(text: str, names: Names, scope: Scope) -> Rule:
    """Read one expression. Raises RuleProblems; every problem has its place in `text` and a Vietnamese message."""
    trimmed = text.strip()
    try:
        parser = _Parser(trimmed, names, scope)
    except Nonsense as error:
        raise RuleProblems([error]) from error
    try:
        return Rule(trimmed, parser.read())
    except Nonsense as error:
        # A mistake in the declaration of a figure is told there; what follows from it would only confuse.
        raise RuleProblems([] if parser.speaks_of(names.uncertain) else [error]) from error


class _Parser:
    def __init__(self, text: str, names: Names, scope: Scope) -> None:
        self.names = names
        self.scope = scope
        self.tokens = tokenize(text)
        self.at = 0
        self.depth = 0
        self.unknown: list[Nonsense] = []

    # ------------------------------------------------------------ the whole

    def read(self) -> Node:
        """The whole expression; names are looked up first, so that all unknown ones are told at once."""
        self._look_up_names()
        if self.unknown:
            raise RuleProblems(self.unknown)
        if self._at_end():
            raise Nonsense("quy_tac_trong", "Quy tắc đang trống.", cure="viết một điều kiện")
        node = self._expression()
        if not self._at_end():
            self._unexpected()
        self._finish(node)
        return node

    def speaks_of(self, keys: frozenset[str]) -> bool:
        """Whether one of the figures is mentioned."""
        return any(token.text.partition(".")[0] in keys for token in self.tokens if token.kind is TokenKind.NAME)

    def _finish(self, node: Node) -> None:
        if self.unknown:
            raise RuleProblems(self.unknown)
        _refuse_depth(node)
        if node.value_type not in self.scope.result:
            raise _wrong_result(node, self.scope)
        bounds.prove(node)
        if self.scope is Scope.SCORE:
            bounds.score_bounds(node)
        elif self.scope is Scope.COUNT:
            bounds.score_bounds(nodes.Arithmetic("*", node, nodes.Number(Decimal(10**5))))

    def _look_up_names(self) -> None:
        for token, following in zip(self.tokens, self.tokens[1:], strict=False):
            if token.kind is TokenKind.NAME and following.text != "(" and not self._is_known(token):
                self.unknown.append(self._unknown_name(token))

    def _is_known(self, token: Token) -> bool:
        key, _, suffix = token.text.partition(".")
        if suffix:
            return key in self.names.figures and suffix == "date"
        return key in self.names.figures or token.word in KEYWORDS or token.word in CONSTANTS

    def _unknown_name(self, token: Token) -> Nonsense:
        key, _, suffix = token.text.partition(".")
        if key in self.names.figures and suffix:
            return Nonsense(
                "khong_co_thuoc_tinh", f"{key}.{suffix} không có.", cure=f"chỉ có {key}.date", place=token.place
            )
        if token.word in FUNCTIONS:
            return Nonsense(
                "thieu_ngoac", f"Sau {token.text} phải có dấu ngoặc (.", cure=f"viết {token.word}(…)", place=token.place
            )
        if token.word in ("true", "false", "null", "none"):
            cure = "viết thẳng điều kiện; muốn biết đã có số liệu hay chưa, dùng known(…)"
            return Nonsense("khong_co_hang", f"Ngôn ngữ quy tắc không có '{token.text}'.", cure=cure, place=token.place)
        if key.casefold() in _SAID_IN_VIETNAMESE:
            meant = _SAID_IN_VIETNAMESE[key.casefold()]
            message = f"'{key}' không phải là từ của ngôn ngữ quy tắc."
            return Nonsense("tu_tieng_viet", message, cure=f"viết {meant}", place=token.place)
        known = (*self.names.figures, *(name for name in CONSTANTS if self._constant_allowed(name)))
        cure = suggestion(key, known, "khai báo số liệu này trong figures, hoặc sửa tên")
        return Nonsense("ten_chua_khai_bao", f"{key[:60]} chưa được khai báo.", cure=cure, place=token.place)

    def _constant_allowed(self, name: str) -> bool:
        return self.scope.knows_tallies or name not in _TALLIES

    # ------------------------------------------------------------ moving

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def _at_end(self) -> bool:
        return self.token.kind is TokenKind.END

    def _advance(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def _take(self, *wanted: str) -> Token | None:
        token = self.token
        is_symbol = token.kind is TokenKind.SYMBOL and token.text in wanted
        return self._advance() if is_symbol or (token.word and token.word in wanted) else None

    def _expect(self, symbol: str) -> Token:
        token = self._take(symbol)
        if token is None:
            self._unexpected(f"cần '{symbol}' ở đây")
        return token

    def _unexpected(self, cure: str = "") -> NoReturn:
        token = self.token
        if token.kind is TokenKind.END:
            raise Nonsense("thieu_phan_cuoi", "Quy tắc kết thúc giữa chừng.", cure=cure, place=token.place)
        if token.text == ",":
            cure = cure or "số thập phân trong quy tắc viết bằng dấu chấm, ví dụ 0.5"
        raise Nonsense("khong_hieu", f"Không hiểu '{token.text[:40]}' ở chỗ này.", cure=cure, place=token.place)

    def _deeper(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _too_deep(self.token.place)
        node = read()
        self.depth -= 1
        return node

    # ------------------------------------------------------------ logic

    def _expression(self) -> Node:
        return self._deeper(self._or)

    def _or(self) -> Node:
        return self._chain("or", self._and, nodes.Or)

    def _and(self) -> Node:
        return self._chain("and", self._not, nodes.And)

    def _chain(self, word: str, part: Callable[[], Node], build: Callable[..., Node]) -> Node:
        items = [part()]
        while self._take(word):
            items.append(part())
        return items[0] if len(items) == 1 else build(tuple(items), place=_from_to(items[0], items[-1]))

    def _not(self) -> Node:
        word = self._take("not")
        if word is None:
            return self._comparison()
        operand = self._deeper(self._not)
        return nodes.Not(operand, place=word.place.to(operand.place))

    def _comparison(self) -> Node:
        left = self._sum()
        if operator := self._take(*_COMPARISONS):
            right = self._sum()
            self._refuse_chain()
            node: Node = nodes.Compare(operator.text, left, right, place=_from_to(left, right))
            self._check_choices(left, right)
            return node
        return self._membership(left)

    def _refuse_chain(self) -> None:
        if self.token.kind is TokenKind.SYMBOL and self.token.text in _COMPARISONS:
            raise Nonsense(
                "so_sanh_noi_tiep",
                "Không viết nối tiếp hai phép so sánh.",
                cure="nối bằng AND, ví dụ a < b AND b < c, hoặc dùng BETWEEN",
                place=self.token.place,
            )

    def _membership(self, left: Node) -> Node:
        negated = self._take("not") if self.tokens[self.at + 1 : self.at + 2] and self._not_in_follows() else None
        if self._take("between"):
            found = self._between(left)
        elif self._take("in"):
            found = self._in(left)
        else:
            return left
        return nodes.Not(found, place=found.place) if negated else found

    def _not_in_follows(self) -> bool:
        return self.token.word == "not" and self.tokens[self.at + 1].word in ("in", "between")

    def _between(self, item: Node) -> Node:
        low = self._sum()
        if not self._take("and"):
            self._unexpected("viết x BETWEEN a AND b")
        high = self._sum()
        return nodes.Between(item, low, high, place=_from_to(item, high))

    def _in(self, item: Node) -> Node:
        self._expect("(")
        options = self._arguments_until_close()
        end = self.tokens[self.at - 1].place
        node = nodes.In(item, tuple(options), place=item.place.to(end))
        for option in options:
            self._check_choices(item, option)
        return node

    def _arguments_until_close(self) -> list[Node]:
        if self._take(")"):
            return []
        arguments = [self._expression()]
        while self._take(","):
            arguments.append(self._expression())
        self._expect(")")
        return arguments

    # ------------------------------------------------------------ arithmetic

    def _sum(self) -> Node:
        left = self._product()
        while operator := self._take("+", "-"):
            right = self._product()
            left = nodes.Arithmetic(operator.text, left, right, place=_from_to(left, right))
        return left

    def _product(self) -> Node:
        left = self._sign()
        while operator := self._take("*", "/"):
            right = self._sign()
            place = _from_to(left, right)
            if operator.text == "*":
                left = nodes.Arithmetic("*", left, right, place=place)
            else:
                left = nodes.Divide(left, right, place=place)
        return left

    def _sign(self) -> Node:
        minus = self._take("-")
        if minus is None:
            return self._primary()
        operand = self._deeper(self._sign)
        return nodes.Negate(operand, place=minus.place.to(operand.place))

    # ------------------------------------------------------------ primaries

    def _primary(self) -> Node:
        token = self.token
        if token.kind in (TokenKind.NUMBER, TokenKind.PERCENT):
            return _number(self._advance())
        if token.kind is TokenKind.TEXT:
            return nodes.Text(self._advance().text, place=token.place)
        if token.kind is TokenKind.NAME and token.word not in KEYWORDS:
            return self._named()
        if self._take("(") is None:
            self._unexpected()
        inner = self._expression()
        self._expect(")")
        return inner

    def _named(self) -> Node:
        token = self._advance()
        if self.token.text == "(" and self.token.kind is TokenKind.SYMBOL:
            return self._function(token)
        key, _, suffix = token.text.partition(".")
        figure = self.names.figures.get(key)
        if figure is None:
            return self._constant(token)
        if suffix:
            return nodes.FigureDate(key, figure.answer, place=token.place)
        return nodes.Figure(key, figure.answer, figure.max, place=token.place)

    def _constant(self, token: Token) -> Node:
        if not self._constant_allowed(token.word):
            raise Nonsense(
                "chi_dung_o_muc",
                f"{token.word} chỉ dùng trong quy tắc của mức công nhận (levels).",
                cure="để nói về một tiêu chí khác, dùng met('mã tiêu chí')",
                place=token.place,
            )
        return _CONSTANT_NODES[token.word](place=token.place)

    def _function(self, name: Token) -> Node:
        special = {
            "previous": self._previous,
            "units": self._units,
            "recognised": self._recognised,
            "deadline": self._deadline,
            "met": self._met,
        }
        if name.word in special:
            return special[name.word](name)
        if name.word not in FUNCTIONS:
            cure = suggestion(name.text, FUNCTIONS, f"các hàm có: {', '.join(FUNCTIONS)}")
            raise Nonsense("ham_la", f"Không có hàm {name.text[:40]}().", cure=cure, place=name.place)
        self._expect("(")
        arguments = self._arguments_until_close()
        return _call(name, arguments, name.place.to(self.tokens[self.at - 1].place))

    def _previous(self, name: Token) -> Node:
        self._expect("(")
        token = self.token
        if token.word in FUNCTIONS or token.text not in self.names.figures:
            raise Nonsense(
                "previous_can_so_lieu",
                "previous() chỉ nhận tên một số liệu, không lồng nhau và không nhận biểu thức.",
                cure="ví dụ previous(tngt_so_vu)",
                place=token.place,
            )
        self._advance()
        end = self._expect(")")
        return nodes.Previous(token.text, self.names.figures[token.text].answer, place=name.place.to(end.place))

    def _texts(self, name: Token, least: int, most: int, example: str) -> tuple[list[Token], Place]:
        self._expect("(")
        found = [self._text_argument(example)]
        while self._take(","):
            found.append(self._text_argument(example))
        end = self._expect(")")
        place = name.place.to(end.place)
        if not least <= len(found) <= most:
            raise Nonsense("sai_so_tham_so", f"{name.word}() có số tham số không đúng.", cure=example, place=place)
        return found, place

    def _text_argument(self, example: str) -> Token:
        if self.token.kind is not TokenKind.TEXT:
            self._unexpected(f"cần một chữ trong dấu nháy đơn, ví dụ {example}")
        return self._advance()

    def _units(self, name: Token) -> Node:
        texts, place = self._texts(name, 1, 2, "units('listed') hoặc units('recognised', 'residential_area')")
        state = self._one_of(texts[0], [state.value for state in UnitState], "trạng thái đơn vị")
        kind = self._one_of(texts[1], [kind.value for kind in SubjectKind], "loại đơn vị") if texts[1:] else None
        if state is None or (texts[1:] and kind is None):
            return nodes.Units(UnitState.LISTED, place=place)  # reading goes on; the unknown word is already noted
        return nodes.Units(UnitState(state), SubjectKind(kind) if kind else None, place=place)

    def _one_of(self, token: Token, known: Iterable[str], what: str) -> str | None:
        choices = list(known)
        if token.text in choices:
            return token.text
        cure = suggestion(token.text, choices, f"dùng một trong: {', '.join(choices)}")
        self.unknown.append(
            Nonsense("gia_tri_la", f"'{token.text[:60]}' không phải là {what}.", cure=cure, place=token.place)
        )
        return None

    def _recognised(self, name: Token) -> Node:
        (programme, level), place = self._texts(name, 2, 2, "recognised('an-toan-antt', 'dat')")
        if programme.text == self.names.programme:
            self._one_of(level, sorted(self.names.levels), "mức công nhận của phong trào này")
        return nodes.Recognised(programme.text, level.text, place=place)

    def _deadline(self, name: Token) -> Node:
        example = "deadline('03-31') hoặc deadline('03-31', 1)"
        self._expect("(")
        day = self._text_argument(example)
        offset = self._advance() if self._take(",") else None
        end = self._expect(")")
        if offset is not None and offset.text not in ("0", "1"):
            raise Nonsense("nam_khong_hop_le", "Năm của deadline() là 0 hoặc 1.", cure=example, place=offset.place)
        return nodes.Deadline(day.text, int(offset.text) if offset else 0, place=name.place.to(end.place))

    def _met(self, name: Token) -> Node:
        (code,), place = self._texts(name, 1, 1, "met('2.1')")
        if not self.scope.knows_criteria:
            raise Nonsense("khong_dung_met", "met() không dùng được ở đây.", place=place)
        if code.text not in self.names.codes:
            cure = suggestion(code.text, sorted(self.names.codes), "ghi đúng mã của một tiêu chí cùng loại đơn vị")
            message = f"Không có tiêu chí mã '{code.text[:40]}'."
            self.unknown.append(Nonsense("tieu_chi_la", message, cure=cure, place=code.place))
        return nodes.Met(code.text, place=place)

    def _check_choices(self, left: Node, right: Node) -> None:
        for figure, literal in ((left, right), (right, left)):
            if isinstance(figure, nodes.Figure) and figure.answer is Answer.CHOICE and isinstance(literal, nodes.Text):
                choices = self.names.figures[figure.key].choices
                if literal.value not in choices:
                    cure = suggestion(literal.value, choices, f"dùng một trong: {', '.join(choices)}")
                    message = f"'{literal.value[:60]}' không có trong danh sách của {figure.key}."
                    self.unknown.append(Nonsense("lua_chon_la", message, cure=cure, place=literal.place))


def _number(token: Token) -> Node:
    value = Decimal(token.text)
    if token.kind is TokenKind.PERCENT:
        return nodes.Number(value.scaleb(-2), percent=True, place=token.place)
    return nodes.Number(value, place=token.place)


_FIXED: dict[str, tuple[Callable[..., Node], int]] = {
    "if": (nodes.If, 3),
    "abs": (nodes.Abs, 1),
    "known": (nodes.Known, 1),
}


def _call(name: Token, arguments: list[Node], place: Place) -> Node:
    if name.word == "least":
        return nodes.Least(tuple(arguments), place=place)
    if name.word == "greatest":
        return nodes.Greatest(tuple(arguments), place=place)
    build, wanted = _FIXED[name.word]
    if len(arguments) != wanted:
        raise Nonsense(
            "sai_so_tham_so",
            f"{name.word}() cần {wanted} tham số, ở đây có {len(arguments)}.",
            cure="ví dụ if(điều kiện, a, b)" if name.word == "if" else f"ví dụ {name.word}(a)",
            place=place,
        )
    return build(*arguments, place=place)


def _from_to(first: Node, last: Node) -> Place:
    return first.place.to(last.place)


def _refuse_depth(root: Node) -> None:
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep(node.place)
        waiting.extend((operand, depth + 1) for operand in node.operands())


def _too_deep(place: Place) -> Nonsense:
    return Nonsense(
        "qua_sau", f"Biểu thức lồng nhau quá {DEEPEST} tầng.", cure="tách thành nhiều tiêu chí", place=place
    )


def _wrong_result(node: Node, scope: Scope) -> Nonsense:
    words = " hoặc ".join(kind.vietnamese for kind in scope.result)
    cure = "thêm phép so sánh, ví dụ … >= 1" if scope.result == (ValueType.BOOLEAN,) else ""
    return Nonsense(
        "sai_ket_qua", f"Kết quả phải là {words}, ở đây là {node.value_type.vietnamese}.", cure=cure, place=node.place
    )
