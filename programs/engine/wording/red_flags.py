"""The red flags in words. A named clinician approves these before patients use them."""

from programs.engine.wording.marking import Wording
from programs.engine.wording.marking import mark as _

RED_FLAG = Wording(
    _("Open red flag: {label} (tier {have_tier}, {when})"),
    _("You told us: {label}. A clinician needs to look at it first."),
)
# A clinic's own flag: the clinician sees its code, the patient that it needs a look.
ANY_RED_FLAG = Wording(
    _("Open red flag: {code} (tier {have_tier}, {when})"),
    _("You told us about a warning sign. A clinician needs to look at it first."),
)
RED_FLAG_LABELS = {
    "RF_BLADDER": Wording(_("cannot pass urine, or no control of it"), _("trouble with peeing")),
    "RF_BOWEL": Wording(_("bowel leak, or no feeling"), _("trouble controlling your bowel")),
    "RF_SADDLE": Wording(
        _("saddle numbness or tingling"), _("numbness or tingling between your legs")
    ),
    "RF_SEXUAL": Wording(
        _("new loss of sexual sensation or function"), _("a new change in sexual feeling")
    ),
    "RF_BOTH_LEGS": Wording(
        _("pain, weakness or numbness in both legs"), _("pain, weakness or numbness in both legs")
    ),
    "RF_SEVERE_WEAKNESS": Wording(
        _("sudden severe leg weakness"), _("sudden strong weakness in a leg")
    ),
    "RF_TRAUMA": Wording(_("major fall or accident"), _("a major fall or accident")),
    "RF_COLD_LEG": Wording(_("cold, pale or pulseless leg"), _("a cold or pale leg")),
    "RF_CLOT_CHEST": Wording(
        _("swollen calf with chest pain or breathlessness"),
        _("a swollen calf with chest pain or short breath"),
    ),
    "RF_WEAK_ONE_LEG": Wording(_("new or worse weakness in one leg"), _("new weakness in one leg")),
    "RF_FEVER": Wording(
        _("fever, shivers or a serious infection"), _("fever, shivers or feeling very unwell")
    ),
    "RF_SEVERE_PAIN": Wording(
        _("8/10 or more for 24 h, nothing eases it"), _("very strong pain that nothing eases")
    ),
    "RF_HOT_CALF": Wording(_("one calf hot, red or swollen"), _("a hot, red or swollen calf")),
    "RF_CANCER": Wording(
        _("cancer history with new spine pain or unsteady walking"),
        _("new spine pain or unsteady walking"),
    ),
    "RF_MINOR_TRAUMA": Wording(_("minor fall with osteoporosis or steroids"), _("a fall")),
    "RF_NUMB_GROWING": Wording(_("numb patch growing fast"), _("a numb patch that grows fast")),
    "RF_NIGHT_PAIN": Wording(
        _("wakes most nights, no position helps"), _("pain that wakes you most nights")
    ),
    "RF_WEIGHT_LOSS": Wording(
        _("unexplained weight loss"), _("losing weight without a known reason")
    ),
    "RF_NUMB_LARGER": Wording(
        _("numb area a little larger"), _("a numb area that is a little larger")
    ),
    "RF_NEW_CONDITION": Wording(
        _("pregnancy, new diagnosis or medicine"), _("a pregnancy, a new illness or a new medicine")
    ),
}
