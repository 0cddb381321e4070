// The first room: networks that learn in a worker, and what is known of them.

import { h } from "./controls.js";
import { LETTERS } from "./data.js";
import { colors, drawCurve, drawHistogram, paintSheet, Plane, sheet } from "./drawing.js";
import { codeOf, save, weightsFile } from "./files.js";
import { Network } from "./network.js";

const SIDES = ["", ".b"];
const SETTINGS = ["loss", "rate", "adaptive", "units", "second", "activation", "latent", "noise", "batch", "seed"];
const SAID = { bce: "cross-entropy", mse: "squared error", mae: "absolute error" };
const COLUMNS = ["run", "loss function", "layers", "activation", "rate", "noise", "batch", "seed", "epochs", "loss", "wrong"];
const MOST = 24; // runs that are kept

export const differing = (pixels, target) => pixels.reduce((sum, p, i) => sum + (p > 0.5 !== target[i] > 0.5), 0);

// The rows and columns of a decoded plane, whose pictures keep their shape.
export function gridOf({ images, shape: [rows, columns] }) {
  const down = images[0].length > 64 ? 10 : 11;
  return [down, Math.max(2, Math.round((down * (rows + 1)) / (columns + 1)))];
}

export class TrainRoom {
  constructor(element, state) {
    Object.assign(this, { element, state, data: LETTERS, runs: [], current: {}, points: {}, side: "", playing: false, made: 0 });
    const source = ["core", "worker"].map((id) => document.getElementById(id).textContent).join("\n");
    this.worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.$ = (selector) => [...element.querySelectorAll(selector)];
    this.planes = this.$(".plane").map((canvas, i) => new Plane(canvas, "Latent plane", (at) => {
      this.points[SIDES[i]] = at;
      this.draw();
    }));
    const act = (name, done) => this.$(`[data-do=${name}]`)[0].addEventListener("click", done);
    act("play", () => (this.playing ? this.pause() : this.play()));
    act("step", () => this.send("step"));
    act("restart", () => this.use(this.data));
    act("copy", () => navigator.clipboard?.writeText(this.$("pre")[0].textContent));
    act("weights", () => save("weights.npz", weightsFile(this.edited().settings, this.edited().now.parameters)));
    this.$("[name=side]").forEach((radio) => radio.addEventListener("change", () => {
      this.side = radio.value;
      state.tell([]);
    }));
  }

  sides() {
    return SIDES.slice(0, 1 + this.state.get("pair"));
  }

  shown() {
    return this.sides().map((side) => this.current[side]).filter(Boolean);
  }

  edited() {
    return this.current[this.side];
  }

