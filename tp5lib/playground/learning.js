// A room in which networks learn: its runs, which a worker trains, and the buttons that play them.

import { press, write } from "./controls.js";
import { differing } from "./drawing.js";
import { count, t } from "./texts.js";
import { kindOf } from "./variational.js";

const FRAME = 30; // milliseconds that a picture may take
const FIELD = 120; // milliseconds between two decoded planes while a network learns

// The epochs a second at first, and more for each epoch, of a choice: 0 grows, 1000 is all it can.
export const paceOf = (choice, growing) => (choice ? [choice < 1000 ? choice : Infinity, 0] : growing);

// A kind of room says which `sides` there are, what `settings` each has and how its runs are seen: `picture`.
export class Learning {
  // `most` runs are kept; `growing` is the pace at first, in epochs a second, and how much faster each epoch makes it;
  // of several workers each has its share of the runs.
  constructor(element, state, data, { most, growing, workers = 1 }) {
    Object.assign(this, { element, state, data, most, growing, runs: [], current: {}, made: 0 });
    Object.assign(this, { playing: false, turn: 0, noted: 0 });
    const source = ["core", "worker"].map((id) => `${document.getElementById(id).textContent}\n`);
    const address = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
    this.workers = Array.from({ length: workers }, () => new Worker(address));
    for (const worker of this.workers) worker.onmessage = ({ data: news }) => this.hear(news);
    this.$ = (selector) => element.querySelector(selector);
    this.$$ = (selector) => [...element.querySelectorAll(selector)];
    press(element, "play", () => (this.playing ? this.pause() : this.play()));
    press(element, "step", () => this.send("step"));
    press(element, "restart", () => this.restart());
  }

  shown = () => this.sides().map((side) => this.current[side]).filter(Boolean);
  ids = () => this.shown().map(({ id }) => id);
  get = (key, side) => this.state.get(key, side);
  worker = (id) => this.workers[id % this.workers.length];

  // Tell each worker what to do with those of its runs that are shown.
  send(what, more) {
    const own = (worker) => this.ids().filter((id) => this.worker(id) === worker);
    this.workers.forEach((worker) => worker.postMessage({ what, ids: own(worker), ...more }));
  }

  // The epoch at which a play rests: one that a link gives, or none.
  goal = (side, link) => (link ? this.get("epochs", side) : undefined);

  // Take up the runs that the settings ask for: the same settings are the same run, which goes on where it was.
  make() {
    for (const side of this.sides()) {
      const settings = this.settings(side);
      const key = JSON.stringify(settings);
      const same = (run) => run.key === key && run.data === this.data;
      this.current[side] = this.runs.find(same) ?? this.begin(settings, key);
    }
    const present = Object.values(this.current);
    const late = this.runs.length - this.most;
    const stays = (run, i) => present.includes(run) || (run.now?.epoch && i > late);
    this.runs.filter((run, i) => !stays(run, i)).forEach((run) => this.forget(run));
  }

  begin(settings, key) {
    const run = { id: (this.made += 1), key, settings, data: this.data, now: null };
    this.runs.push(run);
    this.worker(run.id).postMessage({ what: "make", id: run.id, settings, x: run.data.images });
    return run;
  }

  forget(run) {
    this.runs = this.runs.filter((other) => other !== run);
    this.worker(run.id).postMessage({ what: "drop", id: run.id });
  }

  restart() {
    this.pause();
    this.shown().forEach((run) => this.forget(run));
    this.changed([]);
  }

  changed(keys) {
    const { state, state: { arrived } } = this;
    const before = String(this.ids());
    this.make();
    const past = (side) => this.current[side].now?.epoch > this.goal(side, arrived);
    const anew = arrived || keys.includes("attempt") ? this.sides().filter(past) : [];
    anew.forEach((side) => this.forget(this.current[side]));
    if (anew.length) this.make();
    if (!arrived) this.remember();
    if (arrived && this.sides().some((side) => this.get("epochs", side))) this.play(true);
    else if (arrived) this.pause();
    else if (this.playing && (String(this.ids()) !== before || /\bpace/.test(keys))) this.play();
    state.arrived = false;
    this.draw();
  }

