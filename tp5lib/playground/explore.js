// The rooms of the stored networks: the plane of the letters, that of the emojis, denoising.

import { editor, h } from "./controls.js";
import { LETTERS, MODELS } from "./data.js";
import { paintSheet, Plane, sheet } from "./drawing.js";
import { pixelsToRows, rowsToPixels } from "./files.js";
import { Random, saltAndPepper } from "./random.js";
import { differing, gridOf } from "./train.js";

const options = (select, pairs, first) => {
  select.replaceChildren(...pairs.map(([value, says]) => h("option", { value }, says)));
  select.dataset.first = first;
};

export class ExploreRoom {
  constructor(element, state, side, data, [start, end]) {
    Object.assign(this, { element, state, side, data, start, end });
    this.$ = (selector) => element.querySelector(selector);
    this.models = MODELS.filter(({ rooms }) => rooms.includes(element.id));
    options(this.$(`[data-key="net${side}"]`), this.models.map(({ name, says }) => [name, says]), this.models[0].name);
    const names = data.names.map((name) => [name, name]);
    options(this.$(`[data-key="from${side}"]`), names, start);
    options(this.$(`[data-key="to${side}"]`), names, end);
    this.plane = new Plane(this.$(".plane"), element.getAttribute("aria-label"), (at) => {
      const code = this.code();
      this.axes().forEach((axis, k) => (code[axis] = at[k]));
      this.put(code);
    });
    this.$("[data-do=samples]")?.addEventListener("click", () => state.set({ prior: state.get("prior") + 1 }));
  }

  get(key) {
    return this.state.get(key, this.side);
  }

  model() {
    const model = this.models.find(({ name }) => name === this.get("net")) ?? this.models[0];
    model.places ??= model.codes ?? model.network().encode(this.data.images).map((code) => Array.from(code));
    return model;
  }

  ends() {
    return [["from", this.start], ["to", this.end]].map(([key, name]) => {
      const found = this.data.names.indexOf(this.get(key));
      return found < 0 ? this.data.names.indexOf(name) : found;
    });
  }

  between(share) {
    const [from, to] = this.ends().map((i) => this.model().places[i]);
    return from.map((z, d) => z + share * (to[d] - z));
  }

  code() {
    const said = this.get("z").split(",").map(Number);
    const { places } = this.model();
    return said.length === places[0].length && said.every(Number.isFinite) ? said : this.between(this.get("alpha"));
  }

  axes() {
    const said = this.get("axes").split(" ").map((k) => k - 1);
    return said.length === 2 && said.every((k) => k < this.model().places[0].length) ? said : [0, 1];
  }

  put(code) {
    this.state.set({ [`z${this.side}`]: code.map((z) => z.toFixed(4)).join() });
  }

  changed(keys) {
    const own = keys.map((key) => key.split(".")[0]);
    // A step along the line, another line or network put the point back on the line.
    if (keys.length < 9 && own.some((key) => ["alpha", "from", "to", "net"].includes(key))) this.state.values[`z${this.side}`] = "";
    if (own.includes("net") || !own.length) this.field = null;
    this.draw();
  }

  draw() {
    const { data, plane } = this;
    const model = this.model();
    const network = model.network();
    const [code, axes, [from, to]] = [this.code(), this.axes(), this.ends()];
    const deep = code.length;
    const flat = (point) => axes.map((axis) => point[axis]);
    const marks = model.places.map((point, i) => ({ at: flat(point), text: data.names[i], strong: i === from || i === to }));
    this.thumbnails ??= data.light && data.images.map((image) => sheet([image], data.shape, data));
    if (data.light) marks.forEach((mark, i) => (mark.picture = this.thumbnails[i]));
    plane.fitTo(marks.map(({ at }) => at), model.activations[model.codes ? 0 : network.middle - 1]);
    const about = `${model.name} ${axes} ${code.filter((_, d) => !axes.includes(d))}`;
    if (this.field?.about !== about) {
      // With more than two dimensions it moves with the others, and waits until the hand rests.
      clearTimeout(this.timer);
      const make = () => {
        const [down, across] = gridOf(data);
        const points = plane.grid(across, down).map((at) => {
          const point = code.slice();
          axes.forEach((axis, k) => (point[axis] = at[k]));
          return point;
        });
        this.field = { about, picture: sheet(network.decode(points), data.shape, { ...data, across, gap: 1 }) };
      };
      if (this.field) this.timer = setTimeout(() => (make(), this.draw()), 150);
      else make();
    }
    const [decoded] = network.decode([code]);
    const lens = sheet([decoded], data.shape, data);
    plane.draw({
      field: this.field.picture, marks, point: flat(code), lens, axes: axes.map((k) => `z${k + 1}`),
      path: [from, to].map((i) => flat(model.places[i])),
    });
    paintSheet(this.$(".decoded"), [decoded], data.shape, data);
    const steps = [0, 1, 2, 3, 4, 5, 6].map((k) => this.between(k / 6));
    paintSheet(this.$(".strip"), network.decode(steps), data.shape, { ...data, gap: 1 });
    const far = (point) => Math.hypot(...point.map((z, d) => z - code[d]));
    const near = model.places.map((point, i) => [far(point), i]).sort((a, b) => a[0] - b[0]).slice(0, 3);
    const [[, first]] = near;
    const wrong = differing(decoded, data.images[first]);
    const name = data.names[first];
    this.$(".status").textContent = `(${code.map((z) => z.toFixed(2)).join(", ")}), next to “${name}”` +
      (data.light ? "" : `, ${wrong ? `${wrong} pixel${wrong > 1 ? "s" : ""} from it` : "and exactly it"}`);
    this.$(".decoded").setAttribute("aria-label", `Decoded picture, next to ${name}`);
    const about_ = near.map(([, i]) => i).join();
    if (this.near !== about_) {
      this.near = about_;
      this.$(".near").replaceChildren(...near.map(([, i]) => {
        const canvas = h("canvas");
        return h("figure", {}, canvas, h("figcaption", {}, data.names[i]));
      }));
      near.forEach(([, i], k) => paintSheet(this.$(`.near figure:nth-child(${k + 1}) canvas`), [data.images[i]], data.shape, data));
    }
    if (data.light) this.drawMore(model, network, deep);
  }

