"""What a pitcher fills in."""

from .acts import BeginForm, CloneForm, DeleteForm, FollowForm, PauseForm, PublishForm, UpdateForm, WithdrawForm
from .guided import FORMS, BudgetForm, StepForm, StoryForm
from .languages import PitchLanguageForm
from .quick import IdeaForm, QuickForm

__all__ = [
    "FORMS",
    "BeginForm",
    "BudgetForm",
    "CloneForm",
    "DeleteForm",
    "FollowForm",
    "IdeaForm",
    "PauseForm",
    "PitchLanguageForm",
    "PublishForm",
    "QuickForm",
    "StepForm",
    "StoryForm",
    "UpdateForm",
    "WithdrawForm",
]
