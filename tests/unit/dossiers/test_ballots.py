"""Laws of a committee's vote: what more voices, abstentions, absences and the chair can and cannot do."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from binhyen.dossiers.ballots import Ballot, Outcome, Share, Tie, VotingRule, Whole, is_tie, outcome_of

HALF = Share(1, 2, beyond=True)
TWO_THIRDS = Share(2, 3, beyond=False)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    whole = draw(st.integers(2, 12))
    beyond = draw(st.booleans())
    return Share(draw(st.integers(1, whole - 1 if beyond else whole)), whole, beyond)


@st.composite
def ballots(draw: st.DrawFn) -> Ballot:
    voices = [draw(st.integers(0, 20)) for _ in range(3)]
    absent = draw(st.integers(0, 10))
    return Ballot(sum(voices) + absent, sum(voices), *voices, draw(st.sampled_from((None, True, False))))


rules = st.builds(VotingRule, shares(), shares(), st.sampled_from(Whole), st.sampled_from(Tie))


@given(rules, ballots())
def test_one_who_turns_from_against_to_for_never_undoes_what_was_carried(rule: VotingRule, ballot: Ballot) -> None:
    assume(ballot.against > 0 and outcome_of(rule, ballot) is Outcome.CARRIED)
    turned = replace(ballot, agreed=ballot.agreed + 1, against=ballot.against - 1)
    assert outcome_of(rule, turned) is Outcome.CARRIED


@given(rules, ballots(), st.integers(0, 9))
def test_abstentions_count_as_the_rule_says(rule: VotingRule, ballot: Ballot, silent: int) -> None:
    sat = replace(ballot, members=ballot.members + silent)
    more = replace(sat, present=sat.present + silent, abstained=sat.abstained + silent)
    assume(Outcome.NO_QUORUM not in (outcome_of(rule, sat), outcome_of(rule, more)))
    if rule.majority_of is not Whole.PRESENT:
        assert outcome_of(rule, more) is outcome_of(rule, sat)
    elif outcome_of(rule, more) is Outcome.CARRIED:
        assert outcome_of(rule, sat) is Outcome.CARRIED


@given(rules, ballots())
def test_without_a_quorum_nothing_is_voted_on_and_with_one_something_comes_of_it(
    rule: VotingRule, ballot: Ballot
) -> None:
    reached = ballot.present >= rule.quorum.least(ballot.members) and ballot.members > 0
    assert (outcome_of(rule, ballot) is Outcome.NO_QUORUM) is not reached


@given(rules, ballots())
def test_the_chair_s_word_matters_in_a_tie_of_a_simple_majority_alone(rule: VotingRule, ballot: Ballot) -> None:
    said = {outcome_of(rule, replace(ballot, chair_agrees=word)) for word in (None, True, False)}
    assert len(said) == 1 or (is_tie(rule, ballot) and rule.tie is Tie.CHAIR)


@given(shares(), st.integers(1, 60))
def test_the_least_count_that_is_enough_is_enough_and_one_fewer_is_not(share: Share, among: int) -> None:
    least = share.least(among)
    assert share.reached(least, among)
    assert not share.reached(least - 1, among)


@pytest.mark.parametrize(
    ("tie", "chair", "outcome"),
    [
        (Tie.CHAIR, True, Outcome.CARRIED),
        (Tie.CHAIR, False, Outcome.FAILED),
        (Tie.CHAIR, None, Outcome.POSTPONED),
        (Tie.POSTPONED, True, Outcome.POSTPONED),
    ],
)
def test_a_tie_goes_with_the_chair_or_to_another_sitting(tie: Tie, chair: bool | None, outcome: Outcome) -> None:
    rule = VotingRule(TWO_THIRDS, HALF, Whole.VOTING, tie)
    assert outcome_of(rule, Ballot(9, 9, 4, 4, 1, chair)) is outcome


def test_a_tie_falls_short_of_two_thirds_whatever_the_chair_says() -> None:
    rule = VotingRule(TWO_THIRDS, TWO_THIRDS, Whole.PRESENT, Tie.CHAIR)
    assert outcome_of(rule, Ballot(8, 8, 4, 4, 0, chair_agrees=True)) is Outcome.FAILED


def test_one_against_one_of_four_members_is_no_tie_where_all_members_count() -> None:
    rule = VotingRule(HALF, HALF, Whole.MEMBERS, Tie.CHAIR)
    absent = Ballot(4, 3, 1, 1, 1, chair_agrees=True)
    assert outcome_of(rule, absent) is Outcome.FAILED
    assert outcome_of(rule, replace(absent, present=4, agreed=2, against=2, abstained=0)) is Outcome.CARRIED


def test_two_thirds_of_nine_are_six_and_more_than_half_of_eight_are_five() -> None:
    assert (TWO_THIRDS.least(9), HALF.least(8), HALF.least(9)) == (6, 5, 5)
    assert not TWO_THIRDS.reached(0, 0)


@pytest.mark.parametrize(("part", "whole", "beyond"), [(0, 2, False), (3, 2, False), (1, 1, True)])
def test_what_is_no_part_is_refused(part: int, whole: int, beyond: bool) -> None:
    with pytest.raises(ValueError, match="/"):
        Share(part, whole, beyond)
