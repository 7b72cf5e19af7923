"""People add practices and tools to the library, some out of what came back from a pitch."""

from crowdlearn.db.session import reading
from crowdlearn.demo.shapes import Entry
from crowdlearn.demo.stage import Stage, plays
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.people.models import Person
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.rules import FORM_OF, Content


@plays(Verb.ADD_ENTRY)
def add(stage: Stage, scene: Scene) -> None:
    """Write it and let everybody read it."""
    said: Entry = scene.item
    by = stage.person(said.by)
    with reading() as session:
        language = session.get_one(Person, by).language
    content = Content(
        title=said.title,
        language=language,
        body=said.body,
        link=said.link,
        problem=said.problem,
        topics=said.topics,
        mode=said.mode,
        tool=said.tool,
        worked_by=said.worked_by,
    )
    kind, source = said.shareback_kind, stage.scenario.returned(said.source) if said.source else None
    row = service.draft(
        by, kind, FORM_OF[kind], content, drawn_from_id=stage.became(source) if source is not None else None
    )
    service.publish(by, row)
    stage.remember(said, row)
