"""The laws of the house. Each takes one file and says where it breaks the law; test_laws.py runs them all."""

import ast
import re
from collections.abc import Iterator

from .source import FOUNDATIONS, Source, calls

LONGEST = 300
FREE = FOUNDATIONS | {"sandbox", "demo", "cli", ""}  # parts that are no features
KINDS = {"rules", "models", "service", "queries", "forms", "views", "__init__"}
ALSO = {"search": {"ddl"}}  # what one feature needs besides, with a reason in its docstring
GATEWAYS = {"gateway", "stripe_gateway", "offline_gateway", "stripe_readings"}
MONEY_FEATURES = {"ledger", "payments", "pledges", "settlement"}
MONEY_WORD = re.compile(r"cents|amount|money|price|cost|share_of|refund|payout|balance", re.IGNORECASE)
DECIDING = {"rules", "models", "service", "queries"}


def only_sessions_commit(source: Source) -> Iterator[str]:
    """Commit and rollback stand in db/session.py, nowhere else."""
    if source.path != "crowdlearn/db/session.py":
        yield from (
            f"line {call.lineno} calls {name}()" for name, call in calls(source.tree) if name in ("commit", "rollback")
        )


def a_step_takes_a_session_a_use_case_opens_one(source: Source) -> Iterator[str]:
    """A function with `session` never opens one; one without opens at most one, unless it speaks to the outside."""
    if source.kind not in ("service", "queries"):
        return
    for function in source.functions:
        names = [argument.arg for argument in function.args.args]
        opened = [name for name, _ in calls(function) if name in ("transaction", "reading")]
        if "session" in names and opened:
            yield f"{function.name} takes a session and opens {opened[0]}()"
        if "session" in names[1:]:
            yield f"{function.name} takes its session, but not first"
        if len(opened) > 1 and not _speaks_outside(function):
            yield f"{function.name} opens {' and '.join(opened)}"


def _speaks_outside(function: ast.FunctionDef) -> bool:
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    return bool(names & {"gateway", "cards", "deliver", "post_office"})


def files_are_short(source: Source) -> Iterator[str]:
    """A file that wants more than 300 lines wants to become two."""
    if (lines := source.text.count("\n")) > LONGEST:
        yield f"{lines} lines"


def no_relationships(source: Source) -> Iterator[str]:
    """Ids across features, explicit joins in queries; no ORM relationships."""
    names = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}
    yield from sorted(names & {"Relationship", "relationship", "backref", "back_populates"})


def money_is_whole(source: Source) -> Iterator[str]:
    """No float and no `/` where money is decided; elsewhere none on anything named like money."""
    strict = (
        source.feature in MONEY_FEATURES and source.kind in DECIDING
    ) or source.path == "crowdlearn/kernel/money.py"
    for node in ast.walk(source.tree):
        suspicious = (
            (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
            or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
            or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        )
        if suspicious and (strict or MONEY_WORD.search(ast.unparse(node))):
            yield f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node)}"


def one_clock(source: Source) -> Iterator[str]:
    """kernel/clock.py alone asks the machine for the time."""
    if source.path == "crowdlearn/kernel/clock.py" or source.feature == "launch":
        return
    for name, call in calls(source.tree):
        words = ast.unparse(call.func)
        asks_a_class = name in ("now", "utcnow", "today") and words.split(".")[0] in ("datetime", "date", "dt")
        if asks_a_class or words == "time.time":
            yield f"line {call.lineno}: {words}()"


def views_know_no_sql(source: Source) -> Iterator[str]:
    """A view calls one use-case or one query."""
    if source.kind == "views":
        yield from (name for name in source.imports if name.split(".")[0] in ("sqlmodel", "sqlalchemy"))


def every_view_names_its_policy(source: Source) -> Iterator[str]:
    """Whatever answers an address carries @access, so that nothing is open by accident."""
    for function in source.functions if source.kind == "views" else ():
        words = [ast.unparse(decorator).split("(")[0].split(".")[-1] for decorator in function.decorator_list]
        if {"route", "get", "post"} & set(words) and "access" not in words:
            yield f"{function.name} has no @access"


def a_sent_form_acts_once(source: Source) -> Iterator[str]:
    """What a posted form carries out stands inside `showing_refusals`, which claims the form's one-time key."""
    for function in source.functions if source.kind == "views" else ():
        called = {name for name, _ in calls(function)}
        if "submitted" in called and not called & {"showing_refusals", "hand_on"}:
            yield f"{function.name} carries a form out without showing_refusals()"


def only_the_adapter_knows_stripe(source: Source) -> Iterator[str]:
    """`stripe` is imported by the adapter and the sandbox alone."""
    if source.kind not in GATEWAYS and source.feature != "sandbox":
        yield from (name for name in source.imports if name.split(".")[0] == "stripe")


def six_kinds_of_file(source: Source) -> Iterator[str]:
    """A feature holds rules, models, service, queries, forms and views, and nothing called utils."""
    allowed = KINDS | GATEWAYS | ALSO.get(source.feature, set())
    if source.path.startswith("crowdlearn/") and source.feature not in FREE and source.kind not in allowed:
        yield f"{source.kind} is none of the six kinds of file"


def pages_compose_components(source: Source) -> Iterator[str]:
    """A page template holds no bare form element; macros in components/ do."""
    if source.path.startswith("templates/components/"):
        return
    for line, found in _matches(source.text, r"<(button|input|form|select|textarea)\b"):
        yield f"line {line}: <{found}>"


def nothing_inline(source: Source) -> Iterator[str]:
    """The content policy blocks inline style and script; nothing may need them. Mail has no other place for style."""
    if source.path == "templates/email/body.html":
        return
    for line, found in _matches(source.text, r"(\sstyle\s*=|<style\b|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"'])"):
        yield f"line {line}: {found.strip()}"


def _matches(text: str, pattern: str) -> Iterator[tuple[int, str]]:
    text = re.sub(r"{#.*?#}", lambda comment: "\n" * comment.group().count("\n"), text, flags=re.DOTALL)
    return ((text[: match.start()].count("\n") + 1, match.group(1)) for match in re.finditer(pattern, text))
