// The first room: networks that learn in a worker, and what is known of them.

import { h, write } from "./controls.js";
import { LETTERS } from "./data.js";
import { colors, drawCurve, drawHistogram, paintSheet, Plane, sheet, thumbnailsOf } from "./drawing.js";
import { codeOf, save, weightsFile } from "./files.js";
import { Network } from "./network.js";
import { count, t } from "./texts.js";

const SIDES = ["", ".b"];
const SETTINGS = ["loss", "rate", "adaptive", "units", "second", "activation", "latent", "noise", "batch", "seed"];
const COLUMNS = ["run.id", "run.wrong", "chart.loss", "chart.epochs", "run.function", "run.layers", "set.activation",
  "run.rate", "set.level", "set.batch", "set.seed"];
const MOST = 24; // runs that are kept
const FRAME = 30; // milliseconds that a picture may take
const GROWING = [4, 0.3]; // epochs a second: at first, and more for each epoch

export const differing = (pixels, target) => pixels.reduce((sum, p, i) => sum + (p > 0.5 !== target[i] > 0.5), 0);

export function showPlay(button, playing) {
  button.dataset.playing = playing;
  write(button, t(playing ? "do.pause" : "do.play"));
}

export function makeWorker(hear) {
  const source = ["core", "worker"].map((id) => document.getElementById(id).textContent).join("\n");
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => hear(data);
  return worker;
}

// The epochs a second at first, and more for each epoch, of a choice: 0 grows, 1000 is all it can.
export const paceOf = (choice, growing) => (choice ? [choice < 1000 ? choice : Infinity, 0] : growing);

// The rows and columns of a decoded plane, whose pictures keep their shape.
export function gridOf({ images, shape: [rows, columns] }) {
  const down = images[0].length > 64 ? 10 : 11;
  return [down, Math.max(2, Math.round((down * (rows + 1)) / (columns + 1)))];
}

export class TrainRoom {
  constructor(element, state) {
    Object.assign(this, { element, state, data: LETTERS, runs: [], current: {}, side: "both" });
    Object.assign(this, { playing: false, made: 0, turn: 0, worker: makeWorker((news) => this.hear(news)) });
    this.$ = (selector) => [...element.querySelectorAll(selector)];
    const move = (at) => state.set({ at: at.map((z) => z.toFixed(3)).join() }); // one point for both planes
    this.planes = this.$(".plane").map((canvas) => new Plane(canvas, move));
    const act = (name, done) => this.$(`[data-do=${name}]`)[0].addEventListener("click", done);
    act("play", () => (this.playing ? this.pause() : this.play()));
    act("step", () => this.send("step"));
    act("restart", () => {
      this.pause();
      this.current = {};
      this.changed([]);
    });
    act("reset", () => {
      this.pause();
      this.current = {};
      state.set(Object.fromEntries(["pair", "pace", ...SETTINGS].flatMap((key) => SIDES.map((side) => [key + side]))));
      this.changed([]);
    });
    act("copy", ({ target }) => {
      getSelection().selectAllChildren(this.$("pre")[0]);
      const copied = document.execCommand("copy"); // no other clipboard is there without https
      target.textContent = t(copied ? "copied" : "copied.not");
    });
    act("weights", () => save("weights.npz", weightsFile(this.edited().settings, this.edited().now.parameters)));
    this.$("[name=side]").forEach((radio) => radio.addEventListener("change", () => {
      this.side = radio.value;
      state.tell([]);
    }));
  }

  sides = () => SIDES.slice(0, 1 + this.state.get("pair"));
  shown = () => this.sides().map((side) => this.current[side]).filter(Boolean);
  edited = () => this.current[this.side === ".b" ? ".b" : ""];
  send = (what, more = {}) => this.worker.postMessage({ what, ids: this.shown().map((run) => run.id), ...more });

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

  // Make the runs that the settings ask for, where they are not the present ones; true if there were any.
  make() {
    let anew = false;
    for (const side of this.sides()) {
      const settings = this.settings(side);
      const key = JSON.stringify(settings);
      if (this.current[side]?.key === key && this.current[side].data === this.data) continue;
      const passing = this.state.dragging; // on the way of a slider, not where it comes to rest
      const run = { id: (this.made += 1), key, settings, data: this.data, now: null, passing };
      this.current[side] = run;
      anew = true;
      this.runs.push(run);
      this.send("make", { id: run.id, settings, x: run.data.images });
    }
    const present = Object.values(this.current);
    if (!this.state.dragging) present.forEach((run) => (run.passing = false));
    const stays = (run, i) => present.includes(run) || (run.now?.epoch && !run.passing && this.runs.length - i < MOST);
    const kept = this.runs.filter(stays);
    this.runs.filter((run) => !kept.includes(run)).forEach(({ id }) => this.send("drop", { id }));
    this.runs = kept;
    return anew;
  }

