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
const SLOW = 50; // milliseconds between two of the screen's pictures: where they take longer, fewer planes are drawn
const WORKERS = Math.min(Math.max(navigator.hardwareConcurrency - 1, 2), 4);

export class WallRoom extends Learning {
  endings = [".w"];
  many = SEEDS.length; // planes of a picture

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

  // The planes that are late, furthest first, without what they decode to; all of them where nothing learns.
  picture(runs) {
    this.many = this.gap < SLOW ? Math.min(this.many + 1, runs.length) : Math.max(this.many / 2, 2);
    const late = this.links.filter((link, i) => !this.playing || link.seen !== runs[i].now);
    late.sort((one, other) => (one.seen?.epoch ?? 0) - (other.seen?.epoch ?? 0));
    const drawn = this.playing ? late.slice(0, this.many) : late;
    this.stale = drawn.length < late.length; // goes on with the next
    for (const link of drawn) {
      const { codes, errors } = (link.seen = runs[this.links.indexOf(link)].now);
      const { context, width, height } = prepared(link.firstChild);
      const font = `700 ${Math.max(9, width / 11)}px ui-monospace, monospace`;
      Object.assign(context, { font, textAlign: "center", textBaseline: "middle" });
      errors.forEach((error, k) => {
        const [x, y] = [0.07 + 0.86 * codes[2 * k], 0.93 - 0.86 * codes[2 * k + 1]];
        context.fillStyle = error ? colors.wrong : colors.ink;
        context.fillText(LETTERS.names[k], x * width, y * height);
      });
    }
  }

  tell(runs) {
    const bet = this.get("bet");
    const wrong = runs.map(({ now }) => now.errors.filter(Boolean).length);
    runs.forEach((run, i) => this.tellOf(run, wrong[i], this.links[i]));
    const epoch = Math.min(...runs.map(({ now }) => now.epoch));
    const asked = this.$("[data-name=bet]");
    asked.disabled = Boolean(bet && epoch);
    const waits = !bet && !epoch && !asked.classList.contains("taken"); // unless a teacher hid it
    for (const what of ["play", "step"]) this.$(`[data-do=${what}]`).disabled = waits;
    const slide = this.get("loss") === "bce" && !this.get("second") && { bin: 0, says: t("wall.run") };
    const series = [{ errors: wrong, color: colors.first }];
    drawHistogram(this.$(".chart"), series, [t("wall.wrong"), t("wall.networks")], slide);
    const n = wrong.filter((letters) => !letters).length;
    const [least, most] = [Math.min(...wrong), Math.max(...wrong)];
    const lines = [waits ? t("wall.bet") : t("wall.count", { n, all: runs.length, least, most })];
    const [from, to] = BETS[bet] ?? [];
    if (bet && epoch >= END) lines.push(t(n >= from && n <= to ? "wall.won" : "wall.lost"));
    if (slide && epoch) lines.push(t("wall.slide"));
    this.say(t("train.epoch", { n: count(epoch) }), ...lines);
  }

  // A plane is a link to its network in the room of the training.
  tellOf({ settings: { loss, second, seed }, now: { epoch } }, failed, link) {
    const bare = this.state.get("bare") ? "&bare=1" : "";
    link.href = `#loss=${loss}&second=${second}&seed=${seed}&epochs=${epoch}${bare}`;
    link.ariaLabel = t("wall.open", { seed, n: failed });
    link.className = failed ? "" : "right";
    write(link.lastChild, t("wall.seed", { seed, n: failed ? `${failed} ✗` : "✓" }));
  }
}
