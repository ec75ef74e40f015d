"""Scripts and styles of the pages' components: fetched once under a name that changes with their content."""

import re
from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from pages import component_files, edit_form, elements, figure_view, map_frame, upload_box
from pages.component_files import component_file
from tests.awaiting import awaited


def asked(name: str) -> Response:
    return awaited(component_file(Request({"type": "http", "path_params": {"name": name}, "headers": []})))


def test_a_file_is_served_with_its_type_and_may_be_kept_for_good():
    name = component_files.kept_file("part", "js", "export default () => {}")
    answer = asked(name)
    assert (answer.status_code, answer.body) == (200, b"export default () => {}")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


def test_another_content_has_another_name():
    names = {component_files.kept_file("part", "css", text) for text in ("a {}", "b {}", "a {}")}
    assert len(names) == 2


def test_what_nobody_registered_is_not_served():
    assert asked("../pages/security.py").status_code == 404


def test_scripts_that_are_joined_declare_each_name_once():
    assert all([edit_form, elements, figure_view, map_frame, upload_box])  # each registers its script when it is read
    scripts = {name: body.decode() for name, body in component_files._files.items() if name.endswith(".js")}
    assert len(scripts) >= 5
    for name, text in scripts.items():
        declared = Counter(re.findall(r"^(?:async )?(?:const|let|var|class|function\*?) (\w+)", text, re.MULTILINE))
        assert [each for each, times in declared.items() if times > 1] == [], name
