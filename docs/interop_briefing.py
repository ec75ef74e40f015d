"""Opens a briefing in other programs: slides in LibreOffice, the handout in PDF tools, the standalone file in Firefox."""

import io
import json
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from pptx import Presentation
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from briefing import sample
from briefing.exports import written
from incidents import Atlas, Selection

PROGRAMS = {"soffice": "libreoffice-impress", "firefox-esr": "firefox-esr", "pdftotext": "poppler-utils"}

Checks = list[tuple[str, bool]]


def check_briefing(atlas: Atlas, folder: Path) -> Checks:
    """Check the sample briefing in each program: what was found in words, and whether it is good."""
    return [*slides_in_libreoffice(atlas, folder), *handout_in_tools(atlas, folder), *talk_in_firefox(atlas, folder)]


def figures(atlas: Atlas) -> dict[str, str]:
    """The claimed figures of the app, each with its claimant."""
    tolls = [toll for view in atlas.summary(Selection()).campaigns for toll in view.tolls]
    return {line.figure: line.claimant for toll in tolls for line in toll.lines}


def slides_in_libreoffice(atlas: Atlas, folder: Path) -> Checks:
    """Let LibreOffice make a PDF of the slides: pages, words, figures; and the notes of the file."""
    content = written(atlas, sample(), "pptx")
    (folder / "talk.pptx").write_bytes(content)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/office",
        "--convert-to",
        "pdf",
        "--outdir",
    ]
    done = subprocess.run(
        [*command, str(folder), str(folder / "talk.pptx")], capture_output=True, text=True, check=False
    )
    if not (folder / "talk.pdf").exists():
        return [(f"LibreOffice does not open the slides: {done.stderr.strip()[:200]}", False)]
    texts = pages_of(folder / "talk.pdf")
    notes = [
        slide.notes_slide.notes_text_frame.text
        for slide in Presentation(io.BytesIO(content)).slides
        if slide.has_notes_slide
    ]
    whole = " ".join(texts)
    scenes = sample().scenes
    return [
        (f"slides in LibreOffice: {len(texts)} pages for {len(scenes)} scenes and the sources", len(texts) == len(scenes) + 1),
        ("slides: every headline and sentence is text", all(squeezed(each) in squeezed(whole) for scene in scenes for each in (scene.headline, *scene.sentences))),
        (f"slides: the figures {', '.join(figures(atlas))} with their claimants", has_figures(atlas, texts[6])),
        (f"slides: notes on {sum(map(bool, notes))} slides", sum(map(bool, notes)) == len(scenes)),
    ]  # fmt: skip


def handout_in_tools(atlas: Atlas, folder: Path) -> Checks:
    """Check the handout's structure, pages, fonts and figures."""
    pdf = folder / "handout.pdf"
    pdf.write_bytes(written(atlas, sample(), "pdf"))
    checked = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True, check=False)
    texts = pages_of(pdf)
    return [
        (f"handout: qpdf --check: {'no error found' if not checked.returncode else checked.stderr[:200]}", not checked.returncode),
        (f"handout: {len(texts)} pages, the last with the sources", len(texts) == len(sample().scenes) + 1 and "Sources" in texts[-1]),
        ("handout: the figures with their claimants", has_figures(atlas, texts[6])),
    ]  # fmt: skip


