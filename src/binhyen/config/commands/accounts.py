"""`account-create`: the first person of an empty installation, who lets the others in."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from binhyen.accounts.roles import Role
from binhyen.kernel import clock
from binhyen.staff.services import Duty, account_open_here
from binhyen.units.selectors import resolve_unit

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add `account-create`."""
    parser = subparsers.add_parser(
        "account-create",
        description="Lập tài khoản với một vai trò ở một đơn vị và in mật khẩu đầu tiên ra màn hình, một lần. Tài khoản đã "
        "có thì cấp mật khẩu mới: lối vào khi không còn quản trị nào đăng nhập được.",
    )
    parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    parser.add_argument("--name", required=True, metavar="HỌ_TÊN")
    parser.add_argument("--unit", required=True, metavar="ĐƠN_VỊ", help="mã hoặc tên đơn vị")
    parser.add_argument(
        "--role",
        choices=[role.value for role in Role],
        default=Role.ADMINISTRATOR.value,
        help="mặc định: administrator (Quản trị)",
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Make the account as the installation itself, and say its password once."""
    unit = resolve_unit(arguments.unit, as_of=clock.today())
    role = Role(arguments.role)
    user, password = account_open_here(
        username=arguments.username, full_name=arguments.name, duty=Duty(role, unit.unit_id)
    )
    print(f"Tài khoản: {user.username}\nMật khẩu (chỉ hiện lần này, phải đổi khi đăng nhập): {password}")
    print(f"Vai trò: {role.vietnamese}, {unit.full_name}.")
    return 0
