"""A day of a kiosk in a few minutes: ``make kiosk``. Restarts, cuts and news, and what they did to picture and memory."""

import argparse
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

ROOT = Path(__file__).parents[1]
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--js-flags=--expose-gc"]
#: A made-up sheet: added in the middle of the day, it is news for the kiosk.
SHEET = "place,date,type,killed,source,note\nPasni,2026-01-31,attack,,Made-up source,A made-up row for the kiosk\n"
#: Shares of the day at which something happens.
CUTS, RESTARTS, NEWS = (0.2, 0.6), (0.35, 0.75), 0.5


class Server:
    """The app on a port that stays the same when it is started again."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url, self.home = f"http://127.0.0.1:{self.port}", home

    def start(self) -> None:
        command = ["-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={self.port}"]
        environment = os.environ | {"ATLAS_HOME": str(self.home)}
        log = (self.home.parent / "server.log").open("a")
        self.process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                return
            time.sleep(0.2)
        raise RuntimeError("the app did not start")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


class Watch:
    """What is seen of the kiosk: pictures that are blank, errors, memory after the garbage was collected."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page, self.session = page, session
        self.blank, self.errors, self.notices, self.pictures = 0, [], 0, 0
        self.memory: list[tuple[float, float, int]] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def look(self) -> None:
        """Take a picture: of a good one much differs from its commonest colour, and its headline is a scene's."""
        with Image.open(io.BytesIO(self.page.screenshot())) as image:
            grey = np.asarray(image.convert("L"))
        drawn = float((np.abs(grey.astype(int) - int(np.bincount(grey.ravel()).argmax())) > 24).mean())
        headline = self.page.locator(".stage h1").inner_text(timeout=20_000)
        self.pictures += 1
        self.blank += drawn < 0.01 or not headline
        self.notices += self.page.locator(".stage-warning").is_visible()

    def weigh(self, hour: float) -> None:
        """Note the megabytes of live objects and the number of nodes."""
        self.session.send("HeapProfiler.collectGarbage")
        metrics = {each["name"]: each["value"] for each in self.session.send("Performance.getMetrics")["metrics"]}
        self.memory.append((round(hour, 1), round(metrics["JSHeapUsedSize"] / 1e6, 2), int(metrics["Nodes"])))


def main() -> None:
    """Run the day and print what was seen; exit with 1 where a picture was blank, an error was thrown or memory grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=24.0, help="how long the day takes")
    parser.add_argument("--speed", type=float, default=60.0, help="how much faster it runs, at most 120")
    parser.add_argument(
        "--briefing", default="live", help="the id of a briefing; the whole atlas as a live selection without"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "home")
        server.home.mkdir()
        server.start()
        browser = playwright.chromium.launch(executable_path=os.environ.get("ATLAS_CHROMIUM"), args=BROWSER)
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        page.goto(f"{server.url}/atlas/briefing/{chosen.briefing}/kiosk?speed={chosen.speed:g}")
        page.wait_for_selector(".stage[data-settled]", timeout=60_000)
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        watch = Watch(page, session)
        happened = day(server, context, watch, chosen.minutes * 60, chosen.speed)
        browser.close()
        server.stop()
    sys.exit(report(watch, happened, chosen.minutes, chosen.speed))


def day(server: Server, context: BrowserContext, watch: Watch, seconds: float, speed: float) -> list[str]:
    """Let the day pass and do to the kiosk what is planned; return what was done when."""
    planned = sorted([*((share, "cut") for share in CUTS), *((share, "restart") for share in RESTARTS), (NEWS, "news")])
    happened: list[str] = []
    began, weighed = time.monotonic(), -1.0
    while (passed := time.monotonic() - began) < seconds:
        share, hour = passed / seconds, passed * speed / 3600
        if planned and share >= planned[0][0]:
            _, what = planned.pop(0)
            happened.append(f"{hour:4.1f} h: {done(what, server, context, watch)}")
        watch.look()
        if share - weighed >= 1 / 24:
            watch.weigh(hour)
            weighed = share
        time.sleep(0.5)
    watch.weigh(seconds * speed / 3600)
    return happened


def done(what: str, server: Server, context: BrowserContext, watch: Watch) -> str:
    """Cut the network, restart the server or add records; return in words whether the kiosk came through."""
    notice = watch.page.locator(".stage-warning")
    if what == "news":
        before = shown(watch.page)
        (server.home.parent / "sheet.csv").write_text(SHEET, encoding="utf-8")
        command = [sys.executable, "-m", "incidents", "add", str(server.home.parent / "sheet.csv")]
        subprocess.run(
            command, cwd=ROOT, env=os.environ | {"ATLAS_HOME": str(server.home)}, check=True, capture_output=True
        )
        for _ in range(120):
            if shown(watch.page) != before:
                return f"records were added: the kiosk showed {before} and now shows {shown(watch.page)} incidents"
            time.sleep(0.5)
        watch.errors.append("the kiosk did not take the news up")
        return "records were added: the kiosk did not take them up"
    if what == "cut":
        context.set_offline(True)
    else:
        server.stop()
    notice.wait_for(state="visible", timeout=60_000)
    watch.look()
    if what == "cut":
        time.sleep(5)
        watch.look()
        context.set_offline(False)
    else:
        server.start()
    notice.wait_for(state="hidden", timeout=120_000)
    watch.look()
    return f"{'the network was cut' if what == 'cut' else 'the server was restarted'}: the notice came, the picture stayed, the notice went"


def shown(page: Page) -> int:
    """How many incidents the kiosk's data holds."""
    return page.evaluate("Atlas.talk.boards[0].payload.counts.incidents")


def report(watch: Watch, happened: list[str], minutes: float, speed: float) -> int:
    """Print the figures; return 1 where something went wrong. The first hours fill caches: growth is counted after them."""
    settled: list[Any] = watch.memory[len(watch.memory) // 4 :]
    growth = settled[-1][1] - settled[0][1] if len(settled) > 1 else 0.0
    grown = growth > max(3.0, 0.15 * settled[0][1])
    for line in happened:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(
        f"{minutes:g} minutes at {speed:g} times: {minutes * speed / 60:.1f} hours. {watch.pictures} pictures looked at, {watch.blank} blank, "
        f"{watch.notices} with the notice. {len(watch.errors)} errors.\n"
        f"Live objects: {settled[0][1]} MB at {settled[0][0]} h, {settled[-1][1]} MB at the end ({growth:+.2f} MB); "
        f"nodes {settled[0][2]} and {settled[-1][2]}.\n"
    )
    sys.stdout.write(json.dumps({"memory": watch.memory, "errors": watch.errors[:20]}) + "\n")
    return int(bool(watch.blank or watch.errors or grown))


if __name__ == "__main__":
    main()