  // Of emojis: the choice of axes, and samples of the prior.
  drawMore(model, network, deep) {
    const select = this.$('[data-key="axes.e"]');
    if (select.options.length !== (deep * (deep - 1)) / 2) {
      const pairs = [];
      for (let i = 1; i <= deep; i += 1) for (let j = i + 1; j <= deep; j += 1) pairs.push([`${i} ${j}`, `z${i}, z${j}`]);
      options(select, pairs, "1 2");
      select.value = this.axes().map((k) => k + 1).join(" ");
    }
    this.$(".deep").hidden = deep < 3;
    this.$(".prior").hidden = !model.prior;
    const about = `${model.name} ${this.get("prior")} ${this.$(".samples").clientWidth}`;
    if (!model.prior || this.sampled === about) return;
    this.sampled = about;
    const random = new Random(this.state.get("prior"));
    const codes = Array.from({ length: 16 }, () => Array.from({ length: deep }, () => random.normal()));
    paintSheet(this.$(".samples"), network.decode(codes), this.data.shape, { ...this.data, across: 8, gap: 1 });
  }
}

export class DrawRoom {
  constructor(element, state) {
    Object.assign(this, { element, state });
    this.$ = (selector) => element.querySelector(selector);
    const set = (pixels) => state.set({ drawing: pixelsToRows(pixels).map((row) => row.toString(16).padStart(2, "0")).join("") });
    this.edit = editor(this.$(".editor"), "Your letter", [7, 5], set);
    options(this.$(".letter"), LETTERS.names.map((name, i) => [i, name]), 1);
    this.$(".letter").value = 1;
    this.$(".letter").addEventListener("input", (event) => set(LETTERS.images[event.target.value]));
    this.$("[data-do=noise]").addEventListener("click", () => state.set({ draw: state.get("draw") + 1 }));
    this.$("[data-do=clear]").addEventListener("click", () => set(new Array(35).fill(0)));
    this.models = MODELS.filter(({ rooms }) => rooms.includes("draw"));
    const titles = ["with the noise", "the nearest letter", ...this.models.map(({ says }) => says)];
    this.$(".cards").replaceChildren(...titles.map((title) =>
      h("figure", {}, h("canvas", { role: "img" }), h("figcaption", {}, h("b", {}, title), h("span", {})))));
  }

  drawing() {
    const rows = this.state.get("drawing").match(/../g) ?? [];
    const valid = rows.length === 7 && rows.every((row) => parseInt(row, 16) < 32);
    return valid ? rowsToPixels(rows.map((row) => parseInt(row, 16))) : LETTERS.images[1];
  }

  changed() {
    this.draw();
  }

  draw() {
    const clean = this.drawing();
    this.edit(clean);
    const level = this.state.get("level");
    const noisy = saltAndPepper(clean, level, new Random(this.state.get("draw")));
    const nearest = LETTERS.images.map((image) => [differing(noisy, image), image]).sort((a, b) => a[0] - b[0])[0][1];
    const shown = [noisy, nearest, ...this.models.map((model) => model.network().reconstruct([noisy])[0])];
    const errors = shown.map((pixels) => differing(pixels, clean));
    this.element.querySelectorAll(".cards figure").forEach((figure, i) => {
      const said = errors[i] ? `${errors[i]} wrong` : "right";
      figure.classList.toggle("right", i > 0 && !errors[i]);
      figure.querySelector("span").textContent = said;
      figure.querySelector("canvas").setAttribute("aria-label", `${figure.querySelector("b").textContent}: ${said}`);
      paintSheet(figure.querySelector("canvas"), [shown[i]], [7, 5], { targets: [clean] });
    });
    const right = errors.slice(2).filter((count) => !count).length;
    this.$(".status").textContent = `${errors[0]} of 35 pixels are wrong; ${right} of ${this.models.length} networks give the drawing back, ` +
      `the nearest letter ${errors[1] ? "does not" : "does"}`;
  }
}
