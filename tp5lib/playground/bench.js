// The bench of the emojis' room: a variational autoencoder that learns, and what becomes of its code.

import { h, options, press, write } from "./controls.js";
import { colors, decimals, drawCurve, picturesOf, Plane, sheet } from "./drawing.js";
import { codeOf } from "./files.js";
import { Inside } from "./inside.js";
import { Learning } from "./learning.js";
import { Random } from "./random.js";
import { count, t } from "./texts.js";
import { SUMMED } from "./variational.js";

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
const LEARNED = 0.15; // share of the mean image's loss that is explained
const ACROSS = 14; // tiles in a row
const FLOOR = 0.001; // nats, of the chart
const DIMENSIONS = [0, 1];

export class BenchRoom extends Learning {
  endings = [".v"];

  constructor(element, state, data) {
    super(element, state, data, { most: 4, growing: [2, 0.12] });
    this.plane = new Plane(this.$(".plane"), (at) => {
      if (!this.run.codes) return;
      const { mu, sigma } = this.hand();
      state.set({ eps: at.map((z, d) => ((z - mu[d]) / sigma[d]).toFixed(3)).join() });
    });
    this.inside = new Inside(this.$(".inside"), state, ".v");
    press(element, "epsilon", () => {
      const toss = state.get("toss") + 1;
      const random = new Random(toss);
      state.set({ toss, eps: DIMENSIONS.map(() => random.normal().toFixed(3)).join() });
    });
    options(this.$("[data-key=face]"), data.names, "emoji");
    const shown = (key) => h("figure", {}, h("canvas"), h("figcaption", { "data-t": key }));
    this.$(".faces").append(...["face.own", "face.mu", "face.z", "face.mean"].map(shown));
    this.bars = DIMENSIONS.map(() => [h("b"), h("i", {}, h("s")), h("span")]);
    this.$(".meter").append(...this.bars.flat());
    this.$(".tiles").addEventListener("click", ({ offsetX, offsetY, target }) => {
      const side = target.clientWidth / ACROSS;
      const face = data.names[Math.floor(offsetY / side) * ACROSS + Math.floor(offsetX / side)];
      if (face) state.set({ face });
    });
    this.mean = data.images[0].map((_, i) => data.images.reduce((sum, x) => sum + x[i], 0) / data.images.length);
  }

  sides = () => [".v"];
  get run() {
    return this.current[".v"];
  }

  goal = (side, link) => (link ? this.get("epochs", side) : this.get("goal"));

  settings(side) {
    const [hidden, pixels] = [HIDDEN[this.state.get("hidden")], this.data.images[0].length];
    const layers = [pixels, ...hidden, DIMENSIONS.length, ...[...hidden].reverse(), pixels];
    const keys = ["activation", "loss", "rate", "batch", "seed"];
    const own = Object.fromEntries(keys.map((key) => [key, this.state.get(key, side)]));
    return { layers, ...own, beta: this.state.get("beta"), noise: 0, adaptive: 0, shuffle: own.batch !== 1 };
  }

  changed(keys) {
    const { state, state: { arrived, values } } = this;
    const chosen = SLIDES[state.get("attempt")];
    if (chosen && arrived) Object.assign(values, { ...chosen, ...values });
    else if (chosen && keys.includes("attempt")) Object.assign(values, chosen);
    const asSet = (one) => Object.entries(SLIDES[one]).every(([key, value]) => state.get(key) === value);
    values.attempt = Number(Object.keys(SLIDES).find(asSet) ?? 0);
    super.changed(keys);
  }

  // The loss of an image, on average, where the mean image is given back for each.
  baseline({ loss }) {
    const { images } = this.data;
    const logit = (p) => Math.log(Math.max(p, 1e-9) / Math.max(1 - p, 1e-9));
    const of = (x) => x.reduce((sum, y, i) => sum + SUMMED[loss].value(logit(this.mean[i]), this.mean[i], y), 0);
    return images.reduce((sum, x) => sum + of(x), 0) / images.length;
  }

  // The face that the hand is at, its distribution, epsilon and z.
  hand() {
    const place = Math.max(this.data.names.indexOf(this.state.get("face")), 0);
    const epsilon = this.state.point("eps", DIMENSIONS.length) ?? [1, 1];
    const { mu, sigma } = this.run.codes[place];
    return { place, mu: [...mu], sigma: [...sigma], epsilon, z: epsilon.map((one, d) => mu[d] + sigma[d] * one) };
  }

