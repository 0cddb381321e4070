// The rooms of the stored networks: the plane of the letters, that of the emojis, denoising.

import { editor, h, options, press, write } from "./controls.js";
import { LETTERS, MODELS } from "./data.js";
import { colors, decimals, differing, picturesOf, Plane, sheet } from "./drawing.js";
import { hexOf, hexToPixels } from "./files.js";
import { Random, saltAndPepper } from "./random.js";
import { named, t } from "./texts.js";

export class ExploreRoom {
  constructor(element, state, data) {
    const side = element.dataset.side ?? "";
    Object.assign(this, { element, state, side, data });
    this.$ = (selector) => element.querySelector(selector);
    this.models = MODELS.filter(({ rooms }) => rooms.includes(element.id));
    const list = (key) => this.$(`[data-key="${key}${side}"]`);
    options(list("net"), this.models.map(({ name }) => name), "net");
    for (const end of ["from", "to"]) options(list(end), data.names, "emoji");
    this.plane = new Plane(this.$(".plane"), (at) => {
      const code = [...this.code()];
      this.axes().forEach((axis, k) => (code[axis] = at[k]));
      state.set({ [`z${side}`]: code.map((z) => z.toFixed(4)).join() });
    });
    this.neighbours = [0, 1, 2].map(() => h("figure", {}, h("canvas"), h("figcaption")));
    this.$(".near").append(...this.neighbours);
    press(element, "samples", () => state.set({ prior: state.get("prior") + 1 }));
  }

  get = (key) => this.state.get(key, this.side);

  model() {
    const model = this.models.find(({ name }) => name === this.get("net")) ?? this.models[0];
    model.codes ??= model.network().encode(this.data.images);
    return model;
  }

  ends = () => ["from", "to"].map((key) => Math.max(this.data.names.indexOf(this.get(key)), 0));

  between(share) {
    const [from, to] = this.ends().map((i) => this.model().codes[i]);
    return Array.from(from, (z, d) => z + share * (to[d] - z));
  }

  code = () => this.state.point(`z${this.side}`, this.model().codes[0].length) ?? this.between(this.get("alpha"));

  axes() {
    const said = this.get("axes").split(" ").map((k) => k - 1);
    return said.length === 2 && said.every((k) => k in this.model().codes[0]) ? said : [0, 1];
  }

  changed(keys) {
    const moved = ["alpha", "from", "to", "net"].some((key) => keys.includes(key + this.side));
    if (moved && keys.length === 1) this.state.values[`z${this.side}`] = ""; // the point is on the line again
    this.draw();
  }

  draw() {
    const { data, plane } = this;
    const model = this.model();
    const [code, axes, ends, network] = [this.code(), this.axes(), this.ends(), model.network()];
    const flat = (point) => axes.map((axis) => point[axis]);
    const pictures = picturesOf(data);
    const mark = (z, i) => ({ at: flat(z), text: data.names[i], strong: ends.includes(i), picture: pictures[i] });
    const marks = model.codes.map(mark);
    plane.fitTo(marks.map(({ at }) => at), network.activations[network.middle - 1]);
    this.element.classList.toggle("free", Boolean(this.get("z"))); // the point is not on the line
    const about = `${model.name} ${axes} ${code.filter((_, d) => !axes.includes(d))}`;
    const decode = (points) => network.decode(points.map((at) => code.map((z, d) => at[axes.indexOf(d)] ?? z)));
    const field = plane.decoded(about, data, decode, () => this.draw());
    const [decoded] = network.decode([code]);
    const lens = sheet([decoded], data.shape, data, this.$(".decoded"));
    const path = ends.map((i) => flat(model.codes[i]));
    plane.draw({ field, marks, point: flat(code), lens, path, axes: axes.map((k) => `z${k + 1}`) });
    const line = `${model.name} ${ends} ${colors.paper}`;
    const steps = () => network.decode([0, 1, 2, 3, 4, 5, 6].map((k) => this.between(k / 6)));
    if (this.line !== line) sheet(steps(), data.shape, { ...data, gap: 1 }, this.$(".strip"));
    this.line = line;
    this.drawPrior(model, code.length);
    const far = (i) => Math.hypot(...code.map((z, d) => z - model.codes[i][d]));
    this.say(code, decoded, [...model.codes.keys()].sort((a, b) => far(a) - far(b)).slice(0, 3));
  }

  say(code, decoded, near) {
    const { data } = this;
    const names = near.map((i) => named(data.names[i]));
    const wrong = differing(decoded, data.images[near[0]]);
    const off = wrong ? t(wrong > 1 ? "near.off" : "near.one", { n: wrong }) : t("near.exact");
    const place = t("near.next", { code: decimals(code), name: names[0] });
    this.neighbours.forEach(({ firstChild, lastChild }, k) => {
      sheet([data.images[near[k]]], data.shape, data, firstChild);
      write(lastChild, names[k]);
    });
    write(this.$(".status"), `${place}${data.light ? "" : off}`);
    this.$(".decoded").setAttribute("aria-label", t("near.decoded", { name: names[0] }));
  }

