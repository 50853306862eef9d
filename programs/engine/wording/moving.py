"""Moving on, and what is said in passing, in words."""

from programs.engine.reasons import ReasonCode
from programs.engine.wording.marking import Wording
from programs.engine.wording.marking import mark as _

MOVING: dict[str, Wording] = {
    ReasonCode.VULN_DEFER: Wording(
        _("Vulnerability {have_points} on {when}, high from {need_points_below}: advance put off"),
        _("Your system is more protective at the moment, so the next step can wait a little."),
    ),
    ReasonCode.VULN_CAP_REACHED: Wording(
        _("Days of putting off: {have_deferred_days}; advanced although vulnerable"),
        _("These are hard days, and this step was comfortable all the same. Go gently."),
    ),
    ReasonCode.PROGRAM_COMPLETE_REVIEW: Wording(
        _("All criteria met at the last step ({have_step}): review the program"),
        _("You have been through every step. What comes next is for you and your clinician."),
    ),
    ReasonCode.CRITERIA_MET: Wording(
        _(
            "Green exposures: {have_green} of the last {have_of}"
            " (needed {need_green} of {need_of}); nothing else blocks"
        ),
        _("Comfortable days: {have_green} of the last {have_of}. Time for the next step."),
    ),
    ReasonCode.STAGE_CHANGE: Wording(
        _("From stage {have_stage} to stage {need_stage}"),
        _("A new kind of exercise begins: stage {need_stage}."),
    ),
    ReasonCode.NO_IMPROVEMENT_10D: Wording(
        _(
            "No improvement after {have_days} days: pain {have_pain}/10"
            " (at the start {have_baseline_pain}), site {have_site}"
            " (at the start {have_baseline_site})"
        ),
        _("Your pain is much as it was at the start, so we ask your clinician to look."),
    ),
    ReasonCode.NO_IMPROVEMENT_6W: Wording(
        _(
            "No improvement after {have_days} days: pain {have_pain}/10"
            " (at the start {have_baseline_pain}), site {have_site}"
            " (at the start {have_baseline_site})"
        ),
        _("Your pain is much as it was at the start, so we ask your clinician to look."),
    ),
    ReasonCode.PLATEAU: Wording(
        _(
            "At this step for {have_days} days: morning pain {have_first_week}/10 at first,"
            " {have_this_week}/10 this week"
        ),
        _("You have been at this step for a while, so we ask your clinician what could help."),
        _("At this step for {have_days} days, with too few morning reports to see a change"),
        _("You have been at this step for a while, so we ask your clinician what could help."),
    ),
}
