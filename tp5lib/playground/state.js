// What the page shows, in its address: a link shows what its sender saw.

const number = (start, min, max, step = 1) => ({ start, min, max, step }); // a slider
const choice = (...among) => ({ start: among[0], among }); // buttons
// Buttons for some numbers; an address may give those in between.
const offered = (start, max, ...among) => ({ ...number(start, Math.min(start, ...among), max), among });
const text = { start: "" };

// The browser's language; an address names it unless that, like the page's first, is English.
const SPEAKS = /^es/i.test(navigator.language) ? "es" : "en";

export const SPEC = {
  room: choice("train", "wall", "plane", "draw", "emojis"),
  bare: number(0, 0, 1), // without title, rooms and what lies below
  lang: { start: SPEAKS === "en" ? "en" : "", among: ["en", "es"] },
  hide: text, // names of controls, by commas
  loss: choice("bce", "mse", "mae"),
  rate: { ...number(0.009, 0.0005, 0.1, 0.0001), log: true },
  adaptive: offered(1, 1, 0, 1),
  units: number(17, 2, 64),
  second: number(0, 0, 32),
  activation: choice("sigmoid", "tanh", "relu", "identity"),
  latent: offered(2, 3, 1, 2, 3),
  axes: choice("1 2", "1 3", "2 3"),
  noise: number(0, 0, 0.5, 0.01),
  batch: offered(0, 1000, 0, 8, 1),
  seed: { ...number(0, 0, 9999), most: 20 }, // of the slider
  pair: offered(0, 1, 0, 1),
  side: choice("both", "a", "b"), // which of two networks the settings are of
  pace: offered(0, 1000, 0, 10, 200, 1000),
  epochs: number(0, 0, 200000), // how far a run was trained
  at: text, // the point on its plane
  "second.w": offered(0, 32, 0, 6), // of the wall, as all that ends so
  inside: offered(0, 1, 0, 1), // whether the network is seen beside its plane
  unit: text, // which is looked at: its layer, its place there
  bet: { start: "", among: ["none", "few", "most", "all"] },
  own: text, // letters: seven rows as hexadecimal digits, then the name
  sheet: text, // the file of one's own that was trained on
  net: { start: "plain-autoencoder" },
  z: text, // the point, by commas
  from: { start: "a" },
  to: { start: "z" },
  alpha: { ...number(0, 0, 1, 0.01), live: true }, // followed by the picture while the slider moves
  "net.e": { start: "variational-2" },
  "from.e": { start: "grinning face" },
  "to.e": { start: "smiling face with sunglasses" },
  "axes.e": { start: "1 2" },
  drawing: text,
  level: { ...number(0.1, 0, 0.5, 0.01), live: true },
  draw: number(0, 0, 9999), // the seeds of the noise on it, and of the samples
  prior: number(0, 0, 9999),
  // The bench of the emojis' room; what it shares with the training by name has a value of its own there.
  bench: offered(0, 1, 0, 1),
  attempt: offered(0, 4, 1, 2, 3, 4), // of the slides: sets all that follows but what an address says
  hidden: choice("small", "large"),
  beta: number(1, 0, 4, 0.1),
  goal: number(1000, 1, 200000), // the epochs after which it pauses
  face: { start: "grinning face" },
  eps: text, // the draw of epsilon, by commas
  toss: number(0, 0, 9999), // its seed
  "activation.v": choice("sigmoid", "relu"),
  "loss.v": choice("gaussian", "bernoulli"),
  "rate.v": { ...number(0.0001, 0.00001, 0.01, 0.00001), log: true },
  "batch.v": offered(1, 1000, 1, 8, 0),
  "pace.v": offered(0, 1000, 0, 1000),
};

// The settings that each of two networks has, the second one with ".b" behind the key.
export const SETTINGS = ["loss", "rate", "adaptive", "units", "second", "activation", "latent", "noise", "batch",
  "seed"];
export const SIDES = ["", ".b"];

// What is known of a key, that of another side under its own name unless it has one there.
export const specOf = (key) => SPEC[key] ?? SPEC[key.replace(/\.[bevw]$/, "")];

// The value that an address gives; undefined where it gives none that can be.
function checked(key, said) {
  const spec = specOf(key);
  if (!spec) return undefined;
  if (spec.min === undefined) return !spec.among || spec.among.includes(said) ? String(said).slice(0, 4000) : undefined;
  const value = String(said).trim() === "" ? NaN : Number(said);
  if (!Number.isFinite(value)) return undefined;
  return Math.min(Math.max(spec.step === 1 ? Math.round(value) : value, spec.min), spec.max);
}

export class State {
  // `listener` is told of the keys that changed.
  constructor(listener) {
    Object.assign(this, { values: {}, listener, arrived: true }); // arrived: a link is to be followed
    if (SPEAKS !== "en") this.values.lang = SPEAKS;
    this.take(new URLSearchParams(location.hash.slice(1)));
    addEventListener("hashchange", () => {
      if (location.hash === this.written) return;
      this.written = location.hash;
      const said = new URLSearchParams(location.hash.slice(1));
      const { lang } = this.values;
      const within = [...said.keys()].join() === "room"; // of this page
      if (!within) Object.assign(this, { values: { lang }, arrived: true });
      this.take(said);
      this.tell(within ? ["room"] : Object.keys(SPEC));
    });
  }

  take(pairs) {
    for (const [key, said] of pairs) if (checked(key, said) !== undefined) this.values[key] = checked(key, said);
  }

  // With side ".b" the setting of the second network, that of the first where it has none; ".e" that of the emojis'
  // room, ".v" that of its bench, ".w" that of the wall.
  get(key, side = "") {
    const first = side === ".b" ? this.values[key] : undefined;
    return this.values[key + side] ?? first ?? specOf(key + side).start;
  }

  // The numbers of a point; null where there are not so many.
  point(key, length) {
    const numbers = this.get(key).split(",").map(Number);
    return numbers.length === length && numbers.every(Number.isFinite) ? numbers : null;
  }

  // The sides whose settings the controls show.
  edited = () => (this.get("pair") ? { both: SIDES, a: [""], b: [".b"] }[this.get("side")] : [""]);

  // Change a setting of the edited sides; the other one keeps its own.
  setEdited(key, value) {
    const [first, second] = SIDES.map((side) => (this.edited().includes(side) ? value : this.get(key, side)));
    this.set(this.get("pair") ? { [key]: first, [`${key}.b`]: second } : { [key]: first });
  }

  set(changes) {
    const keys = Object.keys(changes).filter((key) => this.values[key] !== changes[key]);
    Object.assign(this.values, changes);
    if (keys.length) this.tell(keys);
  }

  tell(keys) {
    this.listener(keys);
    this.writeSoon();
  }

  // A browser takes a hundred addresses in half a minute.
  writeSoon = () => (this.timer ??= setTimeout(() => this.write(), 400));

  write() {
    this.timer = undefined;
    if (this.written && this.written !== (location.hash || "#")) return; // a way back is about to be followed
    const always = (key) => key === "room" || key.endsWith(".b");
    const told = ([key, value]) => value !== undefined && (always(key) || value !== specOf(key).start);
    const said = Object.entries(this.values).filter(told);
    this.written = `#${new URLSearchParams(said)}`;
    if (/^(https?|file):$/.test(location.protocol)) history.replaceState(null, "", this.written);
  }
}