  send(what, more = {}) {
    this.worker.postMessage({ what, ids: this.shown().map((run) => run.id), ...more });
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
      if (this.current[side]?.key === key && this.current[side].data === this.data) continue;
      const run = { id: (this.made += 1), key, settings, data: this.data, now: null };
      this.current[side] = run;
      delete this.points[side];
      this.runs.push(run);
      this.send("make", { id: run.id, settings, x: run.data.images });
    }
    const present = Object.values(this.current);
    const kept = this.runs.filter((run, i) => present.includes(run) || (run.now?.epoch && this.runs.length - i < MOST));
    this.runs.filter((run) => !kept.includes(run)).forEach(({ id }) => this.send("drop", { id }));
    this.runs = kept;
  }

  changed() {
    if (this.state.get("pair") && !Object.keys(this.state.values).some((key) => key.endsWith(".b"))) {
      this.state.values["loss.b"] = this.state.get("loss") === "mse" ? "bce" : "mse"; // two that differ in one thing
    }
    if (!this.state.get("pair")) this.side = "";
    const before = this.current[""];
    this.make();
    if (before && before !== this.current[""]) this.state.values.epochs = 0;
    if (this.playing) this.play();
    else if (!before && this.state.get("epochs")) this.play(this.state.get("epochs"));
    this.draw();
  }

  play(until = 0) {
    this.playing = true;
    this.send("play", { pace: until ? 0 : this.state.get("pace"), until });
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
    if (this.shown().includes(run)) {
      this.playing &&= news.playing || this.shown().some((other) => other.now?.playing);
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
    run.score = `${run.errors.filter(Boolean).length} of ${run.errors.length}`;
  }

  draw() {
    this.stale = null;
    const runs = this.shown();
    for (const part of [".panels figure", ".tiles"]) this.$(part).forEach((one, i) => (one.hidden = i >= runs.length));
    this.element.classList.toggle("two", runs.length > 1);
    this.$(".side")[0].hidden = runs.length < 2;
    this.$(".deep")[0].hidden = this.state.get("latent", this.side) < 3;
    this.$("[data-do=play]")[0].textContent = this.playing ? "Pause" : "Play";
    if (this.element.hidden || runs.some((run) => !run.now)) return;
    runs.forEach((run, i) => this.drawRun(run, i));
    const series = (give) => runs.map((run, i) => ({ ...give(run), color: [colors.first, colors.second][i] }));
    drawCurve(this.$(".curve")[0], series(({ now }) => ({ values: now.curve, stride: now.stride })));
    const count = (errors) => Array.from({ length: Math.max(...errors) + 1 }, (_, k) => errors.filter((e) => e === k).length);
    drawHistogram(this.$(".histogram")[0], series(({ errors }) => ({ counts: count(errors) })));
    this.say(runs);
  }

  drawRun(run, i) {
    this.judge(run);
    const { settings, data, codes, network } = run;
    const plane = this.planes[i];
    const deep = settings.latent;
    const axes = deep < 3 ? [0, 1] : this.state.get("axes").split(" ").map((k) => k - 1);
    const at = (code, k) => (deep > 1 ? axes.map((axis) => code[axis]) : [code[0], 1 - (k + 0.5) / codes.length]);
    const marks = codes.map((code, k) => ({ at: at(code, k), text: data.names[k], wrong: run.errors[k] > 0 }));
    const pictured = data.light || data.names.some((name) => [...name].length > 3);
    if (pictured) marks.forEach((mark, k) => (mark.picture = sheet([data.images[k]], data.shape, data)));
    plane.fitTo(marks.map((mark) => mark.at), settings.activations[network.middle - 1], deep === 1);
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
    plane.draw({ field, marks, point, lens, axes: deep > 1 ? axes.map((k) => `z${k + 1}`) : ["z1", "list"] });
    const options = { across: data.images.length > 40 ? 16 : 8, gap: 1, light: data.light, targets: data.images };
    paintSheet(this.$(".tiles")[i], run.given, data.shape, options);
    const label = this.sides().length > 1 ? `${"AB"[i]}: ` : "";
    this.$(".panels figcaption")[i].textContent = `${label}${SAID[settings.loss]}, ${settings.layers.join("-")}`;
  }

  say(runs) {
    const said = runs.map(({ now: { loss, rate }, score, settings }, i) => {
      const label = runs.length > 1 ? `${"AB"[i]}: ` : "";
      if (!Number.isFinite(loss)) return `${label}diverged: a lower learning rate may help`;
      const adapted = label || !settings.adaptive ? "" : `, rate ${rate.toPrecision(2)}`;
      return `${label}${score} with a wrong pixel, loss ${loss.toPrecision(3)}${adapted}`;
    });
    const { epoch, perSecond, playing } = runs[0].now;
    const speed = playing && perSecond > 99 ? ` (${Math.round(perSecond / 100) * 100} a second)` : "";
    this.$(".status")[0].textContent = `epoch ${epoch.toLocaleString("en")}${speed}\n${said.join("\n")}`;
    const { settings, now, data } = this.edited();
    this.$("pre")[0].textContent = codeOf(settings, Math.max(now.epoch, 1), data.source);
    if (!this.playing || performance.now() - (this.listed ?? 0) > 500) this.list();
  }

  // The table of the runs tried, each behind a button; it stays as it is while one has the focus.
  list() {
    this.listed = performance.now();
    const table = this.$("table")[0];
    const tried = this.runs.filter((run) => run.now?.epoch);
    this.$(".none")[0].hidden = tried.length > 0;
    if (table.contains(document.activeElement)) return;
    const row = (run) => {
      this.judge(run);
      const { loss, layers, activation, rate, adaptive, noise, batch, seed } = run.settings;
      const result = [run.now.epoch.toLocaleString("en"), run.now.loss.toPrecision(3), run.score];
      const set = [SAID[loss], layers.join("-"), activation, `${rate}${adaptive ? " adapts" : ""}`, noise, batch || "all", seed];
      const open = h("button", { type: "button", onclick: () => this.open(run), "aria-label": `show run ${run.id}` }, `${run.id}`);
      const cells = [open, ...set, ...result].map((cell) => h("td", {}, cell.nodeType ? cell : String(cell)));
      return h("tr", { className: this.shown().includes(run) ? "shown" : "" }, ...cells);
    };
    const head = h("tr", {}, ...COLUMNS.map((title) => h("th", {}, title)));
    table.replaceChildren(...(tried.length ? [head, ...tried.map(row)] : []));
  }

  open(run) {
    this.pause();
    document.activeElement.blur();
    Object.assign(this, { data: run.data, current: { "": run }, side: "" });
    this.state.set({ ...Object.fromEntries(SETTINGS.map((key) => [key, run.settings[key]])), pair: 0, epochs: run.now.epoch });
    this.draw();
  }

  // Begin anew, with these images.
  use(data) {
    if (this.current[""]) this.pause();
    Object.assign(this, { data, current: {} });
    this.state.set({ epochs: 0 });
    this.make();
    this.draw();
  }
}
