"""What one exposure showed, in words."""

from programs.engine.reasons import ReasonCode
from programs.engine.wording.marking import Wording
from programs.engine.wording.marking import mark as _

EXPOSURES: dict[str, Wording] = {
    ReasonCode.PEAK_OVER_MAX: Wording(
        _("Peak pain {have}/10, limit {need_at_most} (session of {when})"),
        _("Your pain peaked at {have}; your limit is {need_at_most}."),
    ),
    ReasonCode.PEAK_OVER_TARGET: Wording(
        _("Peak pain {have}/10, target {need_at_most} (session of {when})"),
        _("Your pain peaked at {have}; up to {need_at_most} is comfortable for now."),
    ),
    ReasonCode.RISE_LARGE: Wording(
        _(
            "Pain rose by {have_rise} from {have_before}/10, limit {need_rise_at_most}"
            " (session of {when})"
        ),
        _("Your pain rose by {have_rise} while you exercised; your limit is {need_rise_at_most}."),
    ),
    ReasonCode.RISE_ABOVE_OK: Wording(
        _(
            "Pain rose by {have_rise} from {have_before}/10, up to {need_rise_at_most} is green"
            " (session of {when})"
        ),
        _(
            "Your pain rose by {have_rise} while you exercised;"
            " up to {need_rise_at_most} is comfortable for now."
        ),
    ),
    ReasonCode.SETTLE_SLOW: Wording(
        _("Settled after {have_minutes} min, limit {need_minutes_at_most} min (session of {when})"),
        _("Your pain took {have_minutes} min to settle; your limit is {need_minutes_at_most} min."),
        _("Had not settled, limit {need_minutes_at_most} min (session of {when})"),
        _("Your pain had not settled; your limit is {need_minutes_at_most} min."),
    ),
    ReasonCode.SETTLE_DELAYED: Wording(
        _(
            "Settled after {have_minutes} min, up to {need_minutes_at_most} min is green"
            " (session of {when})"
        ),
        _(
            "Your pain took {have_minutes} min to settle;"
            " up to {need_minutes_at_most} min is comfortable for now."
        ),
    ),
    ReasonCode.MORNING_SPIKE: Wording(
        _("Next morning {have_pain}/10, {have_rise} above the usual {have_usual} ({when})"),
        _(
            "The next morning your pain was {have_pain}; it is usually {have_usual}."
            " Nerve pain can arrive late."
        ),
    ),
    ReasonCode.MORNING_WORSE: Wording(
        _("Next morning {have_pain}/10, {have_rise} above the usual {have_usual} ({when})"),
        _(
            "The next morning your pain was {have_pain}; it is usually {have_usual}."
            " Nerve pain can arrive late."
        ),
    ),
    ReasonCode.MORNING_UP: Wording(
        _("Next morning {have_pain}/10, {have_rise} above the usual {have_usual} ({when})"),
        _("The next morning your pain was {have_pain}, a little above your usual {have_usual}."),
    ),
    ReasonCode.PERIPH_PERSIST: Wording(
        _("Next-morning site {have_site}, at most {need_site_at_most} before ({when})"),
        _("The next morning your pain still reached further down than before."),
    ),
    ReasonCode.NEURO_WORSE: Wording(
        _("Tingling or numbness worse the next morning ({when})"),
        _("You told us that tingling or numbness was worse the next morning."),
    ),
    ReasonCode.PERIPH_TRANSIENT: Wording(
        _("Pain spread from site {need_site_at_most} to {have_site} (session of {when})"),
        _("Your pain reached further down while you exercised."),
    ),
    ReasonCode.STOPPED_FOR_PAIN: Wording(
        _("Stopped for pain (session of {when})"),
        _("You stopped because of pain. Stopping in time helps the nerve."),
    ),
    ReasonCode.OVERDOSE: Wording(
        _("Dose {have_dose_percent}%, limit {need_dose_percent_at_most}% (session of {when})"),
        _(
            "You did more than planned ({have_dose_percent}%);"
            " your limit for a day is {need_dose_percent_at_most}%."
        ),
    ),
}
