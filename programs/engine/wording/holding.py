"""Staying at a step, in words."""

from programs.engine.reasons import ReasonCode
from programs.engine.wording.marking import Wording
from programs.engine.wording.marking import mark as _

HOLDING: dict[str, Wording] = {
    ReasonCode.CLINICIAN_HOLD: Wording(
        _("Held by a clinician"),
        _("Your clinician would like you to stay at this step for now."),
    ),
    ReasonCode.SCREEN_STALE: Wording(
        _("Red-flag screen {have_days_old} days old, at most {need_days_old_at_most} needed"),
        _("Please answer the safety questions again. Then we can look at the next step."),
        _("No full red-flag screen yet"),
        _("Please answer the safety questions. Then we can look at the next step."),
    ),
    ReasonCode.WAIT_MORNING: Wording(
        _("Waiting for the morning report of {need_morning_report}"),
        _("We wait for your next morning: nerve pain can arrive late."),
    ),
    ReasonCode.MORNING_MISSING: Wording(
        _("No morning report of {need_morning_report}"),
        _("We don't know how the morning after your latest session was, so we stay here."),
    ),
    ReasonCode.GAP_OPEN: Wording(
        _("Full days missed: {have_missed_days} (holds from {need_missed_days_below})"),
        _("Your latest session was some days ago. We look at the next step after a new one."),
    ),
    ReasonCode.MIN_SESSIONS: Wording(
        _("Exposures to judge by: {have_exposures} of {need_exposures}"),
        _("Days of exercise that count here: {have_exposures} of {need_exposures}."),
    ),
    ReasonCode.NOT_ENOUGH_GREEN: Wording(
        _("Green exposures: {have_green} of the last {have_of}; needed {need_green} of {need_of}"),
        _(
            "Comfortable days: {have_green} of the last {have_of}."
            " You need {need_green} of {need_of}."
        ),
    ),
    ReasonCode.RED_IN_WINDOW: Wording(
        _("Red exposures: {have_red} of the last {have_of} ({when})"),
        _("At least one of your last sessions was more than the nerve is ready for."),
    ),
    ReasonCode.UNKNOWN_IN_WINDOW: Wording(
        _("Exposures without a morning report: {have_mornings_missing} of the last {have_of}"),
        _("We don't know yet how every morning after your last sessions was."),
    ),
    ReasonCode.LAST_DAY_AMBER: Wording(
        _("Latest exposure amber ({when})"),
        _("Your latest session was a little more than comfortable."),
    ),
    ReasonCode.MIN_DAYS: Wording(
        _("Days at this step: {have_days} of {need_days}"),
        _("Days at this step so far: {have_days} of {need_days}."),
    ),
    ReasonCode.COOLDOWN: Wording(
        _("Days since the step back: {have_days_since_step_back} of {need_days_since_step_back}"),
        _(
            "After an easier step the nerve gets some quiet days:"
            " {have_days_since_step_back} of {need_days_since_step_back} so far."
        ),
    ),
    ReasonCode.PINGPONG_LOCK: Wording(
        _(
            "Step backs from {have_step}: {have_failures} ({when});"
            " locked from {need_failures_below} until unlocked"
        ),
        _("The next step was too much for now, so we ask your clinician before trying it again."),
    ),
    ReasonCode.WEEK_RISE_1: Wording(
        _(
            "Median morning pain {have_this_week}/10 this week, {have_last_week}/10 last week:"
            " up by {have_rise}, holds from {need_rise_below}"
        ),
        _(
            "Your mornings hurt a little more this week ({have_this_week}) than last week"
            " ({have_last_week})."
        ),
    ),
    ReasonCode.ADHERENCE_LOW: Wording(
        _("Planned days done: {have_done} of {have_planned}, {need_done} needed"),
        _(
            "Planned days with exercise this week: {have_done} of {have_planned}."
            " With {need_done} we can tell how this step suits you."
        ),
    ),
}
