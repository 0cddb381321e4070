// The bench of the emojis' room: a variational autoencoder that learns in a worker, and what becomes of its code.

import { h, write } from "./controls.js";
import { colors, drawCurve, paintSheet, Plane, sheet, thumbnailsOf } from "./drawing.js";
import { options } from "./explore.js";
import { variationalCodeOf } from "./files.js";
import { LOSSES } from "./network.js";
import { Random } from "./random.js";
import { count, t } from "./texts.js";
import { makeWorker, paceOf, showPlay } from "./train.js";
import { Variational } from "./variational.js";

const HIDDEN = { small: [30, 20, 10], large: [300, 200, 100] };
// Slides 42 to 45, with what the authors' program does besides: beta is 2 / latent, one emoji an update, in order.
const AUTHORS = { "loss.v": "gaussian", "batch.v": 1, "rate.v": 0.0001, beta: 1 };
const SLIDES = {
  1: { ...AUTHORS, hidden: "small", "activation.v": "sigmoid", goal: 100 },
  2: { ...AUTHORS, hidden: "small", "activation.v": "sigmoid", goal: 1000 },
  3: { ...AUTHORS, hidden: "large", "activation.v": "sigmoid", goal: 1000 },
  4: { ...AUTHORS, hidden: "large", "activation.v": "relu", goal: 1000 },
};
const USED = 0.5; // nats from which on a dimension is in use
const WAKING = 0.1; // nats
const LEARNED = 0.3; // share of the variance explained
const SLOW = [2, 0.12]; // epochs a second: at first, and more for each epoch
const [DOWN, ACROSS] = [9, 14]; // fields of the plane; tiles in a row
const KEPT = 4; // runs, for one to come back to
const FLOOR = 0.001; // nats, of the chart

export class BenchRoom {
  constructor(element, state, data) {
    Object.assign(this, { element, state, data, runs: [], run: null, playing: false, made: 0, turn: 0 });
    this.$ = (selector) => element.querySelector(selector);
    this.worker = makeWorker((news) => this.hear(news));
    this.plane = new Plane(this.$(".plane"), (at) => {
      if (!this.run?.codes) return;
      const { mu, sigma } = this.hand();
      state.set({ eps: at.map((z, d) => ((z - mu[d]) / sigma[d]).toFixed(3)).join() });
    });
    const act = (name, done) => this.$(`[data-do=${name}]`).addEventListener("click", done);
    act("play", () => (this.playing ? this.pause() : this.play()));
    act("step", () => this.send("step"));
    act("restart", () => {
      this.pause();
      this.forget(this.run);
      this.changed([]);
    });
    act("epsilon", () => {
      const [toss, random] = [state.get("toss") + 1, new Random(state.get("toss") + 1)];
      state.set({ toss, eps: [0, 1].map(() => random.normal().toFixed(3)).join() });
    });
    options(this.$('[data-key="face"]'), data.names.map((name) => [name, name]));
    const shown = (key) => [h("canvas"), h("figcaption", { "data-t": key })];
    this.faces = ["face.own", "face.mu", "face.z", "face.mean"].map(shown);
    this.$(".faces").append(...this.faces.map((parts) => h("figure", {}, ...parts)));
    this.bars = [0, 1].map(() => [h("b"), h("i", {}, h("s")), h("span")]);
    this.$(".meter").append(...this.bars.flat());
    this.$(".tiles").addEventListener("click", ({ offsetX, offsetY, target }) => {
      const place = [offsetX / target.clientWidth, offsetY / target.clientHeight];
      const i = Math.floor(place[1] * Math.ceil(data.images.length / ACROSS)) * ACROSS + Math.floor(place[0] * ACROSS);
      if (data.names[i]) state.set({ face: data.names[i] });
    });
    this.mean = data.images[0].map((_, i) => data.images.reduce((sum, x) => sum + x[i], 0) / data.images.length);
  }

  get = (key) => this.state.get(key, ".v");
  send = (what, more = {}) => this.worker.postMessage({ what, ids: [this.run.id], ...more });

  settings() {
    const hidden = HIDDEN[this.state.get("hidden")];
    const pixels = this.data.images[0].length;
    const layers = [pixels, ...hidden, 2, ...hidden.slice().reverse(), pixels];
    const [activation, loss, rate, batch, seed] = ["activation", "loss", "rate", "batch", "seed"].map(this.get);
    const fixed = { noise: 0, adaptive: 0, shuffle: batch !== 1 };
    return { layers, activation, beta: this.state.get("beta"), loss, rate, batch, seed, ...fixed };
  }

