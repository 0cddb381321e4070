// The first room: networks that learn in a worker, and what is known of them.

import { h } from "./controls.js";
import { LETTERS } from "./data.js";
import { colors, drawCurve, drawHistogram, paintSheet, Plane, sheet } from "./drawing.js";
import { codeOf, save, weightsFile } from "./files.js";
import { Network } from "./network.js";

const SIDES = ["", ".b"];
const SETTINGS = ["loss", "rate", "adaptive", "units", "second", "activation", "latent", "noise", "batch", "seed"];
const SAID = { bce: "cross-entropy", mse: "squared error", mae: "absolute error" };
const MOST = 24; // runs that are kept

export const differing = (pixels, target) => pixels.reduce((sum, p, i) => sum + (p > 0.5 !== target[i] > 0.5), 0);

// The rows and columns of a decoded plane, whose pictures keep their shape.
export function gridOf({ images, shape: [rows, columns] }) {
  const down = images[0].length > 64 ? 10 : 11;
  return [down, Math.max(2, Math.round((down * (rows + 1)) / (columns + 1)))];
}

export class TrainRoom {
  constructor(element, state) {
    Object.assign(this, { element, state, data: LETTERS, runs: [], current: {}, side: "", playing: false, ids: 0 });
    const source = ["core", "worker"].map((id) => document.getElementById(id).textContent).join("\n");
    this.worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.$ = (selector) => [...element.querySelectorAll(selector)];
    this.planes = this.$(".plane").map((canvas, i) => new Plane(canvas, "Latent plane", (at) => {
      this.points = { ...this.points, [SIDES[i]]: at };
      this.draw();
    }));
    this.points = {};
    const act = (name, done) => this.$(`[data-do=${name}]`).forEach((one) => one.addEventListener("click", done));
    act("play", () => (this.playing ? this.pause() : this.play()));
    act("step", () => this.send("step", { ids: this.ids_(), count: 1 }));
    act("restart", () => {
      this.pause();
      this.current = {};
      this.state.set({ epochs: 0 });
      this.make();
    });
    act("copy", () => navigator.clipboard?.writeText(this.$("pre")[0].textContent));
    act("weights", () => {
      const { settings, now } = this.current[this.side];
      save("weights.npz", weightsFile(settings, now.parameters));
    });
    this.$("[name=side]").forEach((radio) => radio.addEventListener("change", () => {
      this.side = radio.value;
      this.state.tell([]);
    }));
  }

  sides() {
    return SIDES.slice(0, 1 + this.state.get("pair"));
  }

  ids_() {
    return this.sides().map((side) => this.current[side].id);
  }

  send(what, more = {}) {
    this.worker.postMessage({ what, ...more });
  }

  settings(side) {
    const said = Object.fromEntries(SETTINGS.map((key) => [key, this.state.get(key, side)]));
    const hidden = said.second ? [said.units, said.second] : [said.units];
    const pixels = this.data.images[0].length;
    const layers = [pixels, ...hidden, said.latent, ...hidden.slice().reverse(), pixels];
    const activations = layers.slice(1).map(() => said.activation);
    if (said.activation === "relu") activations[hidden.length] = "identity"; // a code may be negative
    activations[activations.length - 1] = "sigmoid";
    return { ...said, layers, activations };
  }

  // Make the runs that the settings ask for, where they are not the present ones.
  make() {
    for (const side of this.sides()) {
      const settings = this.settings(side);
      const key = JSON.stringify(settings);
      const before = this.current[side];
      if (before?.key === key && before.data === this.data) continue;
      const run = { id: (this.ids += 1), key, settings, data: this.data, now: null };
      this.current[side] = run;
      delete this.points[side];
      this.runs.push(run);
      this.send("make", { id: run.id, settings, x: run.data.images });
    }
    const shown = new Set(Object.values(this.current));
    this.runs = this.runs.filter((run) => {
      const keep = shown.has(run) || (run.now?.epoch && this.runs.length - this.runs.indexOf(run) < MOST);
      if (!keep) this.send("drop", { id: run.id });
      return keep;
    });
  }

