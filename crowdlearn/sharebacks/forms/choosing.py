"""Which form a share-back is written in."""

from typing import Any
from zoneinfo import ZoneInfo

from crowdlearn.pitches.rules import Place
from crowdlearn.sharebacks.rules import Content, Form, Readers

from .library import PracticeForm, ToolForm
from .writing import ALONE, EventForm, PostForm, RecordingForm

FORMS: dict[Form, type[PostForm | RecordingForm | EventForm | PracticeForm | ToolForm]] = {
    Form.POST: PostForm,
    Form.RECORDING: RecordingForm,
    Form.EVENT: EventForm,
    Form.PRACTICE: PracticeForm,
    Form.TOOL: ToolForm,
}


def typed_before(content: Content) -> dict[str, Any]:
    """Return a share-back's content as the values of its form."""
    values = dict(vars(content))
    values["place"] = Place(content.place)
    values["collection"] = str(content.collection_id) if content.collection_id else ALONE
    values["readers"] = Readers.ALL if content.open_to_all else Readers.MEMBERS
    if content.starts_at is not None:
        local = content.starts_at.astimezone(ZoneInfo(content.time_zone))
        values |= {"on": local.date(), "at": local.time()}
    return values
