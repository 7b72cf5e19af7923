"""Every notice has one reason that people choose about, or is always sent."""

from collections import Counter

import pytest

from crowdlearn.notices.rules import ALWAYS, DIGESTS, REASONS, Channel, may_be_silenced, reason_of
from tests.support.samples import DIGESTS as DIGEST_LETTERS
from tests.support.samples import kinds

KINDS = sorted(set(kinds()) - set(DIGEST_LETTERS))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_reason_unless_it_is_always_sent(kind):
    assert (reason_of(kind) is not None) is may_be_silenced(kind)


def test_no_kind_has_two_reasons_and_no_reason_speaks_of_letters_that_do_not_exist():
    counted = Counter(kind for reason in REASONS for kind in reason.kinds)
    assert set(counted.values()) == {1}
    assert set(counted) <= set(KINDS)
    assert not [kind for kind in counted if kind.startswith(ALWAYS)]


def test_no_two_reasons_share_a_switch():
    assert Counter(reason.key for reason in REASONS).most_common(1)[0][1] == 1


def test_what_people_follow_comes_in_a_digest_and_what_asks_for_an_act_at_once():
    for reason in REASONS:
        if reason.section.value == "followed":
            assert reason.default in DIGESTS, reason.key
        if reason.key in ("to_decide", "promise", "check_in", "event", "asked", "help_asked"):
            assert reason.default is Channel.AT_ONCE, reason.key
