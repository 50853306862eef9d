"""Every reason in words, twice: for the clinician and for the patient."""

from programs.engine.wording.exposures import EXPOSURES
from programs.engine.wording.holding import HOLDING
from programs.engine.wording.marking import Audience, Wording
from programs.engine.wording.moving import MOVING
from programs.engine.wording.red_flags import ANY_RED_FLAG, RED_FLAG, RED_FLAG_LABELS
from programs.engine.wording.stages import STAGES
from programs.engine.wording.stepping_back import STEPPING_BACK

WORDING: dict[str, Wording] = {**EXPOSURES, **STEPPING_BACK, **HOLDING, **STAGES, **MOVING}

__all__ = ["ANY_RED_FLAG", "RED_FLAG", "RED_FLAG_LABELS", "WORDING", "Audience", "Wording"]