  // Until the goal, if it is not reached yet; to the epochs of a link at full speed.
  play(link = false) {
    Object.assign(this, { playing: true, following: link, turn: this.turn + 1 });
    const until = {};
    for (const side of this.sides()) {
      const [run, goal] = [this.current[side], this.goal(side, link)];
      if (run.now) run.now.stopped = false;
      if (link || !(run.now?.epoch >= goal)) until[run.id] = goal;
    }
    const pace = link ? [Infinity, 0] : paceOf(this.get("pace", this.sides()[0]), this.growing);
    this.send("play", { pace, until, turn: this.turn });
    this.draw();
  }

  pause() {
    this.playing = false;
    this.send("pause");
    this.showPlay();
  }

  showPlay() {
    const button = this.$("[data-do=play]");
    button.dataset.playing = this.playing;
    write(button, t(this.playing ? "do.pause" : "do.play"));
  }

  hear(news) {
    const run = this.runs.find(({ id }) => id === news.id);
    if (!run) return;
    run.now = news;
    run.first ??= news.loss;
    if (!this.shown().includes(run)) return;
    if (news.stopped && news.turn === this.turn) this.playing &&= this.shown().some(({ now }) => !now?.stopped);
    if (!this.playing || performance.now() - this.noted > 500) {
      this.noted = performance.now();
      this.remember();
      this.state.write();
    }
    // A picture that takes long is followed by a rest as long, in which the page listens.
    this.stale ||= setTimeout(() => requestAnimationFrame(() => this.draw()), this.cost > FRAME ? this.cost : 0);
  }

  // Keep for the address how far the runs are, that of the second where it differs.
  remember() {
    const epochs = this.shown().map(({ now }) => now?.epoch ?? 0);
    if (epochs[1] === epochs[0]) epochs[1] = undefined;
    this.endings.forEach((side, i) => (this.state.values[`epochs${side}`] = epochs[i]));
  }

  // What is known of a run by now.
  judge(run) {
    const { settings, now, data } = run;
    if (run.judged === now) return false;
    run.judged = now;
    run.network ??= kindOf(settings).network(settings); // one, and its buffers, for all pictures
    run.network.parameters.set(now.parameters);
    run.codes = run.network.encode(data.images);
    run.given = run.network.decode(run.codes.map((code) => code.mu ?? code));
    run.errors = run.given.map((pixels, i) => differing(pixels, data.images[i]));
    run.failed = run.errors.filter(Boolean).length;
    return true;
  }

  // The decoded plane of a run, made anew where it is another part of it; that of a run that learns, now and then.
  fieldOf(run, part, make) {
    const time = performance.now();
    const due = run.part !== part || (run.fieldOf !== run.now && !(this.playing && time - run.decoded < FIELD));
    if (!run.field || due) Object.assign(run, { field: make(), part, fieldOf: run.now, decoded: time });
    return run.field;
  }

  draw() {
    this.stale = null;
    const [start, runs] = [performance.now(), this.shown()];
    this.showPlay();
    if (this.element.hidden || runs.some((run) => !run.now)) return;
    this.picture(runs);
    this.cost = performance.now() - start;
  }

  // Say how far a training is, in lines; while it plays, thirty sentences a second are for nobody's ears.
  say(epoch, runs, ...lines) {
    const n = runs.find(({ now }) => now.perSecond)?.now.perSecond;
    const pace = n && (n < 10 ? n.toFixed(1) : count(Number(n.toPrecision(1))));
    const speed = this.playing && pace ? ` (${t("train.speed", { n: pace })})` : "";
    const status = this.$(".status");
    status.ariaLive = this.playing ? "off" : "polite";
    write(status, [`${epoch}${speed}`, ...lines].join("\n"));
  }
}
