"""The API's documentation in a real browser, under the strict content policy."""

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_documentation_shows_every_resource_and_breaks_no_policy(page, live_server):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{live_server.url}/api/docs/")
    page.get_by_text("/sessions/{uuid}/correction/").wait_for()
    page.locator("#operations-sessions-sessions_create .opblock-summary-control").click()
    page.get_by_text("Example Value").first.wait_for()

    assert complaints == []
