"""The picture of a unit's family: everything inside the frame, nothing over anything else."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from binhyen.units.picture import WIDTH, Box, picture_of


@dataclass(frozen=True)
class One:
    full_name: str
    is_whole: bool = True


relatives = st.lists(st.builds(One, st.text(min_size=1, max_size=60), st.booleans()), max_size=20)


@given(before=relatives, after=relatives)
def test_boxes_stay_inside_the_picture_and_apart(before: list[One], after: list[One]) -> None:
    picture = picture_of("Xã Mẫu", before, after)
    assert (picture is None) == (not before and not after)
    if picture is None:
        return
    for box in picture.boxes:
        assert 0 <= box.x <= box.x + box.width <= WIDTH
        assert 0 <= box.y <= box.y + box.height <= picture.height
    for one in picture.boxes:
        assert not any(overlap(one, other) for other in picture.boxes if other is not one)


def overlap(one: Box, other: Box) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not apart and not (one.y + one.height <= other.y or other.y + other.height <= one.y)


def test_the_words_name_everybody_and_say_who_gave_only_a_part() -> None:
    before = [One(f"Xã {at}") for at in range(20)] + [One("Xã Chia", is_whole=False)]
    picture = picture_of("Xã Mẫu", before, [])
    assert picture is not None
    assert "Xã 19, một phần Xã Chia" in picture.description
    assert picture.boxes[-2].text == "và 8 đơn vị khác"
