"""The moving pictures in a real browser, under the pages' own strict content policy."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from programs.figures.figure import known_keys
from programs.models import Assignment
from tests.e2e import phone

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

# A slider, whose leg and nerve never rest for long.
STAGE, STEP = 2, 2
PICTURE = "img.figure"
Open = Callable[..., Page]


@pytest.fixture
def assignment(transactional_db: None) -> Assignment:
    return phone.assigned(stage=STAGE, step=STEP)


@pytest.fixture
def opened(
    browser: Browser, live_server: LiveServer, assignment: Assignment
) -> Iterator[Callable[..., Page]]:
    """The first page with its exercise unfolded, in a browser with settings of its own."""
    contexts = []

    def open_page(**settings: Any) -> Page:
        context = browser.new_context(**(phone.PHONE | settings))
        contexts.append(context)
        phone.sign_in(context, assignment.patient, live_server.url)
        page = context.new_page()
        page.goto(live_server.url)
        page.locator(".exercise summary").first.click()
        page.locator(PICTURE).first.evaluate("picture => picture.decode()")
        return page

    yield open_page
    for context in contexts:
        context.close()


def differing(page: Page, pause: float) -> bool:
    """Whether the picture looks otherwise after a while."""
    picture = page.locator(PICTURE).first
    picture.scroll_into_view_if_needed()
    before = picture.screenshot()
    time.sleep(pause)
    return picture.screenshot() != before


def test_the_picture_moves_and_breaks_no_policy(opened: Open) -> None:
    page = opened()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.reload()
    page.locator(".exercise summary").first.click()
    page.locator(PICTURE).first.evaluate("picture => picture.decode()")

    assert differing(page, 0.9)
    assert complaints == []


def test_it_stands_still_for_who_wants_no_motion(opened: Open) -> None:
    assert not differing(opened(reduced_motion="reduce"), 0.9)


def test_it_is_darker_at_night(opened: Open) -> None:
    pictures = {
        scheme: opened(color_scheme=scheme, reduced_motion="reduce")
        .locator(PICTURE)
        .first.screenshot()
        for scheme in ("light", "dark")
    }

    assert pictures["light"] != pictures["dark"]


def test_on_paper_it_is_still_and_light(opened: Open) -> None:
    page = opened()
    with page.expect_response("**/figures/*-paper.svg*") as response:
        page.emulate_media(media="print")

    assert response.value.ok


def test_the_page_does_not_jump_when_it_comes(opened: Open) -> None:
    box = opened().locator(PICTURE).first.bounding_box()

    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(320 / 240, abs=0.02)


def test_every_figure_draws_by_its_own_address_without_a_complaint(
    browser: Browser, live_server: LiveServer
) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for key in known_keys():
        page.goto(f"{live_server.url}/figures/{key}.svg")
        assert page.evaluate("document.getAnimations().length") >= 2, key
        page.goto(f"{live_server.url}/figures/{key}-still.svg")
        assert page.evaluate("document.getAnimations().length") == 0, key
    page.close()

    assert complaints == []
