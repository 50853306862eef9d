"""Versions of the rules. A version is never edited: a change is the next one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Clinic, User
from programs.engine import RuleSet

from .scales import once_per_clinic


class RuleSetVersionQuerySet(models.QuerySet["RuleSetVersion"]):
    def for_clinician(self, user: User) -> "RuleSetVersionQuerySet":
        ours = models.Q(clinic__isnull=True) | models.Q(clinic__clinicians__user=user)
        return self.filter(ours)


class RuleSetVersion(models.Model):
    """The thresholds that decide, as differences from the engine's defaults."""

    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="rule_sets"
    )
    number = models.PositiveIntegerField()
    rules = models.JSONField(_("fields that differ from the defaults"), default=dict)
    published_at = models.DateTimeField()
    # Null: shipped with the product.
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="published_rule_sets"
    )
    reason = models.TextField(_("why"))

    objects = RuleSetVersionQuerySet.as_manager()

    class Meta:
        ordering = ["clinic", "-number"]
        constraints = [
            *once_per_clinic("rulesetversion_number", "number"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="rulesetversion_says_why"),
        ]

    def __str__(self) -> str:
        return f"Rules v{self.number}"

    def rule_set(self) -> RuleSet:
        """The typed rules; raises ``RuleError`` for a field that the engine refuses."""
        return RuleSet.from_json(self.rules)
