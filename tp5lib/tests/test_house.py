"""The rules of the house: style, the README's commands, the state of the notebooks."""

import base64
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from PIL import Image

from tp5lib.datasets.emojis import EMOJI_SHEET
from tp5lib.report import readme as front
from tp5lib.report.animation import FRAMES
from tp5lib.report.notebooks import FIGURES, NOTEBOOKS, ROOT, find_notebooks, is_numbered, printed
from tp5lib.tests.explorers.test_page import COMMAND

EVERY = find_notebooks()
PATHS = [path for path in EVERY if is_numbered(path)]  # those that follow the slides
RUN = (
    "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt"
    " && .venv/bin/python -m tp5lib.report"
)
TEST = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/pytest"
FIGURE = re.compile(r"≈\s*([-+]?\d[\d,]*(?:\.\d+)?)")


def load(path):
    return nbformat.read(path, as_version=4)


def prose_and_what_was_printed(cells):
    """Yield each prose cell with what the code cell above it printed.

    For the opening answer and the last section, that is what any cell printed.
    """
    everything = "\n".join(printed(cell) for cell in cells if cell.cell_type == "code")
    last = max(i for i, cell in enumerate(cells) if cell.cell_type == "code")
    above = everything
    for place, cell in enumerate(cells):
        if cell.cell_type == "code":
            above = printed(cell)
        else:
            yield cell.source, everything if place > last else above


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_is_content(command):
    run = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--no-cache", str(ROOT)],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_readme_gives_both_commands_and_ci_runs_one():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert RUN in lines
    assert TEST in lines
    assert f"command='{TEST}'" in (ROOT / ".ci" / "run").read_text().splitlines()


def test_the_command_of_the_page_is_the_one_that_is_tested():
    assert COMMAND in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert COMMAND in (NOTEBOOKS / "explore.ipynb").read_text(encoding="utf-8")


def test_the_readme_says_what_the_notebooks_say():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert front.put_into(text, PATHS) == text
    with Image.open(FIGURES / front.ANIMATION) as walk:
        assert walk.n_frames == FRAMES


def test_the_examples_of_the_readme_run(tmp_path, monkeypatch):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(examples) == 2
    header = (
        "int const Font3[2][7] = {\n{4, 4, 2, 0, 0, 0, 0}, // 0x60\n{0, 14, 1, 13, 19, 19, 13}};"
    )
    (tmp_path / "font.h").write_text(header)
    shutil.copy(EMOJI_SHEET, tmp_path / "sheet.png")
    monkeypatch.chdir(tmp_path)
    for example in examples:
        exec(re.sub(r"epochs=\d+", "epochs=2", example), {})


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
class TestEveryNotebook:
    def test_was_executed_once_from_top_to_bottom(self, path):
        cells = [cell for cell in load(path).cells if cell.cell_type == "code"]
        counts = [cell.execution_count for cell in cells]
        assert counts == list(range(1, len(cells) + 1))

    def test_holds_no_error_no_warning_and_no_widget_state(self, path):
        notebook = load(path)
        outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
        assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
        assert "widgets" not in notebook.metadata

    def test_figures_are_those_in_the_folder(self, path):
        number, pictures = path.stem.split("_")[0], []
        for cell in load(path).cells:
            for output in cell.get("outputs", []):
                if "image/png" in output.get("data", {}):
                    pictures.append(base64.b64decode(output.data["image/png"]))
        files = [file.read_bytes() for file in FIGURES.glob(f"{number}_*.png")]
        assert sorted(files) == sorted(pictures)

    def test_figures_are_described(self, path):
        for cell in load(path).cells:
            for output in cell.get("outputs", []):
                if "image/png" in output.get("data", {}):
                    text = output.metadata["image/png"]["alt"]
                    assert text == cell.metadata.alt, cell.id
                    assert 80 <= len(text) <= 500, f"{cell.id}: {len(text)} characters"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
class TestNotebook:
    def test_every_cell_has_a_role_in_the_deck(self, path):
        for cell in load(path).cells:
            assert "slide_type" in cell.metadata.get("slideshow", {}), cell.id

    def test_figures_in_prose_were_printed_above(self, path):
        """A figure with ≈ in prose is one that the code cell above it printed.

        A machine that rounds otherwise may have printed another: a quarter is allowed.
        """
        for prose, above in prose_and_what_was_printed(load(path).cells):
            known = [float(n.replace(",", "")) for n in FIGURE.findall(above)]
            for figure in FIGURE.findall(prose):
                value = float(figure.replace(",", ""))
                near = [k for k in known if abs(k - value) <= max(abs(value) / 4, 1e-9)]
                assert near, f"≈ {figure} was not printed above: {prose[:80]!r}"

    def test_shares_in_prose_were_printed_above(self, path):
        """A percentage without ≈ in prose comes from stored runs, and stands above as it is."""
        for prose, above in prose_and_what_was_printed(load(path).cells):
            for share in re.findall(r"(?<!≈ )(?<![\d.])(\d+(?:\.\d+)? %)", prose):
                assert share in above, share

    def test_every_claim_is_stated_before_it_is_judged(self, path):
        source = [c.source for c in load(path).cells if c.cell_type == "code"]
        stated = {m: i for i, s in enumerate(source) for m in re.findall(r"(\w+) = Claim\(", s)}
        fits = [i for i, s in enumerate(source) if ".fit(" in s or "train(" in s]
        assert stated
        for name, place in stated.items():
            judged = [i for i, s in enumerate(source) if f"{name}.judge(" in s]
            assert judged, f"{name} is never judged"
            assert place < judged[0]
            assert any(place < fit <= judged[0] for fit in fits), f"nothing is run to test {name}"

    def test_links_to_the_one_before_and_the_one_after(self, path):
        place = PATHS.index(path)
        neighbours = {other.name for other in PATHS[max(place - 1, 0) : place + 2]} - {path.name}
        prose = [cell.source for cell in load(path).cells if cell.cell_type == "markdown"]
        for text in (prose[0], prose[-1]):
            assert neighbours <= set(re.findall(r"\]\((\w+\.ipynb)\)", text))

    def test_opens_with_a_question_and_ends_with_what_is_wrong(self, path):
        prose = [cell.source for cell in load(path).cells if cell.cell_type == "markdown"]
        assert prose[0].splitlines()[0].rstrip().endswith("?")
        headings = [line for text in prose for line in text.splitlines() if line.startswith("## ")]
        assert len(headings) <= 10
        assert any("What we learned" in text for text in prose[-2:])
        assert any("What is still wrong" in text for text in prose[-2:])


def test_notebooks_mask_only_marked_figures():
    config = (NOTEBOOKS / "sanitize.cfg").read_text(encoding="utf-8")
    patterns = re.findall(r"^regex: (.*)$", config, flags=re.MULTILINE)
    assert len(patterns) == 1
    masked = re.sub(patterns[0], " ≈ FIGURE", "loss ≈ 0.0123, 12 of 20, ≈ -1.5e-07 and ≈ 1,200 px")
    assert masked == "loss ≈ FIGURE, 12 of 20, ≈ FIGURE and ≈ FIGURE px"
