"""A little of everything of the movement in an invented commune, recorded through the services that people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from binhyen.accounts.models import User
from binhyen.kernel.period import Period
from binhyen.movement.kinds import ActivityKind, Audience
from binhyen.movement.models import Activity, Covenant, Model, Recorded, Rollout, Stage
from binhyen.movement.services.activities import Done, activity_record
from binhyen.movement.services.course import SummedUp, rollout_record, stage_record
from binhyen.movement.services.covenants import MemberLine, covenant_draft
from binhyen.movement.services.keeping import model_record
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit

HELD = Period.on_paper(date(2021, 8, 19), date(2021, 8, 19))
TERMS = ("Không để xảy ra cháy, nổ.", "Giảm tai nạn giao thông.")
AGENCY = MemberLine("Công an xã Mẫu", office="Trưởng Công an xã")


@dataclass(frozen=True)
class Movement:
    """What was recorded: the covenant is a draft of the commune that the area is to sign; the rest is the area's."""

    covenant: Covenant
    activity: Activity
    model: Model
    rollout: Rollout
    stage: Stage

    @property
    def of(self) -> Mapping[str, Recorded]:
        """The records by the words of their addresses."""
        return {
            "giao-uoc": self.covenant,
            "hoat-dong": self.activity,
            "mo-hinh": self.model,
            "lam-diem": self.rollout,
            "giai-doan": self.stage,
        }


def make_movement(*, by: User, commune: Unit, area: Unit, programme: Programme) -> Movement:
    """One of each."""
    members = [MemberLine(unit=area.pk, office="Trưởng thôn"), AGENCY]
    return Movement(
        covenant=covenant_draft(
            by=by, programme=programme, host=commune, year=2021, title="Giao ước Mẫu", terms=TERMS, members=members
        ),
        activity=festival(by=by, hosts=[area], programme=programme),
        model=model_record(by=by, unit=area, name="Camera an ninh Mẫu", programme=programme, from_year=2019),
        rollout=rollout_record(by=by, programme=programme, unit=area, phase=Rollout.Phase.PILOT),
        stage=stage_record(
            by=by, programme=programme, unit=area, name="Giai đoạn Mẫu", from_year=2019, to_year=2021,
            summed_up=SummedUp(Stage.Form.FINAL, date(2021, 12, 20)),
        ),
    )  # fmt: skip


def festival(
    *, by: User, hosts: list[Unit], programme: Programme | None = None, times: int = 1, people: int | None = 120
) -> Activity:
    """The festival of 19/8 that these units held together."""
    done = Done(ActivityKind.SECURITY_DAY, HELD, times=times, people=people, audiences=(Audience.PEOPLE,))
    return activity_record(by=by, hosts=hosts, done=done, programme=programme)