  changed(keys) {
    if (keys.includes("pair") && this.state.get("pair") && !this.state.values["loss.b"]) {
      this.state.set({ "loss.b": this.state.get("loss") === "mse" ? "bce" : "mse" });
    }
    if (!this.state.get("pair")) this.side = "";
    const before = this.current[""];
    this.make();
    if (before && before !== this.current[""] && keys.includes("epochs") === false) this.state.values.epochs = 0;
    if (this.playing) this.play();
    else if (!before && this.state.get("epochs")) this.play(this.state.get("epochs"));
    this.draw();
  }

  play(until = 0) {
    this.playing = true;
    this.send("play", { ids: this.ids_(), pace: until ? 0 : this.state.get("pace"), until });
    this.draw();
  }

  pause() {
    this.playing = false;
    this.send("pause");
  }

  hear(news) {
    const run = this.runs.find(({ id }) => id === news.id);
    if (!run) return;
    run.now = news;
    if (Object.values(this.current).includes(run)) {
      this.playing &&= news.playing || Object.values(this.current).some((other) => other.now?.playing);
      if (!this.playing && run === this.current[""]) this.state.set({ epochs: news.epoch });
    }
    this.stale ||= requestAnimationFrame(() => this.draw());
  }

  judge(run) {
    const { settings, now, data } = run;
    if (run.judged === now) return;
    run.judged = now;
    run.network = new Network(settings.layers, settings.activations, now.parameters);
    run.codes = run.network.encode(data.images);
    run.given = run.network.decode(run.codes);
    run.errors = run.given.map((pixels, i) => differing(pixels, data.images[i]));
    run.wrong = run.errors.filter(Boolean).length;
  }

  draw() {
    this.stale = null;
    if (this.element.hidden) return;
    const sides = this.sides();
    const runs = sides.map((side) => this.current[side]);
    this.$(".panels figure").forEach((figure, i) => (figure.hidden = i >= sides.length));
    this.$(".tiles").forEach((canvas, i) => (canvas.hidden = i >= sides.length));
    this.element.classList.toggle("two", sides.length > 1);
    this.$(".side")[0].hidden = sides.length < 2;
    this.$(".deep")[0].hidden = this.state.get("latent", this.side) < 3;
    this.$("[data-do=play]")[0].textContent = this.playing ? "Pause" : "Play";
    if (runs.some((run) => !run?.now)) return;
    runs.forEach((run, i) => this.drawRun(run, i));
    const series = (give) => runs.map((run, i) => ({ ...give(run), color: [colors.first, colors.second][i] }));
    drawCurve(this.$(".curve")[0], series(({ now }) => ({ values: now.curve, stride: now.stride })));
    const counts = ({ errors }) => Array.from({ length: Math.max(...errors) + 1 }, (_, k) => errors.filter((e) => e === k).length);
    drawHistogram(this.$(".histogram")[0], series((run) => ({ counts: counts(run) })), "images");
    this.say(runs);
  }

  drawRun(run, i) {
    this.judge(run);
    const { settings, data, codes, network } = run;
    const plane = this.planes[i];
    const deep = settings.latent;
    const axes = deep < 3 ? [0, 1] : (this.state.get("axes") || "1 2").split(" ").map((k) => k - 1);
    const at = (code, k) => (deep > 1 ? axes.map((axis) => code[axis]) : [code[0], 1 - (k + 0.5) / codes.length]);
    const marks = codes.map((code, k) => ({ at: at(code, k), text: data.names[k], wrong: run.errors[k] > 0 }));
    if (data.light || data.names.some((name) => [...name].length > 3)) {
      marks.forEach((mark, k) => (mark.picture = sheet([data.images[k]], data.shape, data)));
    }
    plane.fitTo(marks.map((mark) => mark.at), settings.activations[(settings.layers.length - 3) / 2], deep === 1);
    const middle = Array.from({ length: deep }, (_, d) => codes.reduce((sum, code) => sum + code[d], 0) / codes.length);
    const decode = (points) => network.decode(points.map((point) => {
      const code = middle.slice();
      axes.slice(0, deep).forEach((axis, k) => (code[axis] = point[k]));
      return code;
    }));
    const [down, across] = gridOf(data);
    const field = sheet(decode(plane.grid(across, down)), data.shape, { ...data, across, gap: 1 });
    const point = this.points[SIDES[i]];
    const lens = point && sheet(decode([point]), data.shape, data);
    plane.draw({ field, marks, point, lens, axes: deep > 1 ? axes.map((k) => `z${k + 1}`) : ["z1", "(by name)"] });
    const { light } = data;
    const across_ = data.images.length > 40 ? 16 : 8;
    paintSheet(this.$(".tiles")[i], run.given, data.shape, { across: across_, gap: 1, light, targets: data.images });
    const name = `${SAID[settings.loss]}, ${settings.layers.join("-")}`;
    this.$(".panels figcaption")[i].textContent = this.sides().length > 1 ? `${"AB"[i]}: ${name}` : name;
  }

