"""People ask for stories, tell them, and stand with each other's texts."""

from crowdlearn.demo.shapes import Collection, Delivery, Story, Together
from crowdlearn.demo.stage import Stage, plays, promised
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.rules import Content, Form
from crowdlearn.sharebacks.rules.collections import Asked


@plays(Verb.ASK_STORIES)
def ask_for_stories(stage: Stage, scene: Scene) -> None:
    """Open a collection."""
    one: Collection = scene.item
    words = (one.title_en, one.title_fr, one.question_en, one.question_fr)
    asked = Asked(*words, starts_on=stage.day(one.day), ends_on=stage.day(one.last))
    stage.remember(one, service.open_collection(stage.person(one.by), asked))


@plays(Verb.TELL)
def tell(stage: Stage, scene: Scene) -> None:
    """Add a story to a collection."""
    one: Collection
    story: Story
    one, story = scene.item
    content = Content(story.title, story.language, story.summary, story.body, collection_id=stage.became(one))
    row = service.draft(stage.person(story.by), ShareBackKind.STORY, Form.POST, content)
    service.publish(stage.person(story.by), row)
    stage.remember(story, row)


@plays(Verb.WRITE_TOGETHER)
def write_together(stage: Stage, scene: Scene) -> None:
    """Ask somebody to stand with a text, and let them accept."""
    item: Story | Delivery
    other: Together
    item, other = scene.item
    if isinstance(item, Story):
        author, row = stage.person(item.by), stage.became(item)
    else:
        assert scene.pitch is not None
        author, row = stage.owner(scene.pitch), stage.became(promised(scene))
    service.invite_author(author, row, stage.scenario.people[other.by].email)
    service.join_authors(stage.person(other.by), row)
