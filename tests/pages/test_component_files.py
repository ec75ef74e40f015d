"""Scripts and styles of the pages' components: fetched once under a name that changes with their content."""

from starlette.requests import Request
from starlette.responses import Response

from pages import component_files
from pages.component_files import component_file
from tests.awaiting import awaited


def asked(name: str) -> Response:
    return awaited(component_file(Request({"type": "http", "path_params": {"name": name}, "headers": []})))


def test_a_file_is_served_with_its_type_and_may_be_kept_for_good():
    name = component_files._kept("part", "js", "export default () => {}")
    answer = asked(name)
    assert (answer.status_code, answer.body) == (200, b"export default () => {}")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


def test_another_content_has_another_name():
    names = {component_files._kept("part", "css", text) for text in ("a {}", "b {}", "a {}")}
    assert len(names) == 2


def test_what_nobody_registered_is_not_served():
    assert asked("../pages/security.py").status_code == 404
