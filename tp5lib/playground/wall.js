// The wall: twenty networks that differ in nothing but the seed learn together; first a bet, beside them the spread.

import { h, write } from "./controls.js";
import { LETTERS } from "./data.js";
import { colors, drawHistogram, prepared } from "./drawing.js";
import { Learning } from "./learning.js";
import { count, t } from "./texts.js";
import { settingsOf } from "./train.js";

const SEEDS = [...new Array(20).keys()];
const END = 5000; // epochs
const BETS = { none: [0, 0], few: [1, 9], most: [10, 19], all: [20, 20] }; // networks that learn all letters
const TURN = 8; // milliseconds of a picture for the planes: those that are late are in the next, also on a slow phone
const WORKERS = Math.min(Math.max(navigator.hardwareConcurrency - 1, 2), 4);

// A letter as a picture: to copy one costs less than to write it.
const stamps = new Map();
function stamp(name, fillStyle, size) {
  const key = `${name} ${fillStyle} ${size}`;
  if (!stamps.has(key)) {
    const canvas = h("canvas", { width: 2 * size, height: 2 * size });
    const context = Object.assign(canvas.getContext("2d"), { fillStyle, textAlign: "center", textBaseline: "middle" });
    context.font = `700 ${size}px ui-monospace, monospace`;
    context.fillText(name, size, size);
    stamps.set(key, canvas);
  }
  return stamps.get(key);
}

export class WallRoom extends Learning {
  endings = [".w"];
  turn = 0; // whose plane was drawn last

  constructor(element, state) {
    super(element, state, LETTERS, { most: 4 * SEEDS.length, growing: [4, 0.6], workers: WORKERS });
    this.links = SEEDS.map(() => h("a", {}, h("canvas"), h("span")));
    this.$(".planes").append(...this.links);
  }

  sides = () => SEEDS;
  get = (key) => this.state.get(key, ".w");
  goal = (_, link) => (link ? this.get("epochs") : END);
  settings = (seed) => ({ ...settingsOf((key) => (key === "seed" ? seed : this.get(key)), LETTERS), among: true });

  changed(keys) {
    const others = !this.state.arrived && ["loss.w", "second.w"].some((key) => keys.includes(key));
    if (others) this.state.values["bet.w"] &&= ""; // it was on other networks
    super.changed(keys);
  }

  picture(runs) {
    const bet = this.get("bet");
    for (const run of runs) run.failed = run.now.errors.reduce((sum, error) => sum + (error > 0), 0);
    this.drawSome(runs);
    const epoch = Math.min(...runs.map(({ now }) => now.epoch));
    const asked = this.$("[data-name=bet]");
    asked.disabled = Boolean(bet && epoch);
    const waits = !bet && !epoch && !asked.classList.contains("taken"); // unless a teacher hid it
    for (const what of ["play", "step"]) this.$(`[data-do=${what}]`).disabled = waits;
    const wrong = runs.map(({ failed }) => failed);
    const slide = this.get("loss") === "bce" && !this.get("second") && { bin: 0, says: t("wall.run") };
    const axes = [t("wall.wrong"), t("wall.networks")];
    drawHistogram(this.$(".chart"), [{ errors: wrong, color: colors.first }], axes, slide);
    const n = wrong.filter((letters) => !letters).length;
    const [least, most] = [Math.min(...wrong), Math.max(...wrong)];
    const lines = [waits ? t("wall.bet") : t("wall.count", { n, all: runs.length, least, most })];
    const [from, to] = BETS[bet] ?? [];
    if (bet && epoch >= END) lines.push(t(n >= from && n <= to ? "wall.won" : "wall.lost"));
    if (slide && epoch) lines.push(t("wall.slide"));
    this.say(t("train.epoch", { n: count(epoch) }), ...lines);
  }

  // The planes, each in its turn; all of them where nothing learns.
  drawSome(runs) {
    const end = performance.now() + (this.playing ? TURN : Infinity);
    for (let drawn = 0; drawn < runs.length && performance.now() < end; drawn += 1) {
      this.turn = (this.turn + 1) % runs.length;
      this.drawRun(runs[this.turn], this.links[this.turn]);
    }
  }

  // The plane of one, without what it decodes to, as a link to it in the room of the training.
  drawRun(run, link) {
    const { settings: { loss, second, seed }, now: { epoch, codes, errors }, failed } = run;
    const { context, width, height } = prepared(link.firstChild);
    const bare = this.state.get("bare") ? "&bare=1" : "";
    link.href = `#loss=${loss}&second=${second}&seed=${seed}&epochs=${epoch}${bare}`;
    link.ariaLabel = t("wall.open", { seed, n: failed });
    link.className = failed ? "" : "right";
    write(link.lastChild, t("wall.seed", { seed, n: failed ? `${failed} ✗` : "✓" }));
    const [size, ratio] = [Math.max(9, Math.round(width / 11)), devicePixelRatio || 1];
    context.fillStyle = colors.paper;
    context.fillRect(0, 0, width, height);
    errors.forEach((error, k) => {
      const [x, y] = [0.07 + 0.86 * codes[k], 0.93 - 0.86 * codes[errors.length + k]];
      const letter = stamp(LETTERS.names[k], error ? colors.wrong : colors.ink, size * ratio);
      context.drawImage(letter, x * width - size, y * height - size, 2 * size, 2 * size);
    });
  }
}
