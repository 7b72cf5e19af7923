"""Who may do what: the table authz.csv, and the word with which a view names its rows.

@blueprint.route("/pitches/<uuid:pitch_id>/pledge", methods=["GET", "POST"])
@access("pledge.form", "pledge.create_money")
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
FILE = Path(__file__).parents[1] / "authz.csv"
ROLES = ("treasurer", "steward", "auditor", "admin")
RELATIONS = ("pitcher", "pledger", "manager", "other_manager")
PERSONAS = ("anonymous", "member", *RELATIONS, *ROLES, "suspended")
# from the most to the least permissive; a number is answered literally
VERDICTS = ("allow", "conflict", "400", "home", "login", "401", "deny", "405", "hide")
BEST = VERDICTS[0]
# a row's state says where its route is at all
DEMO_ONLY, SANDBOX_ONLY, BOTH_ONLY = (
    "only in a demo",
    "only with pretended cards",
    "only in a demo with pretended cards",
)
PASSING = frozenset({"allow", "conflict", "400"})


def access(
    *actions: str, begun_in: Callable[[], Any] | None = None, most_bytes: int | None = None
) -> Callable[[View], View]:
    """Name the actions of authz.csv that a view carries out: at least one for each of its methods.

    `begun_in` is the form that visitors may fill in before they sign in: they are shown at once what is wrong with it.
    `most_bytes` may be sent to it by who is let in, where that is more than to other pages.
    """

    def mark(view: View) -> View:
        view.actions, view.begun_in, view.most_bytes = actions, begun_in, most_bytes  # type: ignore[attr-defined]
        return view

    return mark


@dataclass(frozen=True)
class Policy:
    """One row: an action on a route, in a state of its object, and a verdict for each kind of person."""

    action: str
    method: str
    route: str
    state: str
    cells: Mapping[str, str]
    csrf: bool
    step_up: bool
    writes: bool
    no_store: bool
    audit: str
    note: str

    @property
    def exists(self) -> bool:
        """Tell whether the row asks for a route; one that everyone is refused may also say that there is none."""
        return not set(self.cells.values()) <= {"hide", "405"}


def read_policies(file: Path) -> dict[str, Policy]:
    """Return the rows of `file` by their action. Raises ValueError for a word that the table does not know."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [_policy(row) for row in csv.DictReader(lines)]
    return {row.action: row for row in rows}


def _policy(row: Mapping[str, str]) -> Policy:
    cells = {persona: row[persona] for persona in PERSONAS}
    if unknown := set(cells.values()) - set(VERDICTS):
        raise ValueError(f"authz.csv, {row['action']}: unknown verdict {sorted(unknown)}")
    return Policy(
        action=row["action"],
        method=row["method"],
        route=row["route"],
        state=row["state"],
        cells=cells,
        csrf=row["csrf"] == "yes",
        step_up=row["step_up"] == "yes",
        writes=row["writes"] == "yes",
        no_store=row["no_store"] == "yes",
        audit=row["audit"],
        note=row["note"],
    )


def is_here(row: Policy, settings: Mapping[str, Any]) -> bool:
    """Tell whether an installation with these settings has the route of a row."""
    demo, sandbox = settings["ENVIRONMENT"] == "demo", settings.get("PAYMENTS") == "sandbox"
    places = {DEMO_ONLY: demo, SANDBOX_ONLY: sandbox, BOTH_ONLY: demo and sandbox}
    return row.exists and places.get(row.state, True)


@cache
def policies() -> dict[str, Policy]:
    """Return the project's own table."""
    return read_policies(FILE)


def best(verdicts: Iterable[str]) -> str:
    """Return the most permissive verdict."""
    return min(verdicts, key=VERDICTS.index)


def settles(row: Policy) -> bool:
    """Tell whether a member's cell settles the row whatever they are to the object."""
    member = row.cells["member"]
    return all(row.cells[relation] == member for relation in RELATIONS)


def judge(row: Policy, roles: Iterable[str], relations: Iterable[str]) -> str:
    """Return the verdict for a member who holds `roles` and stands in `relations` to the object.

    Being something to the object comes before being a member: a pitcher's cell may be narrower than a member's, and
    then it decides. Otherwise the most permissive cell among all that the person is.
    """
    related = [row.cells[relation] for relation in relations if relation in RELATIONS]
    if row.cells["member"] in PASSING and (narrower := [verdict for verdict in related if verdict not in PASSING]):
        return best(narrower)
    held = [row.cells[role] for role in roles if role in ROLES]
    return best([row.cells["member"], *related, *held])