  // The run that the settings ask for: one of those before, or a new one.
  make() {
    const settings = this.settings();
    const key = JSON.stringify(settings);
    if (this.run?.key === key && this.runs.includes(this.run)) return false;
    const before = this.runs.find((run) => run.key === key);
    this.run = before ?? { id: (this.made += 1), key, settings, now: null };
    if (before) return true;
    this.runs.push(this.run);
    this.send("make", { id: this.run.id, settings, x: this.data.images });
    while (this.runs.length > KEPT) this.forget(this.runs[0]);
    return true;
  }

  forget(run) {
    this.runs = this.runs.filter((other) => other !== run);
    this.send("drop", { id: run.id });
  }

  changed(keys) {
    const { state, state: { arrived, values } } = this;
    const chosen = SLIDES[state.get("attempt")];
    if (chosen && arrived) Object.assign(values, { ...chosen, ...values });
    else if (chosen && keys.includes("attempt")) Object.assign(values, chosen);
    const asSet = (one) => Object.entries(SLIDES[one]).every(([key, value]) => state.get(key) === value);
    values.attempt = Number(Object.keys(SLIDES).find(asSet) ?? 0);
    const end = arrived ? this.get("epochs") : state.get("goal");
    const past = this.run?.now?.epoch > end && (arrived || keys.includes("attempt"));
    if (past && this.run.key === JSON.stringify(this.settings())) this.forget(this.run);
    const anew = this.make();
    if (!arrived) values["epochs.v"] = this.run.now?.epoch ?? 0; // of a run that was come back to, too
    if (arrived && end) this.play(end);
    else if (arrived) this.pause();
    else if (this.playing && (anew || keys.includes("pace.v"))) this.play();
    state.arrived = false;
    this.draw();
  }

  // Until the slide's epochs are over; until those that a link gives at full speed.
  play(end) {
    Object.assign(this, { playing: true, turn: this.turn + 1 });
    const goal = end ?? this.state.get("goal");
    const until = (this.run.now?.epoch ?? 0) < goal ? { [this.run.id]: goal } : {};
    const pace = end ? [Infinity, 0] : paceOf(this.get("pace"), SLOW);
    this.send("play", { pace, until, turn: this.turn });
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
    if (run !== this.run) return;
    if (news.stopped && news.turn === this.turn) this.playing = false;
    if (!this.playing || performance.now() - (this.noted ?? 0) > 500) {
      this.noted = performance.now();
      this.state.values["epochs.v"] = news.epoch;
      this.state.write();
    }
    this.stale ||= setTimeout(() => requestAnimationFrame(() => this.draw()), this.cost > 30 ? this.cost : 0);
  }

  judge(run) {
    const { now, settings } = run;
    if (run.judged === now) return;
    run.judged = now;
    run.network = new Variational(settings, now.parameters);
    run.codes = run.network.encode(this.data.images);
    run.given = run.network.decode(run.codes.map(({ mu }) => mu));
    const apart = (x, y) => x.reduce((sum, pixel, i) => sum + (pixel - y[i]) ** 2, 0);
    const distance = (given) => this.data.images.reduce((sum, x, s) => sum + apart(x, given(s)), 0);
    run.explained = 1 - distance((s) => run.given[s]) / distance(() => this.mean);
    const most = Math.max(...run.codes.flatMap(({ mu, sigma }) => [0, 1].map((d) => Math.abs(mu[d]) + sigma[d])));
    const end = Math.max(3, Math.ceil(2 * most) / 2);
    this.plane.range = [-end, end, -end, end];
    const points = this.plane.grid(DOWN, DOWN);
    run.field = sheet(run.network.decode(points), this.data.shape, { light: true, across: DOWN, gap: 1 });
    run.range = this.plane.range;
  }

  // The loss of an image where each is given back as the mean of all.
  baseline({ loss }) {
    const { value } = { gaussian: LOSSES.mse, bernoulli: LOSSES.bce }[loss];
    const logit = (p) => Math.log(Math.max(p, 1e-9) / Math.max(1 - p, 1e-9));
    const of = (x) => x.reduce((sum, y, i) => sum + value(logit(this.mean[i]), this.mean[i], y), 0);
    return this.data.images.reduce((sum, x) => sum + of(x), 0) / this.data.images.length;
  }

  // The face that the hand is at, its distribution, epsilon and z.
  hand() {
    const place = Math.max(this.data.names.indexOf(this.state.get("face")), 0);
    const said = this.state.get("eps").split(",").map(Number);
    const epsilon = said.length === 2 && said.every(Number.isFinite) ? said : [1, 1];
    const { mu, sigma } = this.run.codes[place];
    return { place, mu, sigma, epsilon, z: epsilon.map((one, d) => mu[d] + sigma[d] * one) };
  }

