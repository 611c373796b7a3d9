"""What can go wrong with papers and jobs."""

from binhyen.kernel.errors import BinhYenError, RefusedByState


class PaperNotHere(RefusedByState):
    """The paper is not a file of this installation: it lies in the office, or its file was lost."""

    code = "khong_co_tep"


class JobStopped(BinhYenError):
    """The person who asked for a file stopped it while it was being made."""

    code = "viec_da_dung"