def pages_of(pdf: Path) -> list[str]:
    """The words of each page of a PDF."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    return [page for page in done.stdout.split("\f") if page.strip()]


def squeezed(text: str) -> str:
    """A text without spaces and line breaks.

    >>> squeezed("a b\\n c")
    'abc'
    """
    return re.sub(r"\s+", "", text)


def has_figures(atlas: Atlas, text: str) -> bool:
    """Whether a page has every figure, and every claimant."""
    said = squeezed(text)
    return all(re.search(rf"\b{number}\b", text) and squeezed(who) in said for number, who in figures(atlas).items())


def talk_in_firefox(atlas: Atlas, folder: Path) -> Checks:
    """Open the standalone file in Firefox from the disk, go through it by keys, and count what it asks the network for."""
    file = folder / "talk.html"
    file.write_bytes(written(atlas, sample(), "html"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        "firefox-esr",
        "--headless",
        "--no-remote",
        "--profile",
        str(folder / "firefox"),
        "--width",
        "1920",
        "--height",
        "1080",
    ]
    (folder / "firefox").mkdir()
    process = subprocess.Popen(
        [*command, "--remote-debugging-port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with Firefox(port) as browser:
            return browser.talk(file.as_uri())
    except (OSError, TimeoutError, WebSocketException) as problem:
        return [(f"Firefox cannot be driven: {problem}", False)]
    finally:
        process.terminate()
        process.wait(timeout=30)


class Firefox:
    """Firefox driven by WebDriver BiDi, as far as a talk needs it."""

    def __init__(self, port: int) -> None:
        self.port, self.number, self.requests, self.errors = port, 0, [], []

    def __enter__(self) -> "Firefox":
        self.socket = self._connected()
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def _connected(self) -> ClientConnection:
        for attempt in range(120):
            try:
                return connect(f"ws://127.0.0.1:{self.port}/session", max_size=None, proxy=None)
            except (OSError, WebSocketException):
                if attempt == 119:
                    raise
                time.sleep(0.5)
        raise TimeoutError

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; events meanwhile are noted."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv(timeout=60))
            if told.get("id") == self.number:
                if told.get("type") == "error":
                    raise OSError(f"{method}: {told.get('message')}")
                return told["result"]
            self._note(told)

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "network.beforeRequestSent":
            self.requests.append(params["request"]["url"])
        if event.get("method") == "log.entryAdded" and params.get("level") == "error":
            self.errors.append(params.get("text", ""))

    def value(self, script: str) -> Any:
        """What a script in the page gives: text or a number."""
        done = self.send("script.evaluate", expression=script, target={"context": self.context}, awaitPromise=True)
        return done.get("result", {}).get("value")

    def press(self, key: str) -> None:
        """Press and release a key."""
        acts = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.send(
            "input.performActions", context=self.context, actions=[{"type": "key", "id": "keys", "actions": acts}]
        )

    def until(self, script: str) -> bool:
        """Wait until a script gives true; false after half a minute."""
        for _ in range(60):
            if self.value(script) is True:
                return True
            time.sleep(0.5)
        return False

    def talk(self, address: str) -> Checks:
        """Go through the whole talk by PageDown, and once through the days of its playback."""
        self.send("browsingContext.navigate", context=self.context, url=address, wait="complete")
        seen: list[str] = []
        settled = "Boolean(document.querySelector('.stage[data-settled]'))"
        days = ""
        for scene in sample().scenes:
            if not self.until(settled):
                return [(f"Firefox: the scene {scene.id} did not come", False)]
            seen.append(self.value("document.querySelector('.stage h1').textContent"))
            self.press("\ue00f")
            if scene.playback:
                self.until("Boolean(document.querySelector('.stage-day')?.textContent)")
                days = self.value("document.querySelector('.stage-day')?.textContent ?? ''")
                self.press("\ue00f")
        fits = self.value("String(document.querySelectorAll('.stage[data-overfull]').length)")
        outside = [
            url
            for url in self.requests
            if not url.startswith(("file:", "about:", "data:", "moz-", "chrome:", "resource:"))
        ]
        return [
            (f"Firefox from file://: {len(seen)} scenes by PageDown", seen == [scene.headline for scene in sample().scenes]),
            (f"Firefox: playback shows {days!r}", "January 2026" in days),
            ("Firefox: the last scene fits", fits == "0"),
            (f"Firefox: {len(outside)} requests, {len(self.errors)} errors in the console {self.errors[:2] or ''}", not outside and not self.errors),
        ]  # fmt: skip
