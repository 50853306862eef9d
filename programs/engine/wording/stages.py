"""What a change of stage waits for, in words."""

from programs.engine.reasons import ReasonCode
from programs.engine.wording.marking import Wording
from programs.engine.wording.marking import mark as _

STAGES: dict[str, Wording] = {
    ReasonCode.MIN_STAGE_DAYS: Wording(
        _("Days in this stage: {have_days} of {need_days}"),
        _("Days in this stage so far: {have_days} of {need_days}."),
    ),
    ReasonCode.MIN_STAGE_SESSIONS: Wording(
        _("Full exposures in this stage: {have_exposures} of {need_exposures}"),
        _("Days of exercise in this stage so far: {have_exposures} of {need_exposures}."),
    ),
    ReasonCode.PREDICT_DATA: Wording(
        _("Worst-pain answers this week: {have_answers} of {need_answers}"),
        _(
            "Please tell us your worst pain of the day each morning:"
            " {have_answers} of {need_answers} answers this week."
        ),
    ),
    ReasonCode.PREDICT_RANGE: Wording(
        _(
            "Worst pain {have_lowest} to {have_highest} this week: range {have_range},"
            " limit {need_range_at_most}"
        ),
        _(
            "Your worst pain still changes from day to day ({have_lowest} to {have_highest})."
            " We wait until it is steadier."
        ),
    ),
    ReasonCode.PREDICT_SPIKES: Wording(
        _(
            "Jumps in worst pain this week: {have_jumps}, the largest {have_largest};"
            " at most {need_jumps_at_most} and below {need_largest_below} needed"
        ),
        _("Your worst pain still jumps up at times. We wait until it is steadier."),
    ),
    ReasonCode.PREDICT_LEVEL: Wording(
        _("Median worst pain {have_median_worst_24h}/10, limit {need_median_worst_24h_at_most}"),
        _(
            "Your worst pain is usually {have_median_worst_24h};"
            " the next stage begins at {need_median_worst_24h_at_most} or less."
        ),
    ),
    ReasonCode.REVIEW_BEFORE_STAGE: Wording(
        _(
            "Last review {have_days_since_review} days ago,"
            " within {need_days_since_review_at_most} days needed before a new stage"
        ),
        _("Before a new kind of exercise we ask your clinician to look at how you are."),
        _("No review yet; one is needed before a new stage"),
        _("Before a new kind of exercise we ask your clinician to look at how you are."),
    ),
    ReasonCode.PRESET_LOCK: Wording(
        _("Stage 3 is locked at this irritability"),
        _("The next stage stays closed while the nerve is this easily upset."),
    ),
    ReasonCode.RED_LAST_10D: Wording(
        _(
            "Days since the last red exposure: {have_days_since_red},"
            " more than {need_days_since_red_above} needed ({when})"
        ),
        _("A session was too much not long ago, so the next stage waits a little."),
    ),
    ReasonCode.SIGNOFF_REQUESTED: Wording(
        _(
            "Everything else is met: sign-off for stage 3 requested"
            " (valid {need_days_since_sign_off_at_most} days)"
        ),
        _("All else is in place. The next stage only needs your clinician's yes."),
    ),
    ReasonCode.SIGNOFF_NEEDED: Wording(
        _(
            "No valid sign-off for stage 3 (valid {need_days_since_sign_off_at_most} days,"
            " void after a step back or a red flag)"
        ),
        _("The next stage also needs your clinician's yes."),
    ),
}
