// The first room: one autoencoder or two that learn letters, and what is known of them.

import { h, press, write } from "./controls.js";
import { LETTERS } from "./data.js";
import { colors, drawCurve, drawHistogram, picturesOf, Plane, sheet } from "./drawing.js";
import { codeOf, save, weightsFile } from "./files.js";
import { Inside } from "./inside.js";
import { Learning } from "./learning.js";
import { SETTINGS, SIDES } from "./state.js";
import { count, t } from "./texts.js";

const COLUMNS = ["run.id", "run.wrong", "chart.loss", "chart.epochs", "run.settings"];

// What `get` gives for each setting, with the layers and activations that follow from it.
export function settingsOf(get, { images }) {
  const said = Object.fromEntries(SETTINGS.map((key) => [key, get(key)]));
  const hidden = said.second ? [said.units, said.second] : [said.units];
  const layers = [images[0].length, ...hidden, said.latent, ...[...hidden].reverse(), images[0].length];
  const activations = layers.slice(1).map(() => said.activation);
  if (said.activation === "relu") activations[hidden.length] = "identity"; // a code may be negative
  activations[activations.length - 1] = "sigmoid";
  return { ...said, layers, activations };
}

export class TrainRoom extends Learning {
  endings = SIDES;

  constructor(element, state) {
    super(element, state, LETTERS, { most: 24, growing: [4, 0.3] });
    const move = (at) => state.set({ at: at.map((z) => z.toFixed(3)).join() }); // one point for both planes
    this.planes = this.$$(".plane").map((canvas) => new Plane(canvas, move));
    this.inside = new Inside(this.$(".inside"), state);
    this.planes.forEach((plane) => plane.canvas.addEventListener("pointermove", ({ offsetX, offsetY, target }) => {
      this.over = plane.at(offsetX / target.clientWidth, offsetY / target.clientHeight);
      if (state.get("inside")) this.draw();
    }));
    press(element, "reset", () => {
      const keys = ["pair", "side", "pace", ...SIDES.flatMap((side) => SETTINGS.map((key) => key + side))];
      state.set(Object.fromEntries(keys.map((key) => [key])));
      this.restart();
    });
    press(element, "copy", () => {
      getSelection().selectAllChildren(this.$("pre"));
      document.execCommand("copy"); // no other clipboard is there without https
    });
    press(element, "weights", () => {
      const { settings, now } = this.edited();
      save("weights.npz", weightsFile(settings, now.parameters));
    });
  }

  sides = () => SIDES.slice(0, 1 + this.state.get("pair"));
  edited = () => this.current[this.state.edited()[0]];

  settings = (side) => settingsOf((key) => this.state.get(key, side), this.data);

  changed(keys) {
    const { state, state: { values } } = this;
    const two = state.get("pair") === 1;
    if (two && !SETTINGS.some((key) => values[`${key}.b`] !== undefined)) {
      values["loss.b"] = state.get("loss") === "mse" ? "bce" : "mse"; // two that differ in one thing
    }
    this.element.classList.toggle("two", two);
    this.$("[data-name=axes]").hidden = state.get("latent", state.edited()[0]) < 3;
    super.changed(keys);
  }

  // Where no pixel is wrong any more a play comes to rest, once: the next one goes on.
  rest(runs) {
    const clean = runs.every(({ failed, settings, now }) => !failed && !settings.noise && now.epoch);
    if (!this.playing || this.following || !clean || runs.every((run) => run.done)) return;
    runs.forEach((run) => (run.done = true));
    this.pause();
  }

  picture(runs) {
    runs.forEach((run, i) => this.drawRun(run, i));
    if (this.state.get("inside")) this.lookInside();
    this.rest(runs);
    const series = (give) => runs.map((run, i) => ({ ...give(run), color: [colors.first, colors.second][i] }));
    // Losses of two kinds have no common scale, and are drawn as shares of where they began.
    const kinds = new Set(runs.map(({ settings }) => settings.loss)).size > 1;
    const values = ({ now: { curve }, first }) => (kinds ? curve.map((loss) => loss / first) : curve);
    const curves = series((run) => ({ values: values(run), stride: run.now.stride }));
    const [histogram, curve] = this.$$(".chart");
    drawCurve(curve, curves, t(kinds ? "chart.share" : "chart.loss"));
    drawHistogram(histogram, series(({ errors }) => ({ errors })));
  }

  // The letter under the pointer, or next to the point, in the network that the settings are of.
  lookInside() {
    const { network, data, marks } = this.edited();
    const [x, y] = this.over ?? this.state.point("at", 2) ?? marks[0].at;
    const far = marks.map(({ at }) => Math.hypot(at[0] - x, at[1] - y));
    this.inside.draw(network, data, data.images[far.indexOf(Math.min(...far))]);
  }