  say(runs) {
    const said = runs.map((run, i) => {
      const { loss, rate } = run.now;
      const label = runs.length > 1 ? `${"AB"[i]}: ` : "";
      if (!Number.isFinite(loss)) return `${label}diverged: a lower learning rate may help`;
      return `${label}${run.wrong} of ${run.errors.length} with a wrong pixel, loss ${loss.toPrecision(3)}` +
        (runs.length === 1 && run.settings.adaptive ? `, rate ${rate.toPrecision(2)}` : "");
    });
    const { epoch, perSecond, playing } = runs[0].now;
    const speed = playing && perSecond > 99 ? ` (${Math.round(perSecond / 100) * 100} a second)` : "";
    this.$(".status")[0].textContent = `epoch ${epoch.toLocaleString("en")}${speed}\n${said.join("\n")}`;
    const { settings, now, data } = this.current[this.side] ?? runs[0];
    this.$("pre")[0].textContent = codeOf(settings, Math.max(now.epoch, 1), data.source);
    if (!this.playing || !this.listed || performance.now() - this.listed > 500) this.list();
  }

  list() {
    this.listed = performance.now();
    const tried = this.runs.filter((run) => run.now?.epoch);
    this.$(".none")[0].hidden = tried.length > 0;
    tried.filter((run) => !run.errors).forEach((run) => this.judge(run));
    const head = ["run", "loss function", "layers", "activation", "rate", "noise", "batch", "seed", "epochs", "loss", "wrong"];
    const row = (run) => {
      const { loss, layers, activation, rate, adaptive, noise, batch, seed } = run.settings;
      const cells = [SAID[loss], layers.join("-"), activation, `${rate}${adaptive ? " adapts" : ""}`, noise, batch || "all", seed,
        run.now.epoch.toLocaleString("en"), run.now.loss.toPrecision(3), `${run.wrong} of ${run.errors.length}`];
      const open = h("button", { type: "button", onclick: () => this.open(run) }, String(run.id));
      open.setAttribute("aria-label", `show run ${run.id}`);
      const shown = Object.values(this.current).includes(run);
      return h("tr", { className: shown ? "shown" : "" }, h("td", {}, open), ...cells.map((cell) => h("td", {}, String(cell))));
    };
    if (this.$("table")[0].contains(document.activeElement)) return; // it would lose the focus
    const titles = h("tr", {}, ...head.map((title) => h("th", {}, title)));
    this.$("table")[0].replaceChildren(...(tried.length ? [titles, ...tried.map(row)] : []));
  }

  open(run) {
    this.pause();
    document.activeElement.blur();
    this.data = run.data;
    this.current = { "": run };
    this.side = "";
    const own = SETTINGS.map((key) => [key, run.settings[key]]);
    this.state.set({ ...Object.fromEntries(own), pair: 0, epochs: run.now.epoch });
    this.draw();
  }

  use(data) {
    this.pause();
    this.data = data ?? LETTERS;
    this.make();
    this.state.set({ epochs: 0 });
    this.draw();
  }
}
