"""Which cell of a row counts for whom."""

from crowdlearn.web.access import PERSONAS, Policy, judge, settles


def row(**cells: str) -> Policy:
    given = {**dict.fromkeys(PERSONAS, "deny"), **cells}
    return Policy("x.y", "POST", "/x", "-", given, True, False, True, False, "-", "")


def test_the_most_permissive_role_wins() -> None:
    assert judge(row(treasurer="allow"), ["steward", "treasurer"], []) == "allow"
    assert judge(row(member="hide", steward="deny"), ["steward"], []) == "deny"


def test_a_relation_opens_what_members_may_not() -> None:
    assert judge(row(pitcher="allow"), [], ["pitcher"]) == "allow"
    assert judge(row(pitcher="conflict"), ["admin"], ["pitcher"]) == "conflict"


def test_a_relation_closes_what_members_may() -> None:
    own_pitch = row(member="allow", pitcher="deny", treasurer="allow")
    assert judge(own_pitch, ["treasurer"], ["pitcher"]) == "deny"
    assert judge(own_pitch, ["treasurer"], []) == "allow"


def test_unknown_roles_count_for_nothing() -> None:
    assert judge(row(), ["budget_holder"], []) == "deny"


def test_relations_are_asked_only_where_they_change_something() -> None:
    assert settles(row())
    assert not settles(row(pitcher="allow"))