  drawRun(run, i) {
    this.judge(run);
    const { settings, data, codes, network } = run;
    const [plane, deep] = [this.planes[i], settings.latent];
    const axes = deep < 3 ? [0, 1] : this.state.get("axes").split(" ").map((k) => k - 1);
    const at = (code, k) => (deep > 1 ? axes.map((axis) => code[axis]) : [code[0], 1 - (k + 0.5) / codes.length]);
    const [names, pictures] = [data.names, picturesOf(data)];
    const mark = (code, k) => ({ at: at(code, k), text: names[k], picture: pictures[k], wrong: run.errors[k] > 0 });
    const marks = (run.marks = codes.map(mark));
    plane.fitTo(marks.map((mark) => mark.at), settings.activations[network.middle - 1], deep === 1);
    const middle = Array.from({ length: deep }, (_, d) => codes.reduce((sum, code) => sum + code[d], 0) / codes.length);
    const codeAt = (point) => middle.map((z, d) => (axes.includes(d) ? point[axes.indexOf(d)] : z));
    const decode = (points) => network.decode(points.map(codeAt));
    const field = plane.decoded(`${this.about(run)} ${axes}`, data, decode);
    const point = plane.within(this.state.point("at", 2));
    const lens = point && sheet(decode([point]), data.shape, data);
    plane.draw({ field, marks, point, lens, axes: deep > 1 ? axes.map((k) => `z${k + 1}`) : ["z1", t("chart.list")] });
    const options = { across: data.images.length > 40 ? 16 : 8, gap: 1, light: data.light, targets: data.images };
    sheet(run.given, data.shape, options, this.$$(".tiles")[i]);
    const label = this.sides().length > 1 ? `${"AB"[i]}: ` : "";
    write(this.$$(".panels figcaption")[i], `${label}${t(`loss.${settings.loss}`)}, ${settings.layers.join("-")}`);
  }

  tell(runs) {
    const same = new Set(runs.map(({ now }) => now.epoch)).size === 1;
    const at = ({ now }) => t("train.epoch", { n: count(now.epoch) });
    const lines = runs.map((run, i) => {
      const { now: { loss, rate }, failed, errors, settings } = run;
      const label = runs.length > 1 ? `${"AB"[i]}: ${same ? "" : `${at(run)}, `}` : "";
      if (!Number.isFinite(loss)) return `${label}${t("train.diverged")}`;
      const adapted = label || !settings.adaptive ? "" : `, ${t("train.rate", { rate: rate.toPrecision(2) })}`;
      const result = t("train.wrong", { n: failed, all: errors.length, loss: loss.toPrecision(3) });
      return `${label}${result}${adapted}${failed ? "" : `: ${t("train.done")}`}`;
    });
    this.say(same ? at(runs[0]) : t("train.behind"), ...lines);
    const { settings, now, data } = this.edited();
    write(this.$("pre"), codeOf(settings, Math.max(now.epoch, 1), data.source));
    if (!this.playing) this.list();
  }

  // The settings of a run in words; of those that are rarely moved, what is not as at first.
  told({ loss, layers, activation, rate, adaptive, noise, batch, seed }) {
    const kinds = [t(`loss.${loss}`), layers.join("-"), t(`activation.${activation}`)];
    const more = [noise && `${t("set.level")} ${noise}`, batch && `${t("set.batch")} ${batch}`];
    const all = [...kinds, adaptive ? t("adapts", { rate }) : rate, ...more, `${t("set.seed")} ${seed}`];
    return all.filter(Boolean).join(", ");
  }

  // The table of the runs tried, each behind a button; it stays as it is while one has the focus.
  list() {
    const [table, tried] = [this.$("table"), this.runs.filter((run) => run.now?.epoch)];
    this.$("[data-t='runs.none']").hidden = tried.length > 0;
    if (table.contains(document.activeElement)) return;
    const row = (run) => {
      this.judge(run);
      const { id, settings, failed, errors, now: { loss, epoch } } = run;
      const told = { "aria-label": t("runs.show", { id }), onclick: () => this.open(run) };
      const score = t("run.of", { n: failed, all: errors.length });
      const cells = [h("button", told, id), score, loss.toPrecision(3), count(epoch), this.told(settings)];
      const className = this.shown().includes(run) ? "shown" : "";
      return h("tr", { className }, ...cells.map((cell) => h("td", {}, cell)));
    };
    const head = h("tr", {}, ...COLUMNS.map((title) => h("th", {}, t(title))));
    table.replaceChildren(...(tried.length ? [head, ...tried.map(row)] : []));
  }

  open(run) {
    this.pause();
    document.activeElement.blur();
    const settings = Object.fromEntries(SETTINGS.map((key) => [key, run.settings[key]]));
    this.state.set({ ...settings, ...run.data.said, pair: 0 });
  }
}
