// A room in which networks learn: its runs, which a worker trains, and the buttons that play them.

import { press, write } from "./controls.js";
import { differing } from "./drawing.js";
import { count, t } from "./texts.js";
import { kindOf } from "./variational.js";

const SLICE = 16; // milliseconds that a worker is asked to train at once; more where there are many runs to draw
const FIELD = 120; // milliseconds between two decoded planes while a network learns
const WORDS = 250; // and between two texts, for which a page is laid out anew
const LONGEST = 200000; // epochs, after which a forgotten page rests

// A kind of room says which `sides` there are, what `settings` each has and how its runs are seen, `picture`, and
// told, `tell`.
export class Learning {
  // `most` runs are kept; `growing` is the pace at first, in epochs a second, and how much faster each epoch makes it;
  // of several workers each has its share of the runs.
  constructor(element, state, data, { most, growing, workers = 1 }) {
    Object.assign(this, { element, state, data, most, growing, runs: [], current: {}, made: 0 });
    Object.assign(this, { playing: false, cost: 0, perSecond: 0, spoke: 0 });
    const source = ["core", "worker"].map((id) => `${document.getElementById(id).textContent}\n`);
    const address = URL.createObjectURL(new Blob(source, { type: "text/javascript" }));
    this.workers = Array.from({ length: workers }, () => Object.assign(new Worker(address), { asked: 0 }));
    for (const worker of this.workers) worker.onmessage = ({ data: news }) => this.hear(news, worker);
    this.$ = (selector) => element.querySelector(selector);
    this.$$ = (selector) => [...element.querySelectorAll(selector)];
    press(element, "play", () => (this.playing ? this.pause() : this.play()));
    press(element, "step", () => {
      this.pause();
      this.shown().forEach((run) => (run.end = LONGEST));
      this.ask(1, 0);
    });
    press(element, "restart", () => this.restart());
  }