  changed(keys) {
    const { state, state: { arrived }, current } = this;
    if (state.get("pair") && !SETTINGS.some((key) => `${key}.b` in state.values)) {
      state.values["loss.b"] = state.get("loss") === "mse" ? "bce" : "mse"; // two that differ in one thing
    }
    const before = this.shown().length;
    if (arrived) SIDES.forEach((side) => current[side]?.now?.epoch > state.get("epochs", side) && delete current[side]);
    const anew = this.make() || before !== this.shown().length;
    const ends = this.sides().map((side) => [current[side].id, state.get("epochs", side)]);
    if (arrived && state.get("epochs")) this.play(ends);
    else if (arrived) this.pause();
    else if (this.playing && (anew || keys.includes("pace"))) this.play();
    state.arrived = false;
    this.draw();
  }

  // Until the epochs that a link gives, as pairs of run and epoch, or until it is stopped.
  play(until) {
    Object.assign(this, { playing: true, following: Boolean(until) });
    this.turn += 1;
    this.shown().forEach(({ now }) => now && (now.stopped = false));
    const pace = until ? [Infinity, 0] : paceOf(this.state.get("pace"), GROWING);
    this.send("play", { pace, until: Object.fromEntries(until ?? []), turn: this.turn });
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
    run.first ??= news.loss;
    if (!this.shown().includes(run)) return;
    if (news.stopped && news.turn === this.turn) this.playing &&= this.shown().some(({ now }) => !now?.stopped);
    if (!this.playing || performance.now() - (this.noted ?? 0) > 500) this.note();
    // A picture that takes long is followed by a rest as long, in which the page listens.
    this.stale ||= setTimeout(() => requestAnimationFrame(() => this.draw()), this.cost > FRAME ? this.cost : 0);
  }

  // Keep in the address how far the runs are.
  note() {
    this.noted = performance.now();
    const [epochs, second] = this.shown().map(({ now }) => now?.epoch ?? 0);
    Object.assign(this.state.values, { epochs, "epochs.b": second === epochs ? undefined : second });
    this.state.write();
  }

  judge(run) {
    const { settings, now, data } = run;
    if (run.judged === now) return;
    run.judged = now;
    run.network = new Network(settings.layers, settings.activations, now.parameters);
    run.codes = run.network.encode(data.images);
    run.given = run.network.decode(run.codes);
    run.errors = run.given.map((pixels, i) => differing(pixels, data.images[i]));
    run.failed = run.errors.filter(Boolean).length;
  }

  // Where no pixel is wrong any more a play comes to rest, once: the next one goes on.
  rest(runs) {
    const clean = runs.every(({ failed, settings, now }) => !failed && !settings.noise && now.epoch);
    if (!this.playing || this.following || !clean || runs.every((run) => run.done)) return;
    runs.forEach((run) => (run.done = true));
    this.pause();
  }

  draw() {
    this.stale = null;
    const start = performance.now();
    const runs = this.shown();
    for (const part of [".panels figure", ".tiles"]) {
      this.$(part).forEach((one, i) => one.toggleAttribute("hidden", i >= runs.length));
    }
    this.element.classList.toggle("two", runs.length > 1);
    this.$(".side")[0].toggleAttribute("hidden", runs.length < 2);
    this.$(".deep")[0].toggleAttribute("hidden", this.state.get("latent", this.side === ".b" ? ".b" : "") < 3);
    showPlay(this.$("[data-do=play]")[0], this.playing);
    if (this.element.hidden || runs.some((run) => !run.now)) return;
    runs.forEach((run, i) => this.drawRun(run, i));
    this.rest(runs);
    showPlay(this.$("[data-do=play]")[0], this.playing);
    const series = (give) => runs.map((run, i) => ({ ...give(run), color: [colors.first, colors.second][i] }));
    // Losses of two kinds have no common scale, and are drawn as shares of where they began.
    const kinds = new Set(runs.map(({ settings }) => settings.loss)).size > 1;
    const values = ({ now: { curve }, first }) => (kinds ? curve.map((loss) => loss / first) : curve);
    const curves = series((run) => ({ values: values(run), stride: run.now.stride }));
    drawCurve(this.$(".curve")[0], curves, t(kinds ? "chart.share" : "chart.loss"));
    drawHistogram(this.$(".histogram")[0], series(({ errors }) => ({ errors })));
    this.say(runs);
    this.cost = performance.now() - start;
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
    if (pictured) marks.forEach((mark, k) => (mark.picture = thumbnailsOf(data)[k]));
    plane.fitTo(marks.map((mark) => mark.at), settings.activations[network.middle - 1], deep === 1);
    const middle = Array.from({ length: deep }, (_, d) => codes.reduce((sum, code) => sum + code[d], 0) / codes.length);
    const decode = (points) => network.decode(points.map((point) => {
      const code = middle.slice();
      axes.slice(0, deep).forEach((axis, k) => (code[axis] = point[k]));
      return code;
    }));
    const [down, across] = gridOf(data);
    const field = sheet(decode(plane.grid(across, down)), data.shape, { ...data, across, gap: 1 });
    const said = this.state.get("at").split(",").map(Number);
    const point = said.length === 2 && said.every(Number.isFinite) ? plane.within(said) : null;
    const lens = point && sheet(decode([point]), data.shape, data);
    plane.draw({ field, marks, point, lens, axes: deep > 1 ? axes.map((k) => `z${k + 1}`) : ["z1", t("chart.list")] });
    const options = { across: data.images.length > 40 ? 16 : 8, gap: 1, light: data.light, targets: data.images };
    paintSheet(this.$(".tiles")[i], run.given, data.shape, options);
    const label = this.sides().length > 1 ? `${"AB"[i]}: ` : "";
    write(this.$(".panels figcaption")[i], `${label}${t(`loss.${settings.loss}`)}, ${settings.layers.join("-")}`);
  }

