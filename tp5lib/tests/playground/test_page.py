"""The page in a browser: each room by mouse, by touch and by keys, and what goes in and out."""

import re

import numpy as np
import pytest
from PIL import Image

from tp5lib import load_emojis, load_font_header, load_letters, load_model, load_sprite_sheet
from tp5lib.datasets.emojis import EMOJI_SHEET
from tp5lib.playground.__main__ import main
from tp5lib.playground.page import CORE, HERE, PAGE, WORKER, bundle, playground_html
from tp5lib.tests.datasets.test_font_headers import ARRAYS, BESIDE, NAMES, UNREAD
from tp5lib.tests.explorers.browsing import drag

MOST_BYTES, MOST_LINES, WIDEST = 5_000_000, 3_471, 120
FONT = """int const Font3[3][7] = {
    {0x04, 0x04, 0x02, 0x00, 0x00, 0x00, 0x00},   // 0x60, `
    {0x00, 016, 0b1, 13, 0x13, 0x13, 0x0d},   // 0x61, a
    /* a comment, {1, 2} */ {31, 31, 31, 31, 31, 31, 31}   // 0x7f, DEL
};"""


def status(page):
    """What the room says that it shows."""
    return page.locator(".room:visible .status").inner_text()


def until_other(page, before, of=status):
    """Wait until a room says something else, and return it."""
    for _ in range(800):
        if of(page) != before:
            return of(page)
        page.wait_for_timeout(25)
    raise AssertionError(f"still {before!r} after twenty seconds")


def epoch(page):
    return int(re.match(r"epoch ([\d,]+)", status(page))[1].replace(",", ""))


def train_to(page, epochs):
    """Open the training at an address that names its end, and wait for it."""
    page.wait_for_function(
        f"document.querySelector('.status').textContent.startsWith('epoch {epochs:,}')"
    )
    page.wait_for_function("document.querySelector('[data-do=play]').textContent === 'Play'")


def says(page, what):
    """Wait until the room of the training says something."""
    page.wait_for_function(
        "what => document.querySelector('#train .status').textContent.includes(what)", arg=what
    )


def address_of(page):
    """The address, once it has been written: by the page's own clock, on however slow a machine."""
    return page.evaluate("new Promise((done) => setTimeout(() => done(location.hash), 300))")


def code_in(page):
    return page.locator("#train pre").text_content()


def test_it_is_small_and_asks_for_nothing():
    html = playground_html()
    assert len(html.encode()) < MOST_BYTES
    assert not re.search(r"""(src|href)=["'](?!data:,|#)""", html)
    assert not re.search("https?://", html)


def test_its_code_is_little():
    files = [path for path in HERE.iterdir() if path.suffix in (".js", ".css", ".html", ".py")]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert max(map(len, lines)) <= WIDEST
    assert len(lines) <= MOST_LINES


def test_a_module_imports_from_those_before_it():
    assert {path.name for path in HERE.glob("*.js")} == {*CORE, *WORKER, *PAGE}
    for place, name in enumerate(order := [*CORE, *PAGE]):
        text = (HERE / name).read_text(encoding="utf-8")
        assert set(re.findall(r'from "\./(.*?)"', text)) <= set(order[:place])
    assert not re.search("^(import|export) ", bundle([*order, *WORKER]), re.MULTILINE)
    made = r"^(?:async )?(?:class|const|function) (\w+)"  # in one script a name is made once
    for script in (order, [*CORE, *WORKER]):
        names = re.findall(made, bundle(script), re.MULTILINE)
        assert len(names) == len(set(names))


def test_a_setting_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no setting 'lose'; the settings are: room, bare"):
        playground_html(lose="mse")
    with pytest.raises(ValueError, match="room"):
        playground_html(room="cellar")
    with pytest.raises(TypeError, match="seed must be a string or a number"):
        playground_html(seed=[1])


