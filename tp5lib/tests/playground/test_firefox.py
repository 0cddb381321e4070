"""The page in Firefox, which Debian's firefox-esr and npm's puppeteer-core open."""

import json
import os
import shutil
import subprocess

import pytest

from tp5lib import Autoencoder, VariationalAutoencoder, load_emojis
from tp5lib.nn.schedules import Adaptive
from tp5lib.report.notebooks import ROOT

pytestmark = pytest.mark.browser

PUPPETEER = "puppeteer-core@24.43.1"
SECONDS = 120  # that anything here may take
# Trains, then goes through the rooms by mouse and keys, and prints what they say.
VISIT = """
const puppeteer = require("puppeteer-core");
(async () => {
  const [firefox, address] = process.argv.slice(2);
  const browser = await puppeteer.launch({browser: "firefox", executablePath: firefox});
  try {
    console.log(JSON.stringify(await visit(browser, address)));
  } finally {
    await browser.close();
  }
})().catch((error) => { console.error(error); process.exit(1); });

async function visit(browser, address) {
  const page = await browser.newPage();
  await page.setViewport({width: 1280, height: 800});
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  const says = (room) => page.$eval(`#${room} .status`, (one) => one.textContent);
  await page.goto(address + "#epochs=60&rate=0.003");
  const trained = "document.querySelector('.status').textContent.startsWith('epoch 60')";
  await page.waitForFunction(trained);
  const losses = await page.evaluate("Array.from(rooms.train.current[''].now.curve)");
  const said = {};
  for (const room of ["plane", "emojis"]) {
    await page.click(`nav a[href="#room=${room}"]`);
    await page.waitForSelector(`#${room} .plane`, {visible: true});
    said[room] = [await says(room)];
    await page.click(`#${room} .plane`);
    said[room].push(await says(room));
    await page.focus(`#${room} .plane`);
    for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowUp");
    said[room].push(await says(room));
  }
  await page.evaluate("location.hash = '#room=emojis&bench=1&epochs.v=1&lang=es'");
  await page.waitForFunction("rooms.bench?.run.now?.epoch === 1");
  const lead = "document.querySelector('#bench .lead').textContent";
  const bench = await page.evaluate(`[rooms.bench.run.now.loss, ${lead}]`);
  return {losses, said, bench, wrong};
}
"""


def run(command, **settings):
    """Run a command, ended gently where it takes too long: puppeteer then ends Firefox as well."""
    command = ["timeout", str(SECONDS), *command]
    return subprocess.run(command, capture_output=True, text=True, check=False, **settings)


@pytest.fixture(scope="module")
def firefox():
    """The path of Firefox, and a folder from which node finds puppeteer-core."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        pytest.skip("neither firefox-esr nor firefox is installed")
    if not all(map(shutil.which, ("node", "npm", "timeout"))):
        pytest.skip("node, npm and timeout, which drive Firefox, are not all installed")
    folder = ROOT / "build" / "firefox"
    if not (folder / "node_modules" / "puppeteer-core").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
        done = run(["npm", "install", *options, "--prefix", folder, PUPPETEER])
        if done.returncode:
            pytest.skip(f"npm could not fetch {PUPPETEER}: {done.stderr[-200:]}")
    return path, folder


def test_the_page_in_firefox(firefox, file, letters):
    path, folder = firefox
    environment = os.environ | {"NODE_PATH": str(folder / "node_modules")}
    script = folder / "visit.js"
    script.write_text(VISIT)
    done = run(["node", script, path, file.as_uri()], cwd=folder, env=environment)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert not found["wrong"]
    history = Autoencoder([35, 17, 2, 17, 35]).fit(
        letters.x, epochs=60, learning_rate=Adaptive(0.003), loss="bce"
    )
    assert found["losses"] == pytest.approx(history.loss.tolist(), abs=1e-9)
    for said in found["said"].values():
        assert len(set(said)) == len(said)
    second = VariationalAutoencoder([400, 30, 20, 10, 2, 10, 20, 30, 400], activation="sigmoid")
    how = {"loss": "gaussian", "learning_rate": 1e-4, "batch_size": 1, "shuffle": False}
    loss = second.fit(load_emojis().x, epochs=1, **how).loss[-1]
    assert found["bench"][0] == pytest.approx(loss, abs=1e-9)
    assert "Los cuatro intentos" in found["bench"][1]
