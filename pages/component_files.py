"""Components whose script and style the browser fetches once by address, and whose data are one text in a message."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from streamlit.components.v2 import component

TYPES = {"js": "text/javascript", "css": "text/css"}

_files: dict[str, bytes] = {}
_LOADER = """const at = (name) => new URL("atlas/parts/" + name, document.baseURI).href
const text = async (name) => (await fetch(at(name))).text()
const [{{ default: draw }}, words] = await Promise.all([import(at("{script}")), text("{style}")])
const style = new CSSStyleSheet()
style.replaceSync(words)
const decoder = new TextDecoder()
export default (part) => {{
  const root = part.parentElement.getRootNode()
  if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style)
  return draw({{ ...part, data: part.data && {read}(decoder.decode(part.data)) }})
}}
"""


def fetched_component(name: str, html: str, css: str, js: str, *, parsed: bool = True) -> Callable[..., Any]:
    """Register a component; returns what ``streamlit.components.v2.component`` does, for data that JSON can hold or that are `written`.

    Streamlit sends a component's script and style with each of its messages, some 20 kB for every part of a page after
    every change. Here a message carries a few lines that fetch both from `component_file`; the browser keeps them. Of
    data that are not bytes Streamlit looks at every entry for tables, and writes them as JSON twice.

    Parameters
    ----------
    name : str
        Name of the component, one word.
    html : str
        What it holds at first; several lines.
    css, js : str
        The text of its style sheet and of its module, whose default export draws it.
    parsed : bool
        Whether the module gets the data as they are in JSON, or else as the text that was sent.
    """
    read = "JSON.parse" if parsed else ""
    loader = _LOADER.format(script=kept_file(name, "js", js), style=kept_file(name, "css", css), read=read)
    made = component(name, html=html, js=loader)

    def mounted(*, data: Any = None, **others: Any) -> Any:
        return made(data=data if data is None or isinstance(data, bytes) else written(data), **others)

    return mounted


def written(data: Any) -> bytes:
    """Return data as JSON; half of a pair of surrogates, which no text may hold, becomes a question mark."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def kept_file(name: str, ending: str, text: str) -> str:
    """Keep a file; its name holds its digest, so that a browser need never ask for it again."""
    body = text.encode("utf-8")
    called = f"{name}-{hashlib.sha256(body).hexdigest()[:16]}.{ending}"
    _files[called] = body
    return called


async def component_file(request: Request) -> Response:
    """A script or style of one of the pages' components."""
    name = request.path_params["name"]
    body = _files.get(name)
    if body is None:
        return PlainTextResponse("no such part of a page", status_code=404)
    lasting = {"Cache-Control": "max-age=31536000, immutable"}
    return Response(body, media_type=TYPES[name.rpartition(".")[2]], headers=lasting)
