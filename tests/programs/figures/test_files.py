"""The figures as files: well-formed, harmless, small; and the door that serves them."""

import gzip
import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.urls import reverse

from programs.figures.drawing import Look
from programs.figures.figure import known_keys, load
from programs.figures.files import file
from programs.figures.render import svg
from programs.models import Exercise

MOST_BYTES = 8 * 1024
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("key", known_keys())
def test_a_figure_is_well_formed_and_draws_no_script(key, look):
    # Our own file; nothing of it comes from outside.
    tree = ElementTree.fromstring(svg(key, look))  # noqa: S314
    names = {node.tag.removeprefix(SVG) for node in tree.iter()}
    attributes = {name for node in tree.iter() for name in node.attrib}

    assert names <= {
        *("svg", "style", "defs", "g", "path", "use", "rect", "circle"),
        *("linearGradient", "stop"),
    }
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert "http" not in svg(key, look).replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("key", known_keys())
def test_every_use_finds_its_shape_and_every_class_its_rule(key, look):
    text = svg(key, look)
    ids = set(re.findall(r'id="([^"]+)"', text))
    classes = {name for found in re.findall(r'class="([^"]+)"', text) for name in found.split()}
    ruled = set(re.findall(r"\.([a-z][\w-]*)", text))

    assert set(re.findall(r'href="#([^"]+)"', text)) <= ids
    assert classes <= ruled
    assert "nan" not in text


@pytest.mark.parametrize("key", known_keys())
def test_a_figure_is_small(key):
    assert len(gzip.compress(svg(key).encode())) <= MOST_BYTES


@pytest.mark.parametrize("key", known_keys())
def test_only_the_moving_file_moves_and_it_can_stand_still(key):
    moving = svg(key)

    assert moving.count("@keyframes") >= 2
    assert "@media(prefers-reduced-motion:reduce){.m{animation:none}" in moving
    assert "animation" not in svg(key, Look.STILL) + svg(key, Look.PAPER)


@pytest.mark.parametrize("key", known_keys())
def test_paper_is_white_at_night_too(key):
    assert "prefers-color-scheme:dark" in svg(key)
    assert "prefers-color-scheme:dark" in svg(key, Look.STILL)
    assert "prefers-color-scheme" not in svg(key, Look.PAPER)


@pytest.mark.parametrize("key", [key for key in known_keys() if load(key).nerve])
def test_a_nerve_is_tinted_piece_by_piece(key):
    text = svg(key)
    changing = re.findall(r"@keyframes n\d+\{(.*?\})\}", text)
    colours = [set(re.findall(r"fill:(#\w{6})", piece)) for piece in changing]

    assert len(set(re.findall(r"\.n\d+\{", text))) == 20
    assert sum(len(each) > 1 for each in colours) >= 6, "pieces that change their colour"


def address(name="moving", key="supine-slider"):
    return reverse(f"figures:{name}", args=[key])


@pytest.mark.parametrize("look", Look)
def test_a_figure_is_served_to_anybody(client, look):
    response = client.get(address(look))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content == file("supine-slider", look).content


def test_addresses_are_those_that_pages_link():
    assert address() == "/figures/supine-slider.svg"
    assert address("still") == "/figures/supine-slider-still.svg"
    assert address("paper") == "/figures/supine-slider-paper.svg"


def test_under_its_hash_it_is_kept_for_ever(client):
    digest = file("supine-slider", Look.MOVING).digest

    assert "immutable" in client.get(address(), {"v": digest})["Cache-Control"]
    assert "max-age=3600" in client.get(address(), {"v": "of-yesterday"})["Cache-Control"]
    assert "max-age=3600" in client.get(address())["Cache-Control"]


def test_what_the_browser_has_is_not_sent_again(client):
    etag = client.get(address())["ETag"]
    again = client.get(address(), headers={"If-None-Match": etag})
    redrawn = client.get(address(), headers={"If-None-Match": '"of-yesterday"'})

    assert (again.status_code, again.content) == (304, b"")
    assert redrawn.status_code == 200


def test_it_is_sent_compressed(client):
    response = client.get(address(), headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == file("supine-slider", Look.MOVING).content


def test_it_is_asked_for_and_not_changed(client):
    assert client.head(address()).status_code == 200
    assert client.post(address()).status_code == 405


@pytest.mark.parametrize("name", Look)
def test_an_unknown_figure_is_not_found(client, name):
    assert client.get(address(name, "no-such-figure")).status_code == 404


def test_the_file_may_style_itself_and_nothing_else(client):
    policy = client.get(address())["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.count("unsafe-inline") == 1


def shown(exercise):
    return Template("{% load figures %}{% figure exercise %}").render(
        Context({"exercise": exercise})
    )


def test_a_page_shows_it_with_its_words_and_its_size():
    html = shown(Exercise(figure="supine-slider"))
    moving, still, paper = (file("supine-slider", look).digest for look in Look)
    reduced = '<source media="(prefers-reduced-motion: reduce)" srcset="/figures/supine-slider'

    assert f'src="/figures/supine-slider.svg?v={moving}"' in html
    assert f'{reduced}-still.svg?v={still}"' in html
    assert f'<source media="print" srcset="/figures/supine-slider-paper.svg?v={paper}"' in html
    assert 'alt="Figure, lying on the back: the toes point away' in html
    assert 'width="320" height="240"' in html
    assert "style=" not in html


def test_an_exercise_without_a_figure_shows_nothing():
    assert shown(Exercise()) == ""
