"""The rooms of the stored networks: the latent plane, denoising, the emojis."""

import numpy as np

from tp5lib import load_emojis, pixel_errors, salt_and_pepper
from tp5lib.studies.slides import load_denoisers
from tp5lib.tests.explorers.browsing import drag
from tp5lib.tests.playground.conftest import PHONE, address_of, changed, settings_of, status

ON = "#draw .editor [aria-selected=true]"


def test_the_latent_plane_by_mouse_and_keys(visit, letters):
    code = load_denoisers()["plain autoencoder"].encode(letters.x)[letters.index("k")]
    with visit(f"#room=plane&z={','.join(f'{z:.4f}' for z in code)}") as page:
        plane, before = page.locator("#plane .plane"), status(page)
        assert "next to “k”, and exactly it" in before
        drag(page, plane, (0.2, 0.2), (0.8, 0.2))
        before = changed(page, before)
        plane.press("Shift+ArrowDown")
        before = changed(page, before)
        page.locator("#plane [data-key=alpha]").press("End")
        before = changed(page, before)
        assert "“z”" in before
        page.locator("#plane [data-key=to]").select_option("o")
        assert "“o”" in changed(page, before)
        assert "to=o" in settings_of(page)


def test_the_emojis_by_mouse_and_keys(visit):
    with visit("#room=emojis") as page:
        plane, before = page.locator("#emojis .plane"), status(page)
        drag(page, plane, (0.2, 0.2), (0.8, 0.2))
        before = changed(page, before)
        plane.press("Shift+ArrowDown")
        before = changed(page, before)
        samples = page.locator("#emojis .samples")
        drawn = samples.evaluate("(canvas) => canvas.toDataURL()")
        page.locator("#emojis [data-do=samples]").click()
        assert samples.evaluate("(canvas) => canvas.toDataURL()") != drawn
        page.locator('[data-key="net.e"]').select_option("variational-6")
        before = changed(page, before)
        page.locator('[data-key="axes.e"]').select_option("2 5")
        page.locator('[data-key="alpha.e"]').press("End")
        assert "sunglasses" in changed(page, before)
        assert {"net.e=variational-6", "axes.e=2+5", "prior=1"} <= settings_of(page)


def test_by_touch(visit):
    with visit("#room=plane", **PHONE) as page:
        before = status(page)
        page.locator("#plane .plane").tap(position={"x": 200, "y": 60})
        changed(page, before)
        page.locator("nav a[href='#room=emojis']").tap()
        before = status(page)
        page.locator("#emojis .plane").tap(position={"x": 60, "y": 60})
        changed(page, before)
        page.locator("nav a[href='#room=draw']").tap()
        before = page.locator(ON).count()
        page.locator("#draw .editor").tap(position={"x": 12, "y": 12})
        assert page.locator(ON).count() == before + 1


def test_drawing_by_mouse_and_keys(visit):
    with visit("#room=draw") as page:
        grid, on = page.locator("#draw .editor"), page.locator(ON)
        page.locator("#draw [data-do=clear]").click()
        assert on.count() == 0
        drag(page, grid, (0.1, 0.07), (0.9, 0.07))
        assert on.count() == 5
        for key in ("ArrowDown", "Space"):
            grid.press(key)
        assert on.count() == 6
        assert "drawing=1f0100" in address_of(page)
        before = status(page)
        page.locator("[data-key=level]").press("End")
        before = changed(page, before)
        page.locator("#draw [data-do=noise]").click()
        changed(page, before)
        grid.press("Delete")
        assert on.count() == 0


def test_the_denoisers_answer_as_in_the_library(visit, letters):
    clean = letters.x[letters.index("a")]
    noisy = salt_and_pepper(clean, 0.2, rng=4)[np.newaxis]
    with visit("#room=draw&level=0.2&draw=4") as page:
        titles = page.locator(".cards b").all_inner_texts()
        said = dict(zip(titles, page.locator(".cards span").all_inner_texts(), strict=True))
        page.locator(".cards i").first.get_by_text("of 100 times").wait_for()
        often = dict(zip(titles, page.locator(".cards i").all_inner_texts(), strict=True))
    hundred = np.array([salt_and_pepper(clean, 0.2, rng=seed) for seed in range(100)])
    wanted, counted = {"with the noise": noisy[0]}, {"with the noise": hundred}
    for name, model in load_denoisers().items():
        title = name.replace("trained at 0", "trained at noise 0")
        title = {
            "plain autoencoder": "trained on clean letters",
            "random level": "trained at noise 0 to 0.15",
        }.get(name, title)
        wanted[title] = model.reconstruct(noisy)[0]
        counted[title] = model.reconstruct(hundred)
    distances = np.abs(hundred[:, np.newaxis] - letters.x).sum(axis=-1)
    counted["the nearest letter"] = letters.x[distances.argmin(axis=1)]
    assert set(titles) == set(counted)
    for title, given in counted.items():
        errors = pixel_errors(np.tile(clean, (100, 1)), given)
        assert often[title] == f"right {(errors == 0).sum()} of 100 times"
    for title, pixels in wanted.items():
        wrong = int(pixel_errors(clean[np.newaxis], pixels[np.newaxis])[0])
        assert said[title] == (f"{wrong} wrong" if wrong else "right")


def test_the_data_of_the_page_are_those_of_the_library(shared, letters):
    names, images, faces = shared.evaluate("[LETTERS.names, LETTERS.images, EMOJIS.images]")
    assert tuple(names) == letters.names
    np.testing.assert_array_equal(images, letters.x)
    np.testing.assert_allclose(faces, load_emojis().x, atol=1 / 510 + 1e-9)
