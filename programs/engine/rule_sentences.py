"""The rules as sentences, with one patient's numbers in them."""

from programs.engine.history import Irritability
from programs.engine.ladder import LAST_STAGE
from programs.engine.limits import limits
from programs.engine.rules import RuleSet
from programs.engine.sentences import Translate
from programs.engine.wording.marking import Audience, Wording
from programs.engine.wording.marking import mark as _

COMFORTABLE = Wording(
    _(
        "Green: peak pain at most {target}/10, a rise of at most {rise_amber}, settled within"
        " {settle_amber} min, the next morning at most {morning_amber} above usual, no spread,"
        " no stop for pain, at most {overdose}% of the day's dose."
    ),
    _(
        "A comfortable day: your pain stays at {target} or less while you exercise, settles within"
        " {settle_amber} min, and the next morning is much as usual."
    ),
)
CONSTANT_PAIN = Wording(
    _(
        "Constant pain: in stage 1 the target is at least {target_rise} and the maximum at least"
        " {maximum_rise} above the pain before, up to {target_cap} and {maximum_cap}."
    ),
    _("If it hurts before you begin, {target_rise} more than before is still comfortable."),
)
TOO_MUCH = Wording(
    _(
        "Red: peak pain above {maximum}/10, a rise of {rise_red} or more, not settled within"
        " {settle_red} min, the next morning {morning_red} or more above usual, still further down"
        " the limb, or tingling or numbness worse."
    ),
    _(
        "Too much: more than {maximum} while you exercise, not settled within {settle_red} min, or"
        " a clearly worse next morning."
    ),
)
MOVES_ON = Wording(
    _(
        "Moves on one step with {greens} green of the last {window} exposures, no red one among"
        " them, the latest one green, and at least {min_days} days at the step."
    ),
    _(
        "You move on one step after {greens} comfortable days of the last {window}, with at least"
        " {min_days} days at the step."
    ),
)
NEXT_STAGE = Wording(
    _(
        "Opens stage {next_stage} after at least {stage_days} days and {stage_exposures} full"
        " exposures in the stage, when the week's worst pain ranges over at most {range} and its"
        " median is at most {worst}."
    ),
    _(
        "Stage {next_stage} opens when your worst pain of the day is steady, and usually {worst}"
        " or less."
    ),
)
SIGN_OFF = Wording(
    _("Stage 3 also needs a clinician's sign-off, valid for {sign_off} days."),
    _("Stage 3 also needs your clinician's yes."),
)
LOCKED = Wording(
    _("Stage 3 is locked at this irritability."),
    _("Stage 3 stays closed while the nerve is this easily upset."),
)
HOLDS = Wording(
    _(
        "Holds without the morning report of the latest exposure, with a red-flag screen older than"
        " {screen} days, for {cooldown} days after a step back, and when the week's median morning"
        " pain is up by {week_hold} or more."
    ),
    _(
        "You stay at your step until we know how the next morning was, and for {cooldown} days"
        " after an easier step."
    ),
)
STEPS_BACK = Wording(
    _(
        "Steps back one step at once for pain that is still further down, or tingling or numbness"
        " worse, the next morning; when red exposures weigh {weight} among the last {last} (a next"
        " morning {spike} or more above usual weighs 2); for a spread in {spreads} of them; or when"
        " the week's median morning pain is up by {week_back} or more."
    ),
    _(
        "You go to an easier step when the last days were too much, or when your pain or tingling"
        " is worse the next morning. That keeps the nerve calm."
    ),
)
AFTER_A_BREAK = Wording(
    _(
        "After missed days: less dose from {gap_hold}, one step back from {gap_back}, the first"
        " step of the stage from {gap_first}, the first step of all from {gap_again}."
    ),
    _("After a break of {gap_hold} days or more you start again more gently."),
)
PAUSES = Wording(
    _(
        "Pauses for any open red flag of tier A or B, and for morning pain of {flare} or more on"
        " two days running."
    ),
    _(
        "Everything pauses for a warning sign, or when your pain is {flare} or more on two"
        " mornings in a row."
    ),
)


def rule_sentences(
    irritability: Irritability,
    rules: RuleSet,
    stage: int,
    audience: Audience,
    translate: Translate = str,
) -> list[str]:
    """What moves this patient on, holds, steps back and pauses, in the order one asks for it."""
    numbers = _numbers(irritability, rules, stage)
    wordings = _wordings(irritability, rules, stage)
    return [translate(each.template(audience)).format_map(numbers) for each in wordings]


def _wordings(irritability: Irritability, rules: RuleSet, stage: int) -> list[Wording]:
    opens_stage_3 = rules.preset(irritability).stage_3_worst_24h is not None
    next_stage = {1: [NEXT_STAGE], 2: [NEXT_STAGE, SIGN_OFF] if opens_stage_3 else [LOCKED], 3: []}
    return [
        COMFORTABLE,
        *([CONSTANT_PAIN] if stage == 1 else []),
        TOO_MUCH,
        MOVES_ON,
        *next_stage[stage],
        HOLDS,
        STEPS_BACK,
        AFTER_A_BREAK,
        PAUSES,
    ]


def _numbers(irritability: Irritability, rules: RuleSet, stage: int) -> dict[str, int | None]:
    preset = rules.preset(irritability)
    target, maximum = limits(stage, irritability, rules)
    next_stage = min(stage + 1, LAST_STAGE)
    return {
        "target": target,
        "maximum": maximum,
        "target_rise": rules.constant_pain_target_rise,
        "maximum_rise": rules.constant_pain_maximum_rise,
        "target_cap": rules.constant_pain_target_cap,
        "maximum_cap": rules.constant_pain_maximum_cap,
        "rise_amber": min(preset.rise_amber_above, preset.rise_red_from - 1),
        "rise_red": preset.rise_red_from,
        "settle_amber": preset.settle_amber_above,
        "settle_red": preset.settle_red_above,
        "morning_amber": rules.morning_amber_above,
        "morning_red": rules.morning_red_from,
        "spike": rules.morning_spike_from,
        "overdose": rules.overdose_percent,
        "greens": preset.greens_needed,
        "window": preset.window,
        "min_days": preset.min_days,
        "next_stage": next_stage,
        "stage_days": preset.days_before(next_stage),
        "stage_exposures": preset.exposures_before(next_stage),
        "range": rules.stage_2_range if next_stage == 2 else rules.stage_3_range,
        "worst": preset.worst_24h_before(next_stage),
        "sign_off": rules.sign_off_days,
        "screen": rules.screen_valid_days,
        "cooldown": preset.cooldown_days,
        "week_hold": rules.week_rise_hold,
        "week_back": rules.week_rise_step_back,
        "weight": preset.weight_to_step_back,
        "last": rules.step_back_window,
        "spreads": rules.periph_repeats,
        "gap_hold": rules.gap_hold_from,
        "gap_back": rules.gap_step_back_from,
        "gap_first": rules.gap_first_step_from,
        "gap_again": rules.gap_start_again_from,
        "flare": rules.flare_pain,
    }
