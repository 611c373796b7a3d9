"""Roles and acts: who may do what, in one table."""

from enum import StrEnum


class Role(StrEnum):
    """A job somebody holds in a part of the tree."""

    UNIT_HEAD = "unit_head"
    COMMUNE_OFFICER = "commune_officer"
    DATA_OWNER = "data_owner"
    FRONT = "front"
    COMMITTEE = "committee"
    CHAIR = "chair"
    REGISTRY = "registry"
    PROVINCE_OFFICER = "province_officer"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"

    @property
    def vietnamese(self) -> str:
        """The role as people call it."""
        return _ROLE_WORDS[self]


class Act(StrEnum):
    """Something a person may be allowed to do on a unit."""

    READ = "read"
    REGISTER = "register"
    REGISTER_ACCEPT = "register_accept"
    FIGURES_ENTER = "figures_enter"
    FIGURES_OWNED = "figures_owned"
    FIGURES_REVIEW = "figures_review"
    SELF_ASSESS = "self_assess"
    SUBMIT = "submit"
    REQUEST_MORE = "request_more"
    REVIEW = "review"
    POST = "post"
    FRONT_OPINION = "front_opinion"
    DECIDE = "decide"
    NUMBER_DECISION = "number_decision"
    CYCLE_OPEN = "cycle_open"
    MOVEMENT_EDIT = "movement_edit"
    CHASE = "chase"
    COLLECT = "collect"
    UNITS_EDIT = "units_edit"
    EXPORT = "export"
    RULEBOOK_DRAFT = "rulebook_draft"
    RULEBOOK_ISSUE = "rulebook_issue"
    ACCOUNTS = "accounts"
    LOG_READ = "log_read"


_ROLE_WORDS = {
    Role.UNIT_HEAD: "Người đứng đầu đơn vị",
    Role.COMMUNE_OFFICER: "Cán bộ tổng hợp",
    Role.DATA_OWNER: "Cơ quan cung cấp số liệu",
    Role.FRONT: "Mặt trận Tổ quốc",
    Role.COMMITTEE: "Ban Chỉ đạo",
    Role.CHAIR: "Chủ tịch UBND",
    Role.REGISTRY: "Văn thư",
    Role.PROVINCE_OFFICER: "Cán bộ cấp tỉnh",
    Role.INSPECTOR: "Kiểm tra, giám sát",
    Role.ADMINISTRATOR: "Quản trị",
}

_OFFICER = frozenset(
    {
        Act.READ, Act.REGISTER, Act.REGISTER_ACCEPT, Act.FIGURES_ENTER, Act.SELF_ASSESS, Act.SUBMIT,
        Act.REQUEST_MORE, Act.POST, Act.FRONT_OPINION, Act.CYCLE_OPEN, Act.UNITS_EDIT, Act.MOVEMENT_EDIT, Act.EXPORT, Act.LOG_READ,
        Act.CHASE, Act.COLLECT,
    }
)  # fmt: skip

ACTS_OF: dict[Role, frozenset[Act]] = {
    Role.UNIT_HEAD: frozenset(
        {Act.READ, Act.REGISTER, Act.FIGURES_ENTER, Act.MOVEMENT_EDIT, Act.SELF_ASSESS, Act.SUBMIT}
    ),
    Role.COMMUNE_OFFICER: _OFFICER,
    Role.DATA_OWNER: frozenset({Act.READ, Act.FIGURES_OWNED}),
    Role.FRONT: frozenset({Act.READ, Act.FRONT_OPINION}),
    Role.COMMITTEE: frozenset({Act.READ, Act.FIGURES_REVIEW, Act.REQUEST_MORE, Act.REVIEW, Act.LOG_READ}),
    Role.CHAIR: frozenset({Act.READ, Act.DECIDE, Act.EXPORT, Act.LOG_READ}),
    Role.REGISTRY: frozenset({Act.READ, Act.NUMBER_DECISION}),
    Role.PROVINCE_OFFICER: frozenset(
        {Act.READ, Act.CYCLE_OPEN, Act.UNITS_EDIT, Act.EXPORT, Act.LOG_READ, Act.RULEBOOK_DRAFT, Act.RULEBOOK_ISSUE}
        | {Act.MOVEMENT_EDIT, Act.CHASE, Act.COLLECT}
    ),
    Role.INSPECTOR: frozenset({Act.READ, Act.EXPORT, Act.LOG_READ}),
    Role.ADMINISTRATOR: frozenset(
        {Act.ACCOUNTS, Act.UNITS_EDIT, Act.RULEBOOK_DRAFT, Act.RULEBOOK_ISSUE, Act.LOG_READ, Act.READ}
    ),
}