  say(runs) {
    const { perSecond } = runs.find(({ now }) => now.perSecond)?.now ?? {};
    const same = new Set(runs.map(({ now }) => now.epoch)).size === 1;
    const at = (epoch) => t("train.epoch", { n: count(epoch) });
    const said = runs.map(({ now: { loss, rate, epoch }, failed, errors, settings }, i) => {
      const label = runs.length > 1 ? `${"AB"[i]}: ${same ? "" : `${at(epoch)}, `}` : "";
      if (!Number.isFinite(loss)) return `${label}${t("train.diverged")}`;
      const adapted = label || !settings.adaptive ? "" : `, ${t("train.rate", { rate: rate.toPrecision(2) })}`;
      const result = t("train.wrong", { n: failed, all: errors.length, loss: loss.toPrecision(3) });
      return `${label}${result}${adapted}${failed ? "" : `: ${t("train.done")}`}`;
    });
    const n = perSecond && count(Number(perSecond.toPrecision(1)));
    const speed = this.playing && n ? ` (${t("train.speed", { n })})` : "";
    const [status] = this.$(".status");
    status.ariaLive = this.playing ? "off" : "polite"; // thirty sentences a second are for nobody's ears
    write(status, `${same ? at(runs[0].now.epoch) : t("train.behind")}${speed}\n${said.join("\n")}`);
    const { settings, now, data } = this.edited();
    write(this.$("pre")[0], codeOf(settings, Math.max(now.epoch, 1), data.source));
    if (!this.playing || performance.now() - (this.listed ?? 0) > 500) this.list();
  }

  // The table of the runs tried, each behind a button; it stays as it is while one has the focus.
  list() {
    this.listed = performance.now();
    const [[table], tried] = [this.$("table"), this.runs.filter((run) => run.now?.epoch)];
    this.$(".none")[0].hidden = tried.length > 0;
    if (table.contains(document.activeElement)) return;
    const row = (run) => {
      this.judge(run);
      const { loss, layers, activation, rate, adaptive, noise, batch, seed } = run.settings;
      const score = t("run.of", { n: run.failed, all: run.errors.length });
      const result = [score, run.now.loss.toPrecision(3), count(run.now.epoch)];
      const rates = adaptive ? t("adapts", { rate }) : rate;
      const kinds = [t(`loss.${loss}`), layers.join("-"), t(`activation.${activation}`)];
      const set = [...kinds, rates, noise, batch || t("batch.0"), seed];
      const told = { type: "button", "aria-label": t("runs.show", { id: run.id }) };
      const open = h("button", { ...told, onclick: () => this.open(run) }, `${run.id}`);
      const cells = [open, ...result, ...set].map((cell) => h("td", {}, cell.nodeType ? cell : String(cell)));
      return h("tr", { className: this.shown().includes(run) ? "shown" : "" }, ...cells);
    };
    const head = h("tr", {}, ...COLUMNS.map((title) => h("th", {}, t(title))));
    table.replaceChildren(...(tried.length ? [head, ...tried.map(row)] : []));
  }

  open(run) {
    this.pause();
    document.activeElement.blur();
    Object.assign(this, { data: run.data, current: { "": run }, side: "both" });
    const settings = Object.fromEntries(SETTINGS.map((key) => [key, run.settings[key]]));
    this.state.set({ ...settings, ...run.data.said, pair: 0, epochs: run.now.epoch });
    this.draw();
  }
}
