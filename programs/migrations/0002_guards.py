"""What is history in the database's own eyes: diary, decisions, events, published versions."""

from django.db import migrations

from people.guards import Guard, append_only, never_deleted

PUBLISHED = (
    "EXISTS (SELECT 1 FROM programs_programversion AS version"
    " WHERE version.id = {version} AND version.published_at IS NOT NULL)"
)
OF_STAGE = PUBLISHED.format(version="{row}.version_id")
OF_STEP = PUBLISHED.format(
    version="(SELECT version_id FROM programs_stage WHERE id = {row}.stage_id)"
)
OF_PRESCRIPTION = PUBLISHED.format(
    version="(SELECT version_id FROM programs_stage WHERE id ="
    " (SELECT stage_id FROM programs_step WHERE id = {row}.step_id))"
)
EVERY = ["INSERT", "UPDATE", "DELETE"]
HISTORY = [
    "Exercise",
    "RuleSetVersion",
    "Session",
    "MorningReport",
    "CheckIn",
    "RedFlagScreen",
    "Review",
    "ClinicianEvent",
    "PainEntry",
    "Flare",
    "FlareUpdate",
    "TriggerEntry",
    "WellbeingWeek",
    "GoalRating",
    "GlobalChange",
]


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [
        *[append_only(model) for model in HISTORY],
        never_deleted("Assignment"),
        never_deleted("RedFlag"),
        never_deleted("Goal"),
        Guard("ProgramVersion", ["UPDATE", "DELETE"], "{row}.published_at IS NOT NULL"),
        Guard("Stage", EVERY, OF_STAGE),
        Guard("Step", EVERY, OF_STEP),
        Guard("Prescription", EVERY, OF_PRESCRIPTION),
    ]