  picture([run]) {
    this.judge(run);
    run.baseline ??= this.baseline(run.settings);
    const { data } = this;
    const hand = this.hand();
    const [own, free] = run.network.decode([hand.mu, hand.z]);
    const faces = this.$$(".faces canvas");
    [data.images[hand.place], own, free, this.mean].forEach((x, k) => sheet([x], data.shape, data, faces[k]));
    sheet(run.given, data.shape, { ...data, across: ACROSS, gap: 1 }, this.$(".tiles"));
    this.drawPlane(run, hand, faces[2]);
    if (this.state.get("inside", ".v")) this.inside.draw(run.network, data, data.images[hand.place], hand.z);
    const { curve, stride } = run.now;
    const series = (d, color) => ({ values: curve.map((one) => Math.max(one[d], FLOOR)), stride, color });
    const [error, kl] = this.$$(".chart");
    const mean = { value: run.baseline, says: t("face.mean") };
    drawCurve(error, [series(0, colors.ink)], t(`loss.${run.settings.loss}`), mean);
    const used = { value: USED, says: t("bench.used") };
    drawCurve(kl, [series(1, colors.first), series(2, colors.second)], "KL, nats", used);
    const [mu, sigma, epsilon, z] = [hand.mu, hand.sigma, hand.epsilon, hand.z].map(decimals);
    write(this.$(".formula"), `z = μ + σ ε = (${mu}) + (${sigma}) · (${epsilon}) = (${z})`);
  }

  // The codes of all faces as ellipses of mu and sigma, and the hand's z with what it decodes to.
  drawPlane(run, { place, mu, z }, lens) {
    const { data, plane } = this;
    const most = Math.max(...run.codes.flatMap(({ mu, sigma }) => DIMENSIONS.map((d) => Math.abs(mu[d]) + sigma[d])));
    const end = Math.max(3, Math.ceil(2 * most) / 2);
    plane.range = [-end, end, -end, end];
    const field = plane.decoded(this.about(run), data, (points) => run.network.decode(points));
    const pictures = picturesOf(data);
    const marks = run.codes.map((code, i) => ({ at: code.mu, picture: pictures[i], strong: i === place }));
    marks.push(...marks.splice(place, 1)); // the chosen one above the others
    const rings = run.codes.map((code, i) => ({ at: code.mu, radii: code.sigma, strong: i === place }));
    rings.push({ at: [0, 0], radii: [1, 1], prior: true }, { at: [0, 0], radii: [2, 2], prior: true });
    plane.draw({ field, marks, rings, path: [mu, z], point: z, lens, axes: ["z1", "z2"] });
  }

  tell([run]) {
    const { now, settings, baseline, now: { terms: { kl, reconstruction } } } = run;
    const explained = 1 - reconstruction / baseline;
    this.bars.forEach(([label, bar, value], d) => {
      const used = kl[d] > USED;
      write(label, t("bench.dimension", { k: d + 1 }));
      bar.firstChild.style.width = `${Math.min(25 * kl[d], 100)}%`;
      write(value, `${kl[d].toFixed(kl[d] < 0.1 ? 3 : 2)}, ${t(used ? "bench.used" : "bench.silent")}`);
      value.className = used ? "" : "silent";
    });
    const used = DIMENSIONS.filter((d) => kl[d] > USED).map((d) => `z${d + 1}`).join(", ");
    let verdict = t("bench.waking", { used: used || (kl[0] > kl[1] ? "z1" : "z2") });
    if (!Number.isFinite(now.loss)) verdict = t("train.diverged");
    else if (reconstruction > 1.05 * baseline) verdict = t("bench.start");
    else if (Math.max(...kl) < WAKING) verdict = t("bench.collapsed");
    else if (used && explained > LEARNED) verdict = t("bench.learned", { used });
    const over = !this.playing && now.epoch && now.epoch === this.state.get("goal") ? `: ${t("bench.over")}` : "";
    const [error, mean] = [reconstruction, baseline].map((one) => one.toFixed(1));
    const share = Math.max(Math.round(100 * explained), 0);
    const loss = t("bench.loss", { loss: t(`loss.${settings.loss}`), error, mean, share });
    this.say(`${t("train.epoch", { n: count(now.epoch) })}${over}`, verdict, loss);
    write(this.$("pre"), codeOf(settings, Math.max(now.epoch, 1), this.data.source));
  }
}