  draw() {
    this.stale = null;
    const { run, data, plane } = this;
    const start = performance.now();
    showPlay(this.$("[data-do=play]"), this.playing);
    if (this.element.hidden || !run?.now) return;
    this.judge(run);
    plane.range = run.range;
    const { place, mu, sigma, epsilon, z } = this.hand();
    const [own, free] = run.network.decode([mu, z]);
    const pictures = thumbnailsOf(data);
    const marks = run.codes.map((code, i) => ({ at: [...code.mu], picture: pictures[i], strong: i === place }));
    marks.push(...marks.splice(place, 1)); // the chosen one above the others
    const rings = run.codes.map((code, i) => ({ at: code.mu, radii: code.sigma, strong: i === place }));
    rings.push({ at: [0, 0], radii: [1, 1], prior: true }, { at: [0, 0], radii: [2, 2], prior: true });
    const lens = sheet([free], data.shape, data);
    plane.draw({ field: run.field, marks, rings, path: [[...mu], z], point: z, lens, axes: ["z1", "z2"] });
    [data.images[place], own, free, this.mean].forEach((x, k) => paintSheet(this.faces[k][0], [x], data.shape, data));
    paintSheet(this.$(".tiles"), run.given, data.shape, { ...data, across: ACROSS, gap: 1 });
    const base = this.baseline(run.settings);
    const { curve, stride } = run.now;
    const [error, kl] = this.element.querySelectorAll(".chart");
    const series = (d, color) => ({ values: curve.map((one) => Math.max(one[d], FLOOR)), stride, color });
    const name = t(run.settings.loss === "gaussian" ? "chart.error" : "chart.entropy");
    drawCurve(error, [series(0, colors.ink)], name, { value: base, says: t("face.mean") });
    const lines = [series(1, colors.first), series(2, colors.second)];
    drawCurve(kl, lines, t("chart.kl"), { value: USED, says: t("bench.used") });
    const numbers = (values) => Array.from(values, (one) => one.toFixed(2)).join(", ");
    const said = { mu: numbers(mu), sigma: numbers(sigma), epsilon: numbers(epsilon), z: numbers(z) };
    write(this.$(".formula"), t("bench.hand", said));
    this.say(run, base);
    this.cost = performance.now() - start;
  }

  say({ now, settings, explained }, base) {
    const { kl, reconstruction } = now.terms;
    this.bars.forEach(([label, bar, value], d) => {
      const state = t(kl[d] > USED ? "bench.used" : "bench.silent");
      write(label, t("bench.dimension", { k: d + 1 }));
      bar.firstChild.style.width = `${Math.min(25 * kl[d], 100)}%`;
      write(value, t("bench.nats", { kl: kl[d].toFixed(kl[d] < 0.1 ? 3 : 2), state }));
      value.className = kl[d] > USED ? "" : "silent";
    });
    const used = [0, 1].filter((d) => kl[d] > USED).map((d) => `z${d + 1}`).join(", ");
    const most = kl[0] > kl[1] ? "z1" : "z2";
    let verdict = t("bench.waking", { used: used || most });
    if (!Number.isFinite(now.loss)) verdict = t("train.diverged");
    else if (reconstruction > 1.05 * base) verdict = t("bench.start");
    else if (Math.max(...kl) < WAKING) verdict = t("bench.collapsed");
    else if (used && explained > LEARNED) verdict = t("bench.learned", { used });
    const { perSecond: n } = now;
    const pace = n && (n < 10 ? n.toFixed(1) : count(Number(n.toPrecision(1))));
    const speed = this.playing && pace ? ` (${t("train.speed", { n: pace })})` : "";
    const over = !this.playing && now.epoch && now.epoch === this.state.get("goal") ? `: ${t("bench.over")}` : "";
    const share = Math.max(Math.round(100 * explained), 0);
    const shown = { error: reconstruction.toFixed(1), mean: base.toFixed(1), share };
    const loss = t(`loss.${settings.loss}`);
    const [status, epoch] = [this.$(".status"), t("train.epoch", { n: count(now.epoch) })];
    status.ariaLive = this.playing ? "off" : "polite";
    write(status, `${epoch}${speed}${over}\n${verdict}\n${t("bench.loss", { loss, ...shown })}`);
    write(this.$("pre"), variationalCodeOf(settings, Math.max(now.epoch, 1)));
  }
}
