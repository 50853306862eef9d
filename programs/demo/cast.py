"""The demo's patients: who they are, how their nerve is, and what happens to them."""

from dataclasses import dataclass, field

from programs.demo.nerve import Nerve
from programs.models import Irritability, Side

Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Person:
    """One patient. Days are counted back from today, which is 0."""

    given_name: str
    family_name: str
    birth_year: int
    # What the patient is there to show, in the words of the list they stand on.
    shows: str
    seed: int
    days: int
    nerve: Nerve
    irritability: Irritability = Irritability.MODERATE
    side: Side = Side.LEFT
    entry: Place = (1, 1)
    time_zone: str = "Europe/London"
    # How likely a planned bout, a morning and a check-in are told.
    adherence: float = 0.93
    # Does all of a day's bouts, and tells them as one in the evening.
    logs_once: bool = True
    mornings: float = 0.96
    check_ins: float = 0.4
    # How much they overdid it, by day; nerve pain follows the morning after.
    overdid: dict[int, float] = field(default_factory=dict)
    # Days with a bad night behind them and too much ahead, told in a check-in.
    vulnerable: frozenset[int] = frozenset()
    # The last days on which nothing at all is told.
    silent: int = 0
    tells_this_morning: bool = True
    # Nothing that is done today hides what this morning decided.
    rests_today: bool = False
    # Signs ticked on the red-flag screen, by day.
    signs: dict[int, str] = field(default_factory=dict)
    # Until this day the clinician looks at what is asked for; later asks stay open.
    looked_after_until: int = 1
    signed_off: bool = False
    held_on: int | None = None
    ended_on: int | None = None


CAST = (
    Person(
        given_name="Nadia",
        family_name="Okafor",
        birth_year=1986,
        shows="new today, nothing told yet: try the phone page as her",
        seed=1,
        days=0,
        nerve=Nerve(pain=4, capacity=1.2),
        rests_today=True,
    ),
    Person(
        given_name="Tomas",
        family_name="Berg",
        birth_year=1979,
        shows="moved on this morning",
        seed=3,
        days=24,
        logs_once=False,
        nerve=Nerve(pain=3.4, capacity=1.6),
        rests_today=True,
    ),
    Person(
        given_name="Ines",
        family_name="Carvalho",
        birth_year=1991,
        shows="exercised yesterday; the plan waits for this morning",
        seed=2,
        days=21,
        nerve=Nerve(pain=3.2, capacity=1.5),
        tells_this_morning=False,
    ),
    Person(
        given_name="George",
        family_name="Whitfield",
        birth_year=1958,
        shows="stepped back this morning after a long drive",
        seed=1,
        days=21,
        nerve=Nerve(pain=3.3, capacity=1.5),
        overdid={1: 4.0},
        rests_today=True,
    ),
    Person(
        given_name="Maya",
        family_name="Lindqvist",
        birth_year=1974,
        shows="paused: a red flag of today that nobody has seen yet",
        seed=1,
        days=21,
        logs_once=False,
        nerve=Nerve(pain=3.6, capacity=1.5),
        signs={0: "RF_SADDLE"},
        rests_today=True,
    ),
    Person(
        given_name="Daniel",
        family_name="Mensah",
        birth_year=1983,
        shows="asks for the sign-off of stage 3",
        seed=1,
        days=27,
        nerve=Nerve(pain=2.6, capacity=2.0, heals=0.05),
        irritability=Irritability.LOW,
        entry=(1, 2),
        looked_after_until=5,
        rests_today=True,
    ),
    Person(
        given_name="Sofia",
        family_name="Marin",
        birth_year=1996,
        shows="silent for five days",
        seed=1,
        days=22,
        nerve=Nerve(pain=3.4, capacity=1.4),
        silent=5,
    ),
    Person(
        given_name="Peter",
        family_name="Novak",
        birth_year=1966,
        shows="a plateau: four weeks at one step, and no easier",
        seed=2,
        days=28,
        nerve=Nerve(pain=4.2, capacity=1.9, heals=0.0, adapts=0.0, irritability=1.4),
        looked_after_until=9,
        rests_today=True,
        entry=(1, 4),
    ),
    Person(
        given_name="Aisha",
        family_name="Rahman",
        birth_year=1988,
        shows="finished: stage 2 was enough",
        seed=1,
        days=28,
        nerve=Nerve(pain=2.8, capacity=1.8, heals=0.05),
        irritability=Irritability.LOW,
        ended_on=3,
    ),
    Person(
        given_name="Henrik",
        family_name="Dahl",
        birth_year=1970,
        shows="held by the clinician until the scan is read",
        seed=1,
        days=21,
        nerve=Nerve(pain=3.2, capacity=1.6),
        held_on=2,
        time_zone="Europe/Berlin",
    ),
    Person(
        given_name="Chloe",
        family_name="Bennett",
        birth_year=1993,
        shows="eased rather than stepped back: a bad night in a hard week",
        seed=1,
        days=21,
        nerve=Nerve(pain=3.0, capacity=1.6, spreads=False),
        overdid={1: 3.4},
        vulnerable=frozenset({0, 1}),
        rests_today=True,
    ),
    Person(
        given_name="Robert",
        family_name="Kane",
        birth_year=1952,
        shows="a highly irritable nerve: small steps, and they hold",
        seed=1,
        days=24,
        nerve=Nerve(pain=4.5, capacity=1.0, irritability=1.3, heals=0.035),
        irritability=Irritability.HIGH,
        side=Side.RIGHT,
    ),
    Person(
        given_name="Elena",
        family_name="Petrova",
        birth_year=1981,
        shows="tensioning since her sign-off",
        seed=2,
        days=33,
        nerve=Nerve(pain=2.0, capacity=2.8, heals=0.05, adapts=0.7),
        irritability=Irritability.LOW,
        signed_off=True,
    ),
)
# Whose page a first visitor is led to.
NEWCOMER = CAST[0]
