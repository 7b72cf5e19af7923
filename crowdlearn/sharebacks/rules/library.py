"""Practices and tools: what they are, and the problem each of them solves. Pure."""

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.words import Worded

from .states import Form

FOR_USE = frozenset({Form.PRACTICE, Form.TOOL})  # these are there to be used at work, and name the problem they solve
WITH_MATERIALS = frozenset({Form.EVENT, Form.TOOL})  # links and files go with these
MOST_TOPICS = 4


class ToolKind(Worded):
    """What kind of tool somebody can take along."""

    CHECKLIST = "checklist", N_("Checklist")
    TEMPLATE = "template", N_("Template")
    SCRIPT = "script", N_("Script")
    LINK = "link", N_("Link")
    FILE = "file", N_("File")


class WorkedBy(Worded):
    """Who works in the way that a practice describes."""

    PEERS = "peers", N_("Peers, each on their own")
    BRANCH = "branch", N_("A team or a branch")
    DEPARTMENT = "department", N_("A whole department")
    DEPARTMENTS = "departments", N_("Several departments together")


class ProblemMissing(RuleBroken):
    """A practice or a tool answers a problem, and is found by it."""

    msgid = N_("Name the problem it solves: that is what others look for.")
    field = "problem"


class ToolLinkMissing(RuleBroken):
    """A link leads somewhere."""

    msgid = N_("Give the link.")
    field = "link"


class ToolFileMissing(RuleBroken):
    """A file was uploaded."""

    msgid = N_("Add the file first, then publish.")


def check_for_use(form: Form, problem: str) -> None:
    """Raise ProblemMissing for a practice or a tool that names no problem."""
    if form in FOR_USE and not problem.strip():
        raise ProblemMissing


def check_tool(tool: ToolKind | None, link: str, *, has_file: bool) -> None:
    """Raise ToolLinkMissing or ToolFileMissing for a link or a file that is not there yet."""
    if tool is ToolKind.LINK and not link.strip():
        raise ToolLinkMissing
    if tool is ToolKind.FILE and not has_file:
        raise ToolFileMissing
