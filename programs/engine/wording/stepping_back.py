"""Pausing and stepping back, in words."""

from programs.engine.reasons import ReasonCode
from programs.engine.wording.marking import Wording
from programs.engine.wording.marking import mark as _

STEPPING_BACK: dict[str, Wording] = {
    ReasonCode.FLARE_SEVERE: Wording(
        _(
            "Morning pain {have_pain_yesterday}/10 yesterday and {have_pain_today}/10 today;"
            " pauses from {need_pain_below}"
        ),
        _("Your pain has been very strong on two mornings, so the exercises rest for now."),
    ),
    ReasonCode.GAP_4_7: Wording(
        _("Full days missed: {have_missed_days} (from {need_missed_days_below}: less dose)"),
        _("After your break we start again at the same step, with a little less."),
    ),
    ReasonCode.GAP_8_14: Wording(
        _("Full days missed: {have_missed_days} (from {need_missed_days_below}: one step back)"),
        _("After a longer break we start again more gently."),
    ),
    ReasonCode.GAP_15_28: Wording(
        _(
            "Full days missed: {have_missed_days}"
            " (from {need_missed_days_below}: back to the first step of the stage)"
        ),
        _("After a long break we start again more gently."),
    ),
    ReasonCode.GAP_OVER_28: Wording(
        _(
            "Full days missed: {have_missed_days}"
            " (from {need_missed_days_below}: back to the first step of all)"
        ),
        _("After such a long break we start again from the beginning, to be kind to the nerve."),
    ),
    ReasonCode.RED_DAYS: Wording(
        _(
            "Red exposures weigh {have_weight} among the last {have_of};"
            " steps back from {need_weight_below} ({when})"
        ),
        _("Your last sessions were more than the nerve is ready for."),
    ),
    ReasonCode.PERIPH_REPEATED: Wording(
        _(
            "Pain spread in {have_exposures} of the last {have_of} exposures;"
            " steps back from {need_exposures_below} ({when})"
        ),
        _("Your pain reached further down on more than one day of exercise."),
    ),
    ReasonCode.WEEK_RISE_2: Wording(
        _(
            "Median morning pain {have_this_week}/10 this week, {have_last_week}/10 last week:"
            " up by {have_rise}, steps back from {need_rise_below}"
        ),
        _(
            "Your mornings hurt more this week ({have_this_week}) than last week"
            " ({have_last_week})."
        ),
    ),
    ReasonCode.VULN_EASE: Wording(
        _(
            "Vulnerability {have_points} on {when}, high from {need_points_below}:"
            " eased instead of a step back"
        ),
        _(
            "You told us about a hard day. Your system is more protective then,"
            " so you keep your step and do less."
        ),
    ),
    ReasonCode.AT_FLOOR: Wording(
        _("Already at {have_step}, the lowest step: less dose instead of a step back"),
        _("You are at the gentlest step already, so we do less of it."),
    ),
    ReasonCode.REGRESS_REPEATED: Wording(
        _(
            "Days since the last step back: {have_days_since_step_back}"
            " (repeated up to {need_days_since_step_back_above})"
        ),
        _("We made things easier not long ago too, so we ask your clinician to look."),
    ),
}