  shown = () => this.sides().map((side) => this.current[side]).filter(Boolean);
  get = (key, side) => this.state.get(key, side);
  worker = (id) => this.workers[id % this.workers.length];
  wake = () => (this.next ??= requestAnimationFrame((now) => this.frame(now)));

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
    const [present, late] = [Object.values(this.current), this.runs.length - this.most];
    const goes = (run, i) => !present.includes(run) && (!run.now?.epoch || i <= late);
    this.runs.filter(goes).forEach((run) => this.forget(run));
  }

  begin(settings, key) {
    const run = { id: (this.made += 1), key, settings, data: this.data, now: null };
    this.runs.push(run);
    this.post(this.worker(run.id), { what: "make", id: run.id, settings, x: run.data.images });
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
    const before = this.shown();
    this.make();
    const past = (side) => this.current[side].now?.epoch > this.goal(side, arrived);
    const anew = arrived || keys.includes("attempt") ? this.sides().filter(past) : [];
    anew.forEach((side) => this.forget(this.current[side]));
    if (anew.length) this.make();
    if (!arrived) this.remember();
    if (arrived && this.sides().some((side) => this.get("epochs", side))) this.play(true);
    else if (arrived) this.pause();
    else if (this.playing && (this.shown().some((run, i) => run !== before[i]) || /\bpace/.test(keys))) this.play();
    state.arrived = false;
    this.draw();
  }

  // Until the goal, if it is not reached yet; to the epochs of a link at full speed.
  play(link = false) {
    Object.assign(this, { playing: true, following: link, due: 1, perSecond: 0, counted: null });
    this.since = performance.now();
    for (const side of this.sides()) {
      const [run, goal] = [this.current[side], this.goal(side, link)];
      run.end = !link && run.now?.epoch >= goal ? LONGEST : goal ?? LONGEST;
    }
    const pace = link ? 1000 : this.get("pace", this.sides()[0]); // 0 grows, 1000 is all it can
    this.pace = pace ? [pace < 1000 ? pace : 1e6, 0] : this.growing;
    this.draw();
    this.wake();
  }

  pause() {
    Object.assign(this, { playing: false, stale: true });
    this.wake();
  }

  // Let each worker train its share of what is shown, unless so many of its answers are awaited.
  ask(epochs, time, most = Infinity) {
    for (const worker of this.workers) {
      const ends = this.shown().filter(({ id }) => this.worker(id) === worker).map(({ id, end }) => [id, end]);
      if (ends.length && worker.asked < most) this.post(worker, { what: "train", ends, epochs, time });
    }
  }

  post(worker, message) {
    worker.asked += 1;
    worker.postMessage(message);
  }

  // With the screen's next picture, unless those of a play take so long that little else is done: draw.
  frame(now) {
    Object.assign(this, { next: undefined, gap: now - this.framed, framed: now });
    if (this.playing) {
      this.wake();
      this.goOn();
      if (performance.now() - this.drawn < Math.max(2 * this.cost, this.shown().length)) return;
    }
    if (this.stale) this.draw();
  }

  // Ask for the epochs that the pace gives since the last time, ahead of the answers so that no worker waits; and count
  // those that were made.
  goOn() {
    const [now, epoch] = [performance.now(), Math.min(...this.shown().map((run) => run.now?.epoch ?? 0))];
    this.due = Math.min(this.due + ((now - this.since) / 1000) * (this.pace[0] + this.pace[1] * epoch), 1000);
    if (this.due >= 1) this.ask(Math.floor(this.due), Math.max(SLICE, 2 * this.shown().length), 2);
    Object.assign(this, { due: this.due % 1, since: now });
    const { time, from } = (this.counted ??= { time: now, from: epoch });
    if (now - time < 500) return;
    Object.assign(this, { perSecond: (1000 * (epoch - from)) / (now - time), counted: null });
  }

  hear(all, worker) {
    worker.asked -= 1;
    for (const news of all) {
      const run = this.runs.find(({ id }) => id === news.id);
      if (run) Object.assign(run, { now: news, first: run.first ?? news.loss });
    }
    const over = ({ now, end }) => now && (now.epoch >= end || !Number.isFinite(now.loss));
    if (this.playing && this.shown().every(over)) this.pause();
    if (this.playing) this.goOn();
    if (!this.playing || !this.following) this.remember(); // a link that is followed says where it leads
    this.state.writeSoon();
    this.stale = true;
    this.wake();
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
    if (run.judged === now) return;
    run.judged = now;
    run.network ??= kindOf(settings).network(settings); // one, and its buffers, for all pictures
    run.network.parameters.set(now.parameters);
    run.codes = run.network.encode(data.images);
    run.given = run.network.decode(run.codes.map((code) => code.mu ?? code));
    run.errors = run.given.map((pixels, i) => differing(pixels, data.images[i]));
    run.failed = run.errors.filter(Boolean).length;
  }

  // What a run's decoded plane is about; that of one that learns is made now and then.
  about = ({ id, now }) => `${id} ${this.playing ? Math.floor(performance.now() / FIELD) : now.epoch}`;

  draw() {
    this.stale = false;
    const [start, runs] = [performance.now(), this.shown()];
    this.drawn = start;
    const button = this.$("[data-do=play]");
    button.dataset.playing = this.playing;
    write(button, t(this.playing ? "do.pause" : "do.play"));
    this.element.classList.toggle("open", this.get("inside", this.endings[0]) === 1);
    if (this.element.hidden || runs.some((run) => !run.now)) return;
    this.picture(runs);
    if (!this.playing || start - this.spoke > WORDS) {
      this.spoke = start;
      this.tell(runs);
    }
    this.cost = performance.now() - start;
  }

  // Say how far a training is, in lines; while it plays, thirty sentences a second are for nobody's ears.
  say(epoch, ...lines) {
    const n = this.perSecond;
    const pace = n < 10 ? n.toFixed(1) : count(Number(n.toPrecision(1)));
    const speed = this.playing && n ? ` (${t("train.speed", { n: pace })})` : "";
    const status = this.$(".status");
    status.ariaLive = this.playing ? "off" : "polite";
    write(status, [`${epoch}${speed}`, ...lines].join("\n"));
  }
}