  // The choice of axes where there are more than two, and samples of the prior.
  drawPrior(model, deep) {
    const numbers = Array.from({ length: deep }, (_, d) => d + 1);
    const list = this.$("[data-name=axes] select");
    const pairs = numbers.flatMap((i) => numbers.slice(i).map((j) => `${i} ${j}`));
    if (list && list.options.length !== pairs.length) options(list, pairs, "axes");
    this.$("[data-name=axes]").hidden = deep < 3;
    this.$(".prior").hidden = !model.prior;
    const about = `${model.name} ${this.state.get("prior")}`;
    if (!model.prior || this.sampled === about) return;
    this.sampled = about;
    const random = new Random(this.state.get("prior"));
    const codes = Array.from({ length: 16 }, () => numbers.map(() => random.normal()));
    sheet(model.network().decode(codes), this.data.shape, { light: true, across: 8, gap: 1 }, this.$(".samples"));
  }
}

export class DrawRoom {
  constructor(element, state) {
    Object.assign(this, { state, $: (selector) => element.querySelector(selector) });
    const set = (pixels) => state.set({ drawing: hexOf(pixels) });
    this.edit = editor(this.$(".editor"), [7, 5], set);
    const list = this.$("#letter");
    options(list, ["", ...LETTERS.names]);
    list.addEventListener("input", () => list.value && set(LETTERS.images[list.selectedIndex - 1]));
    press(element, "noise", () => state.set({ draw: state.get("draw") + 1 }));
    press(element, "clear", () => set(new Array(35).fill(0)));
    this.models = MODELS.filter(({ rooms }) => rooms.includes("draw"));
    const titles = ["card.noisy", "card.nearest", ...this.models.map(({ name }) => `net.${name}`)];
    const caption = (title) => h("figcaption", {}, h("b", { "data-t": title }), h("span"), h("i"));
    this.cards = titles.map((title) => h("figure", {}, h("canvas", { role: "img" }), caption(title)));
    this.$(".cards").replaceChildren(...this.cards);
  }

  changed = () => this.draw();

  draw() {
    const said = this.state.get("drawing");
    const clean = /^([01][\da-f]){7}$/.test(said) ? hexToPixels(said) : LETTERS.images[1];
    this.edit(clean);
    const place = LETTERS.images.findIndex((image) => !differing(clean, image));
    this.$("#letter").selectedIndex = place + 1;
    const noisy = saltAndPepper(clean, this.state.get("level"), new Random(this.state.get("draw")));
    const shown = this.answers([noisy]).map(([pixels]) => pixels);
    const errors = shown.map((pixels) => differing(pixels, clean));
    this.cards.forEach((card, i) => {
      const [canvas, title, says] = ["canvas", "b", "span"].map((part) => card.querySelector(part));
      const verdict = errors[i] ? t("draw.wrong", { n: errors[i] }) : t("draw.right");
      card.classList.toggle("right", i > 0 && !errors[i]);
      write(says, verdict);
      canvas.setAttribute("aria-label", `${title.textContent}: ${verdict}`);
      sheet([shown[i]], [7, 5], { targets: [clean] }, canvas);
    });
    const [n, does] = [errors.slice(2).filter((count) => !count).length, t(errors[1] ? "draw.near.not" : "draw.near")];
    const told = place < 0 ? t("draw.none") : t("draw.back", { n, all: this.models.length, does });
    write(this.$(".status"), t("draw.noise", { n: errors[0], told }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.count(clean), 150);
  }

  // What is shown of noisy letters: they, the nearest letters, what the networks give back.
  answers(noisy) {
    const closer = (pixels) => (best, image) => (differing(pixels, image) < differing(pixels, best) ? image : best);
    const nearest = noisy.map((pixels) => LETTERS.images.reduce(closer(pixels)));
    return [noisy, nearest, ...this.models.map((model) => model.network().reconstruct(noisy))];
  }

  // One draw of the noise is luck: so often each is right under the draws of the seeds 0 to 99.
  count(clean) {
    const level = this.state.get("level");
    const noisy = Array.from({ length: 100 }, (_, seed) => saltAndPepper(clean, level, new Random(seed)));
    const right = this.answers(noisy).map((all) => all.filter((pixels) => !differing(pixels, clean)).length);
    this.cards.forEach((card, i) => write(card.querySelector("i"), t("draw.often", { n: right[i] })));
  }
}