def test_the_command_writes_the_file(tmp_path, capsys):
    out = tmp_path / "new" / "page.html"
    assert main(["--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert out.read_text(encoding="utf-8") == playground_html()


def test_the_command_says_why_it_could_not(tmp_path, capsys):
    assert main(["--out", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_training_by_mouse(visit, file):
    with visit(file) as page:
        page.locator("#train [data-do=step]").click()
        page.wait_for_function(
            "document.querySelector('.status').textContent.startsWith('epoch 1\\n')"
        )
        page.get_by_text("Play", exact=True).click()
        page.wait_for_function("document.querySelector('.status').textContent.includes('a second')")
        page.get_by_text("Pause", exact=True).click()
        assert epoch(page) > 1
        before = address_of(page)
        assert f"epochs={epoch(page)}" in before
        page.locator("[data-key=loss][value=mse]").check()
        page.wait_for_function(
            "document.querySelector('.status').textContent.startsWith('epoch 0\\n')"
        )
        assert "loss=mse" in address_of(page)
        assert 'loss="mse"' in code_in(page)
        drag(page, page.locator("#train .plane").first, (0.3, 0.3), (0.6, 0.6))
        said = page.locator("#train .plane").first.get_attribute("aria-valuetext")
        np.testing.assert_allclose([float(t) for t in said.split(", ")], [0.61, 0.39], atol=0.03)


def test_training_by_keys(visit, file):
    with visit(file) as page:
        page.locator("[data-key=loss][value=bce]").press("ArrowRight")
        page.locator("[data-key=units]").press("ArrowRight")
        page.locator("[data-key=seed]").press("ArrowRight")
        page.locator("#train [data-do=step]").press("Enter")
        page.wait_for_function(
            "document.querySelector('.status').textContent.startsWith('epoch 1\\n')"
        )
        assert "[35, 18, 2, 18, 35], seed=1)" in code_in(page)
        page.locator("#train .plane").first.press("ArrowUp")
        page.locator("#train .plane").first.press("Shift+ArrowRight")
        assert page.locator("#train .plane").first.get_attribute("aria-valuetext") == "0.61, 0.51"


def test_training_by_touch(visit, file):
    with visit(file, has_touch=True, viewport={"width": 360, "height": 740}) as page:
        page.locator("#train [data-do=play]").tap()
        page.wait_for_function("document.querySelector('.status').textContent.includes('a second')")
        page.locator("#train [data-do=play]").tap()
        page.locator("#train .plane").first.tap(position={"x": 100, "y": 100})
        assert page.locator("#train .plane").first.get_attribute("aria-valuetext")


def test_two_networks_side_by_side(visit, file):
    with visit(file, "#pair=1&epochs=60") as page:
        train_to(page, 60)
        said = status(page)
        assert re.search("A: .*\nB: ", said)
        assert page.locator("#train .plane:visible").count() == 2
        assert "loss.b=mse" in address_of(page)
        page.locator("[name=side]").last.check()
        assert 'loss="mse"' in code_in(page)


def test_of_two_networks_the_one_behind_catches_up(visit, file):
    with visit(file, "#pair=1&epochs=40&epochs.b=15&at=0.3,0.7") as page:
        says(page, "A: epoch 40,")
        says(page, "B: epoch 15,")
        planes = page.locator("#train .plane")
        for i in range(2):
            assert planes.nth(i).get_attribute("aria-valuetext") == "0.30, 0.70"
        page.locator("#train [data-do=step]").click()
        says(page, "B: epoch 16,")
        assert "A: epoch 40," in status(page)
        assert {"epochs=40", "epochs.b=16"} <= set(address_of(page)[1:].split("&"))
        page.locator("[data-key=pair][value='0']").check()
        page.locator("#train [data-do=step]").click()
        says(page, "epoch 41\n")


def test_a_setting_changed_while_it_plays(visit, file):
    """The button says what it does, and the training goes on with the new setting."""
    play = "document.querySelector('[data-do=play]').textContent"
    with visit(file) as page:
        page.locator("#train [data-do=play]").click()
        says(page, "a second")
        assert page.locator("#train .status").get_attribute("aria-live") == "off"
        assert re.search(r"epochs=\d", until_other(page, "", lambda page: address_of(page)))
        page.locator("[data-key=loss][value=mse]").check()
        page.wait_for_function("rooms.train.edited().now?.epoch > 5")
        assert page.evaluate(play) == "Pause"
        page.locator("#train [data-do=play]").click()
        page.wait_for_function(f"{play} === 'Play'")
        page.wait_for_function("!rooms.train.stale && rooms.train.workers.every(({asked}) => !asked)")  # the worker's last word
        stopped = epoch(page)
        page.wait_for_timeout(300)
        assert epoch(page) == stopped
        assert page.locator("#train .status").get_attribute("aria-live") == "polite"
        page.locator("#train [data-do=restart]").click()
        says(page, "epoch 0\n")


def test_play_means_pause_while_a_link_is_followed(visit, file):
    with visit(file, "#epochs=200000") as page:
        says(page, "a second")
        page.get_by_text("Pause", exact=True).click()
        page.get_by_text("Play", exact=True).wait_for()
        assert epoch(page) < 200_000


def test_the_latent_plane_by_mouse_and_keys(visit, file):
    with visit(file, "#room=plane") as page:
        plane = page.locator("#plane .plane")
        before = status(page)
        drag(page, plane, (0.2, 0.2), (0.8, 0.2))
        before = until_other(page, before)
        plane.press("Shift+ArrowDown")
        before = until_other(page, before)
        alpha = page.locator("#plane [data-key=alpha]")
        alpha.press("End")
        before = until_other(page, before)
        assert "“z”" in before
        page.locator("#plane [data-key=to]").select_option("o")
        assert "“o”" in until_other(page, before)
        assert "to=o" in address_of(page)


def test_the_latent_plane_by_touch(visit, file):
    with visit(file, "#room=plane", has_touch=True, viewport={"width": 390, "height": 844}) as page:
        before = status(page)
        page.locator("#plane .plane").tap(position={"x": 200, "y": 60})
        until_other(page, before)


def test_every_place_of_the_plane_is_what_the_library_decodes(visit, file, letters):
    from tp5lib.studies.slides import load_denoisers

    model = load_denoisers()["plain autoencoder"]
    code = model.encode(letters.x)[letters.index("k")]
    point = ",".join(f"{z:.4f}" for z in code)
    with visit(file, f"#room=plane&z={point}") as page:
        assert "next to “k”, and exactly it" in status(page)


def test_drawing_by_mouse_and_keys(visit, file):
    with visit(file, "#room=draw") as page:
        grid = page.locator("#draw .editor")
        page.locator("#draw [data-do=clear]").click()
        on = page.locator("#draw .editor [aria-selected=true]")
        assert on.count() == 0
        drag(page, grid, (0.1, 0.07), (0.9, 0.07))
        assert on.count() == 5
        for key in ("ArrowDown", "Space"):
            grid.press(key)
        assert on.count() == 6
        assert "drawing=1f0100" in address_of(page)
        before = status(page)
        page.locator("[data-key=level]").press("End")
        before = until_other(page, before)
        page.locator("#draw [data-do=noise]").click()
        until_other(page, before)
        grid.press("Delete")
        assert on.count() == 0


def test_drawing_by_touch(visit, file):
    with visit(file, "#room=draw", has_touch=True, viewport={"width": 360, "height": 740}) as page:
        on = page.locator("#draw .editor [aria-selected=true]")
        before = on.count()
        page.locator("#draw .editor").tap(position={"x": 12, "y": 12})
        assert on.count() == before + 1


def test_the_denoisers_answer_as_in_the_library(visit, file, letters):
    from tp5lib import pixel_errors, salt_and_pepper
    from tp5lib.studies.slides import load_denoisers

    clean = letters.x[letters.index("a")]
    noisy = salt_and_pepper(clean, 0.2, rng=4)[np.newaxis]
    with visit(file, "#room=draw&level=0.2&draw=4") as page:
        titles = page.locator(".cards b").all_inner_texts()
        said = dict(zip(titles, page.locator(".cards span").all_inner_texts(), strict=True))
        page.locator(".cards i").first.get_by_text("of 100 times").wait_for()
        often = dict(zip(titles, page.locator(".cards i").all_inner_texts(), strict=True))
    hundred = np.array([salt_and_pepper(clean, 0.2, rng=seed) for seed in range(100)])
    wanted, counted = {"with the noise": noisy[0]}, {"with the noise": hundred}
    names = {
        "plain autoencoder": "trained on clean letters",
        "trained at 0.05": "trained at noise 0.05",
        "trained at 0.1": "trained at noise 0.1",
        "trained at 0.15": "trained at noise 0.15",
        "random level": "trained at noise 0 to 0.15",
        "wide, trained at 0.15": "wide, trained at noise 0.15",
    }
    models = load_denoisers()
    assert set(models) == set(names)
    for name, model in models.items():
        wanted[names[name]] = model.reconstruct(noisy)[0]
        counted[names[name]] = model.reconstruct(hundred)
    distances = np.abs(hundred[:, np.newaxis] - letters.x).sum(axis=-1)
    counted["the nearest letter"] = letters.x[distances.argmin(axis=1)]
    for title, given in counted.items():
        errors = pixel_errors(np.tile(clean, (100, 1)), given)
        assert often[title] == f"right {(errors == 0).sum()} of 100 times"
    for title, pixels in wanted.items():
        wrong = int(pixel_errors(clean[np.newaxis], pixels[np.newaxis])[0])
        assert said[title] == (f"{wrong} wrong" if wrong else "right")


def test_the_emojis_by_mouse_and_keys(visit, file):
    with visit(file, "#room=emojis") as page:
        before = status(page)
        drag(page, page.locator("#emojis .plane"), (0.3, 0.4), (0.6, 0.6))
        before = until_other(page, before)
        page.locator("#emojis .plane").press("Shift+ArrowLeft")
        before = until_other(page, before)
        for kind, numbers in (("variational-3", 3), ("variational-6", 6), ("plain-2", 2)):
            page.locator('[data-key="net.e"]').select_option(kind)
            before = until_other(page, before)
            assert before.count(",") == numbers
        assert not page.locator("#emojis .prior").is_visible()
        page.locator('[data-key="net.e"]').select_option("variational-3")
        page.locator('[data-key="axes.e"]').select_option("1 3")
        page.locator("#emojis [data-do=samples]").press("Enter")
        said = address_of(page)
        for part in ("net.e=variational-3", "axes.e=1+3", "prior=1"):
            assert part in said
        before = status(page)
        page.locator('[data-key="alpha.e"]').press("End")
        assert "sunglasses" in until_other(page, before)


def test_the_emojis_by_touch(visit, file):
    with visit(
        file, "#room=emojis", has_touch=True, viewport={"width": 360, "height": 740}
    ) as page:
        before = status(page)
        page.locator("#emojis .plane").tap(position={"x": 60, "y": 60})
        until_other(page, before)


@pytest.mark.parametrize("room", ["train", "wall", "plane", "draw", "emojis", "emojis&bench=1"])
def test_nothing_is_wider_than_the_window(visit, file, room):
    address = f"#room={room}&pair=1&latent=3&net.e=variational-6&epochs=5"
    with visit(file, address) as page:
        for language in ("en", "es"):
            page.locator(f"[data-key=lang][value={language}]").check()
            for width in (360, 390, 768, 1280, 1920):
                page.set_viewport_size({"width": width, "height": 800})
                page.wait_for_timeout(50)
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_shows_what_its_sender_saw(visit, file):
    with visit(file, "#loss=mse&units=12&seed=4&noise=0.05&epochs=150") as page:
        train_to(page, 150)
        seen, address = status(page), address_of(page)
    with visit(file, address) as page:
        train_to(page, 150)
        assert status(page) == seen


def test_a_link_is_followed_in_an_open_page(visit, file):
    with visit(file, "#own=1f000000000000A,0000000000001fB&rate=0.003") as page:
        says(page, "of 2 with")
        page.evaluate("location.hash = '#loss=mse&epochs=30&seed=2&at=0.2,0.4'")
        says(page, "epoch 30\n")
        assert "of 32 with" in status(page)
        said = set(address_of(page)[1:].split("&"))
        assert said == {"loss=mse", "epochs=30", "seed=2", "at=0.2%2C0.4"}
        page.evaluate("location.hash = '#loss=mse&epochs=20&seed=2'")
        says(page, "epoch 20\n")
        page.go_back()
        says(page, "epoch 30\n")


def test_an_address_that_makes_no_sense_does_no_harm(visit, file):
    address = (
        "#room=cellar&loss=no&units=many&seed=-5&rate=1e9&epochs=&z=a,b&own=zz&axes=9&latent=7"
    )
    with visit(file, address) as page:
        page.wait_for_function(
            "document.querySelector('.status').textContent.startsWith('epoch 0')"
        )
        assert "layers" in page.locator("#train .settings").inner_text() or code_in(page)
        assert "[35, 17, 3, 17, 35], seed=0)" in code_in(page)


def test_a_teacher_can_hide_controls(visit, file):
    with visit(file, "#room=train&hide=rate,own,rooms") as page:
        for name in ("rate", "own", "rooms"):
            assert not page.locator(f"[data-name={name}]").first.is_visible()
        assert page.locator("#train [data-name=seed]").is_visible()


def test_what_can_be_hidden_is_listed(visit, file):
    with visit(file) as page:
        page.locator("[data-name=class] summary").click()
        listed = page.locator("[data-name=class] code").all_inner_texts()
        names = page.evaluate("$$('[data-name]').map((one) => one.dataset.name)")
    assert {name for name in listed if not name.startswith("&")} == set(names)


@pytest.mark.parametrize(
    "address",
    [
        "#epochs=40&rate=0.003",
        "#epochs=25&loss=mse&noise=0.1&batch=8&seed=3&adaptive=0&second=6",
        "#epochs=25&activation=relu&latent=3&loss=mae",
    ],
)
def test_the_code_repeats_the_run(visit, file, address):
    epochs = int(re.search(r"epochs=(\d+)", address)[1])
    with visit(file, address) as page:
        train_to(page, epochs)
        code, said = code_in(page), status(page)
    space = {}
    exec(code, space)
    assert len(space["history"].loss) == epochs
    assert f"loss {space['history'].loss[-1]:#.3g}" in said


def test_the_weights_are_read_by_the_library(visit, file, tmp_path, letters):
    with visit(file, "#epochs=30&seed=2&second=6&activation=relu") as page:
        train_to(page, 30)
        page.locator("#train [data-name=code] summary").click()
        with page.expect_download() as download:
            page.locator("#train [data-do=weights]").click()
        download.value.save_as(tmp_path / "weights.npz")
        given = page.evaluate("rooms.train.current[''].given.map((pixels) => [...pixels])")
    model = load_model(tmp_path / "weights.npz")
    assert model.layers == (35, 17, 6, 2, 6, 17, 35)
    assert model.seeds == (2,)
    np.testing.assert_allclose(model.reconstruct(letters.x), given, atol=1e-12)


def test_the_runs_are_a_click_away(visit, file):
    with visit(file, "#epochs=30") as page:
        train_to(page, 30)
        first = status(page)
        page.locator("[data-key=loss][value=mse]").check()
        page.locator("#train [data-do=step]").click()
        page.wait_for_function("document.querySelectorAll('table tr').length === 3")
        page.get_by_role("button", name="show run 1").click()
        assert until_other(page, status(page) if status(page) != first else "") == first
        assert 'loss="bce"' in code_in(page)
        assert page.locator("[data-key=loss][value=bce]").is_checked()


def test_a_font_header_is_pasted(visit, file, tmp_path):
    (tmp_path / "font.h").write_text(FONT)
    with visit(file) as page:
        page.locator("[data-name=own] summary").click()
        page.locator("textarea").fill(FONT)
        page.locator("#train [data-do=header]").click()
        page.wait_for_function(
            "document.querySelector('.status').textContent.includes('of 3 with')"
        )
        names, images = page.evaluate("[rooms.train.data.names, rooms.train.data.images]")
        assert 'load_font_header("font.h")' in code_in(page)
        page.locator("textarea").fill("int F[1][7] = {\n{1, 2, 3}};")
        page.locator("#train [data-do=header]").click()
        assert "because a pattern must have 7 rows, not 3" in page.locator(".problem").inner_text()
        page.locator("#train [data-do=letters]").click()
        page.wait_for_function(
            "document.querySelector('.status').textContent.includes('of 32 with')"
        )
    wanted = load_font_header(tmp_path / "font.h")
    assert tuple(names) == wanted.names
    np.testing.assert_array_equal(images, wanted.x)


def test_headers_are_read_as_in_the_library(shared, tmp_path):
    path = tmp_path / "font.h"
    comments = [f"int F[1][7] = {{{{1, 2, 3, 4, 5, 6, 7}}}};  // {name}" for name in NAMES]
    bodies = [f"int F[] = {{\n{body}\n}};" for body, _ in BESIDE]
    for text in [*ARRAYS, *comments, *bodies]:
        path.write_text(text)
        wanted = load_font_header(path)
        names, images = shared.evaluate("t => Object.values(readHeader(t)).slice(0, 2)", text)
        assert tuple(names) == wanted.names
        np.testing.assert_array_equal(images, wanted.x)
    for text in UNREAD:
        path.write_text(f"{ARRAYS[0]}\n{text}")
        with pytest.raises(ValueError, match="not read") as caught:
            load_font_header(path)
        said = shared.evaluate(
            "t => { try { readHeader(t) } catch (e) { return e.message } }", path.read_text()
        )
        line = r"line \d: found array"
        assert re.search(line, said)[0] == re.search(line, str(caught.value))[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_header(shared, encoding):
    content = "int F[1][7] = {{1, 2, 3, 4, 5, 6, 7}};  // ñ".encode(encoding)
    read = (
        "c => readText(new File([Uint8Array.from(c)], 'font.h')).then(readHeader, (e) => e.message)"
    )
    found = shared.evaluate(read, list(content))
    assert "not text in UTF-8" in found if encoding == "cp1252" else found["names"] == ["ñ"]


def test_an_alphabet_is_drawn_and_saved(visit, file, tmp_path):
    with visit(file) as page:
        page.locator("[data-name=own] summary").click()
        grid = page.locator("[data-of=own]")
        grid.scroll_into_view_if_needed()
        for row in (0.07, 0.93):
            drag(page, grid, (0.1, row), (0.9, row))
            page.locator("#train [data-do=add]").click()
        page.wait_for_function(
            "document.querySelector('.status').textContent.includes('of 2 with')"
        )
        address = address_of(page)
        with page.expect_download() as download:
            page.locator("#train [data-do=font]").click()
        download.value.save_as(tmp_path / "font.h")
    letters = load_font_header(tmp_path / "font.h")
    assert letters.names == ("A", "B")
    assert letters["A"].sum(axis=1).tolist() == [5, 0, 0, 0, 0, 0, 0]
    with visit(file, address) as page:
        assert page.evaluate("rooms.train.data.names") == ["A", "B"]


def test_a_sheet_of_tiles_is_brought(visit, file):
    with visit(file) as page:
        page.locator("[data-name=own] summary").click()
        page.locator("[type=file]").set_input_files(EMOJI_SHEET)
        page.wait_for_function(
            "document.querySelector('.status').textContent.includes('of 56 with')"
        )
        names, images = page.evaluate("[rooms.train.data.names, rooms.train.data.images]")
        page.locator("#train [data-do=step]").click()
        page.wait_for_function(
            "document.querySelector('.status').textContent.startsWith('epoch 1')"
        )
        page.locator(".tile").first.fill("19")
        page.locator("[type=file]").set_input_files([])
        page.locator("[type=file]").set_input_files(EMOJI_SHEET)
        page.wait_for_function("document.querySelector('.problem').textContent.includes('19 x 20')")
    wanted = load_sprite_sheet(EMOJI_SHEET)
    assert tuple(names) == wanted.names
    np.testing.assert_allclose(images, wanted.x, atol=1e-9)


def sheet_of(tmp_path, name, tile, rows, columns):
    """A sheet of random tiles, black on transparency where its name says so."""
    on = np.random.default_rng(0).random((tile * rows, tile * columns)) > 0.5
    if name.startswith("black"):
        black = Image.new("L", on.shape[::-1])
        image = Image.merge("LA", [black, Image.fromarray(on).convert("L")])
    else:
        image = Image.fromarray(on).convert("L")
    image.save(tmp_path / name)
    return tmp_path / name


def bring(page, path, tile=None):
    """Choose a file, after saying how large its tiles are."""
    for i in range(2 if tile else 0):
        page.locator(".tile").nth(i).fill(str(tile))
    page.locator("[type=file]").set_input_files([])
    page.locator("[type=file]").set_input_files(path)


def test_sheets_of_other_sizes(visit, file, tmp_path):
    digits = sheet_of(tmp_path, "digits.png", 8, 1, 10)
    icons = sheet_of(tmp_path, "icons.png", 16, 5, 6)
    black = sheet_of(tmp_path, "black.png", 32, 5, 8)
    with visit(file, "#epochs=3") as page:
        page.locator("[data-name=own] summary").click()
        says(page, "epoch 3\n")
        bring(page, digits)
        problem = page.locator(".problem")
        problem.get_by_text("digits.png is 8 x 80 pixels (rows x columns), which tiles").wait_for()
        assert "epoch 3\n32 of 32" in status(page)  # nothing is lost
        for i in range(2):  # the file is read again
            page.locator(".tile").nth(i).fill("8")
            page.locator(".tile").nth(i).press("Tab")
        says(page, "of 10 with")
        assert not problem.inner_text()
        address = address_of(page)
        for path, tile, count in ((icons, 16, 30), (black, 32, 40)):
            bring(page, path, tile)
            says(page, f"of {count} with")
            page.locator("#train [data-do=step]").click()
            says(page, "epoch 1\n")
        assert 'load_sprite_sheet("black.png", tile=(32, 32), ground="white")' in code_in(page)
        images = page.evaluate("rooms.train.data.images")
        page.locator("table button").first.click()
        says(page, "epoch 3\n")
        assert page.evaluate("rooms.train.data.names.length") == 32
    wanted = load_sprite_sheet(black, tile=(32, 32), ground="white").x
    np.testing.assert_allclose(images, wanted, atol=1e-9)
    with visit(file, address) as page:
        said = page.locator(".problem").inner_text()
        assert "made with digits.png in tiles of 8 x 8" in said
        assert "bring that file" in said


def test_what_cannot_be_trained_on_is_told_and_loses_nothing(visit, file, tmp_path):
    many = "{1,2,3,4,5,6,7}," * 1001
    files = {
        "many.h": (f"int F[1001][7] = {{{many}}};", "1001 images: at most 1000 images"),
        "one.h": ("int F[1][7] = {{1,2,3,4,5,6,7}};", "one image is too few"),
        "none.h": ("int main() { return 0; }", "no pattern found"),
        "empty.txt": ("", "no pattern found"),
        "broken.png": ("\x89PNG", "broken.png is no picture"),
        "photo.jpg": ("", "photo.jpg is no picture that this browser can read"),
        "table.csv": ("1, 2", "table.csv is neither a picture nor a C header"),
    }
    with visit(file, "#epochs=5") as page:
        page.locator("[data-name=own] summary").click()
        says(page, "epoch 5\n")
        for name, (content, problem) in files.items():
            (tmp_path / name).write_text(content)
            bring(page, tmp_path / name)
            page.locator(".problem").get_by_text(problem).wait_for()
            assert epoch(page) == 5
        assert page.evaluate("rooms.train.data.names.length") == 32


def test_letters_of_ones_own_are_kept_one_by_one(visit, file):
    with visit(file) as page:
        page.locator("[data-name=own] summary").click()
        add, sketch = page.locator("#train [data-do=add]"), page.locator("[data-of=own]")
        add.click()
        page.get_by_text("no pixel of it is on").wait_for()
        sketch.press("ArrowDown")
        sketch.press("Space")
        add.click()
        page.locator(".alphabet").get_by_text("A is kept; one more").wait_for()
        assert page.locator(".problem").text_content() == ""
        page.locator(".named").fill(",")
        sketch.press("Space")
        add.click()
        says(page, "of 2 with")
        page.locator(".named").fill("A")  # another drawing of it
        sketch.press("ArrowUp")
        sketch.press("Space")
        add.click()
        page.wait_for_function("rooms.train.data.images[0][0] === 1")
        assert page.evaluate("rooms.train.data.names") == ["A", ","]


def test_the_code_is_copied(visit, file):
    with visit(file) as page:
        page.locator("#train [data-name=code] summary").click()
        page.locator("#train [data-do=copy]").click()
        page.get_by_text("Copied").wait_for()
        assert page.evaluate("String(getSelection())").strip() == code_in(page).strip()


def test_the_data_of_the_page_are_those_of_the_library(shared):
    letters, emojis = load_letters(), load_emojis()
    names, images, faces = shared.evaluate("[LETTERS.names, LETTERS.images, EMOJIS.images]")
    assert tuple(names) == letters.names
    np.testing.assert_array_equal(images, letters.x)
    np.testing.assert_allclose(faces, emojis.x, atol=1 / 510 + 1e-9)


@pytest.mark.parametrize("room", ["train", "plane", "draw", "emojis"])
def test_a_room_is_embedded_in_another_page(visit, tmp_path, room):
    state = {"epochs": 20, "loss": "mse"} if room == "train" else {}
    html = playground_html(room=room, **state)
    quoted = html.replace("&", "&amp;").replace('"', "&quot;")
    outer = tmp_path / "slide.html"
    outer.write_text(
        '<!DOCTYPE html><html data-ready="yes"><meta charset="utf-8">'
        f'<iframe srcdoc="{quoted}" width="1200" height="600"></iframe>',
        encoding="utf-8",
    )
    with visit(outer) as page:
        frame = page.frame_locator("iframe")
        plane = frame.locator(f"#{room} canvas").first
        plane.wait_for()
        assert not frame.locator("nav").is_visible()
        if room == "train":
            frame.get_by_text("epoch 20").wait_for()
        elif room != "draw":
            before = frame.locator(f"#{room} .status").inner_text()
            plane.click(position={"x": 100, "y": 100})
            assert frame.locator(f"#{room} .status").inner_text() != before
    assert len(html.encode()) < (3_500_000 if room == "emojis" else 600_000)


def test_play_begins_slowly_and_grows(visit, file):
    """The first epochs can be watched one by one; the pace is a matter of the epoch alone."""
    with visit(file) as page:
        page.locator("#train [data-do=play]").click()
        page.wait_for_function("rooms.train.edited().now.epoch >= 2")
        growth = page.evaluate("[GROWING, paceOf(0, GROWING), paceOf(200), paceOf(1000)]")
        assert growth[0] == growth[1]
        assert growth[0][0] <= 5
        assert growth[2] == [200, 0]
        page.locator("#train [data-key=pace][value='1000']").check()
        page.wait_for_function("rooms.train.edited().now.epoch > 200")


def test_a_play_rests_where_nothing_is_wrong(visit, file):
    address = "#own=1f000000000000A,0000000000001fB&rate=0.05&pace=1000"
    with visit(file, address) as page:
        page.locator("#train [data-do=play]").click()
        says(page, "done, no pixel is wrong")
        page.wait_for_function("document.querySelector('[data-do=play]').textContent === 'Play'")
        page.wait_for_function("!rooms.train.stale && rooms.train.workers.every(({asked}) => !asked)")
        rested = epoch(page)
        page.locator("#train [data-do=play]").click()
        page.wait_for_function(f"rooms.train.edited().now.epoch > {rested + 5}")


def test_settings_of_both_or_of_one(visit, file):
    def units(page):
        return page.evaluate("['', '.b'].map((side) => state.get('units', side))")

    with visit(file, "#pair=1") as page:
        slider, sides = page.locator("#train [data-key=units]"), page.locator("[name=side]")
        slider.press("ArrowRight")
        assert units(page) == [18, 18]
        sides.nth(1).check()
        slider.press("ArrowRight")
        assert units(page) == [19, 18]
        sides.nth(2).check()
        slider.press("ArrowLeft")
        assert units(page) == [19, 17]
        sides.nth(0).check()
        assert page.locator("#train [data-name=units] output").inner_text() == "19 | 17"
        slider.press("ArrowRight")
        assert units(page) == [20, 20]
        page.locator("[data-do=reset]").click()
        assert units(page) == [17, 17]
        assert address_of(page) == ""


def test_a_drag_of_a_slider_tries_one_run(visit, file):
    with visit(file, "#pace=1000&epochs=20&loss=mse") as page:  # never done
        train_to(page, 20)
        page.locator("#train [data-do=play]").click()
        page.wait_for_function("rooms.train.edited().now.epoch > 30")
        drag(page, page.locator("#train [data-key=units]"), (0.3, 0.5), (0.8, 0.5), steps=8)
        page.wait_for_function("rooms.train.edited().now?.epoch > 3")
        page.locator("#train [data-do=play]").click()
        page.wait_for_function("document.querySelectorAll('#train table tr').length === 3")


def test_photographs_are_made_grey_cut_and_scaled(visit, file, tmp_path):
    paths = []
    for i, (shape, level) in enumerate([((300, 200), 60), ((120, 260), 200)]):
        pixels = np.zeros((*shape, 3), np.uint8)
        side = min(shape)
        top, left = (shape[0] - side) // 2, (shape[1] - side) // 2
        pixels[top : top + side, left : left + side] = level  # the middle; black is cut away
        paths.append(tmp_path / f"photo{i}.jpg")
        Image.fromarray(pixels).save(paths[-1], quality=95)
    with visit(file) as page:
        page.locator("[data-name=own] summary").click()
        page.locator("[type=file]").set_input_files(paths[0])
        page.locator(".problem").get_by_text("photo0.jpg is kept; one more").wait_for()
        assert page.locator(".brought").is_visible()
        page.locator("[type=file]").set_input_files(paths[1])
        says(page, "of 2 with")
        names, images = page.evaluate("[rooms.train.data.names, rooms.train.data.images]")
        assert names == ["photo0", "photo1"]
        inner = np.array(images).reshape(2, 20, 20)[:, 2:-2, 2:-2]
        np.testing.assert_allclose(inner[0], 60 / 255, atol=0.02)
        np.testing.assert_allclose(inner[1], 200 / 255, atol=0.02)
        with page.expect_download() as download:
            page.locator("[data-do=font]").click()
        download.value.save_as(tmp_path / "sheet.png")
        assert 'load_sprite_sheet("sheet.png", tile=(20, 20))' in code_in(page)
        address = address_of(page)
    np.testing.assert_allclose(load_sprite_sheet(tmp_path / "sheet.png").x, images, atol=1e-9)
    with visit(file, address) as page:
        said = page.locator(".problem").inner_text()
        assert "made with photo0.jpg, photo1.jpg in tiles of 20 x 20" in said
        assert "bring that file" in said
        page.locator("[type=file]").set_input_files(paths)
        says(page, "of 2 with")
        page.locator(".tile").first.fill("8")
        page.locator(".tile").first.press("Tab")
        page.wait_for_function("rooms.train.data.images[0].length === 160")
