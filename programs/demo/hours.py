"""The virtual clock: the hours of a person's local days, counted back from today."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from programs import engine

DAY_BEGINS = 4.0


class Hours:
    """When things happen to one person. None of it is later than ``now``."""

    def __init__(self, zone: ZoneInfo, *, now: datetime) -> None:
        self.zone, self.now = zone, now
        self.today = engine.today(now, zone)

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def at(self, ago: int, hour: float) -> datetime | None:
        """The instant at an hour of the day; ``None`` while it has not come."""
        midnight = datetime.combine(self.day(ago), time(), self.zone)
        at = midnight + timedelta(seconds=round(hour * 3600))
        return at if at <= self.now else None

    def surely(self, ago: int, hour: float) -> datetime:
        """As ``at``. What must have happened happens earlier on a day that is still young."""
        if at := self.at(ago, hour):
            return at
        begun = datetime.combine(self.day(ago), time(int(DAY_BEGINS)), self.zone)
        early = begun + (self.now - begun) * (hour - DAY_BEGINS) / 24
        return early.replace(microsecond=0)
