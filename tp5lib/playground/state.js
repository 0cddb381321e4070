// What the page shows, in its address: a link shows what its sender saw.

const number = (start, min, max, step = 1) => ({ start, min, max, step });
const choice = (...among) => ({ start: among[0], among });
const text = { start: "" };

// The browser's language; an address names it unless that, like the page's first, is English.
const SPEAKS = /^es/i.test(navigator.language) ? "es" : "en";

export const SPEC = {
  room: choice("train", "plane", "draw", "emojis"),
  bare: number(0, 0, 1), // without title, rooms and what lies below
  lang: { start: SPEAKS === "en" ? "en" : "", among: ["en", "es"] },
  hide: text, // names of controls, by commas
  loss: choice("bce", "mse", "mae"),
  rate: number(0.009, 0.0005, 0.1, 0.0001),
  adaptive: number(1, 0, 1),
  units: number(17, 2, 64),
  second: number(0, 0, 32),
  activation: choice("sigmoid", "tanh", "relu", "identity"),
  latent: number(2, 1, 3),
  axes: { start: "1 2" },
  noise: number(0, 0, 0.5, 0.01),
  batch: number(0, 0, 1000),
  seed: number(0, 0, 9999),
  pair: number(0, 0, 1),
  pace: number(0, 0, 1000),
  epochs: number(0, 0, 200000), // how far a run was trained
  at: text, // the point on its plane
  own: text, // letters: seven rows as hexadecimal digits, then the name
  sheet: text, // the file of one's own that was trained on
  net: text,
  z: text, // the point, by commas
  from: text,
  to: text,
  alpha: number(0, 0, 1, 0.01),
  drawing: text,
  level: number(0.1, 0, 0.5, 0.01),
  draw: number(0, 0, 9999), // the seeds of the noise on it, and of the samples
  prior: number(0, 0, 9999),
  // The bench of the emojis' room; what it shares with the training by name has a value of its own there.
  bench: number(0, 0, 1),
  attempt: number(0, 0, 4), // of the slides: sets all that follows but what an address says
  hidden: choice("small", "large"),
  beta: number(1, 0, 4, 0.1),
  goal: number(1000, 1, 200000), // the epochs after which it pauses
  face: text,
  eps: text, // the draw of epsilon, by commas
  toss: number(0, 0, 9999), // its seed
  "activation.v": choice("sigmoid", "relu"),
  "loss.v": choice("gaussian", "bernoulli"),
  "rate.v": number(0.0001, 0.00001, 0.01, 0.00001),
  "batch.v": number(1, 0, 1000),
};

// What is known of a key, that of another side under its own name unless it has one there.
export const specOf = (key) => SPEC[key] ?? SPEC[key.replace(/\.[bev]$/, "")];

// The value that an address gives; undefined where it gives none that can be.
function checked(key, said) {
  const spec = specOf(key);
  if (!spec) return undefined;
  if (spec.among) return spec.among.includes(said) ? said : undefined;
  if (typeof spec.start !== "number") return String(said).slice(0, 4000);
  const value = String(said).trim() === "" ? NaN : Number(said);
  if (!Number.isFinite(value)) return undefined;
  return Math.min(Math.max(spec.step === 1 ? Math.round(value) : value, spec.min), spec.max);
}

export class State {
  constructor(start) {
    Object.assign(this, { values: {}, listeners: [], arrived: true }); // arrived: a link is to be followed
    if (SPEAKS !== "en") this.values.lang = SPEAKS;
    this.take(Object.entries(start));
    this.take(new URLSearchParams(location.hash.slice(1)));
    addEventListener("hashchange", () => {
      if (location.hash === this.written) return;
      const said = new URLSearchParams(location.hash.slice(1));
      const { lang } = this.values;
      const within = [...said.keys()].join() === "room"; // of this page
      if (!within) Object.assign(this, { values: { lang }, arrived: true });
      this.take(said);
      this.tell(Object.keys(SPEC));
    });
  }

  take(pairs) {
    for (const [key, said] of pairs) if (checked(key, said) !== undefined) this.values[key] = checked(key, said);
  }

  // With side ".b" the setting of the second network, that of the first where it has none; ".e" that of the emojis'
  // room, ".v" that of its bench.
  get(key, side = "") {
    const first = side === ".b" ? this.values[key] : undefined;
    return this.values[key + side] ?? first ?? specOf(key + side).start;
  }

  set(changes) {
    const keys = Object.keys(changes).filter((key) => this.values[key] !== changes[key]);
    for (const key of keys) this.values[key] = changes[key];
    if (keys.length) this.tell(keys);
  }

  tell(keys) {
    for (const listener of this.listeners) listener(keys);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), 200);
  }

  write() {
    const always = (key) => key === "room" || key.endsWith(".b");
    const told = ([key, value]) => value !== undefined && (always(key) || value !== specOf(key).start);
    const said = Object.entries(this.values).filter(told);
    this.written = `#${new URLSearchParams(said)}`;
    if (/^(https?|file):$/.test(location.protocol)) history.replaceState(null, "", this.written);
  }
}
