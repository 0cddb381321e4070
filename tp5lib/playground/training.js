// One training, epoch by epoch, in the order of tp5lib.models.training.

import { LOSSES, Network } from "./network.js";
import { Random, saltAndPepper } from "./random.js";

// The optimizer: D. Kingma and J. Ba, "Adam", 2015, algorithm 1, in tp5lib's form.
class Adam {
  constructor(size) {
    Object.assign(this, { m: new Float64Array(size), v: new Float64Array(size), updates: 0 });
  }

  step(w, g, rate) {
    const { m, v } = this;
    this.updates += 1;
    const scale = Math.sqrt((1 - 0.999 ** this.updates) / (1 - 0.999));
    const factor = rate * ((scale * (1 - 0.9)) / (1 - 0.9 ** this.updates));
    const epsilon = 1e-8 * scale;
    for (let i = 0; i < w.length; i += 1) {
      const first = m[i] * 0.9 + g[i];
      const second = v[i] * 0.999 + g[i] * g[i];
      m[i] = first;
      v[i] = second;
      w[i] -= (first / (Math.sqrt(second) + epsilon)) * factor;
    }
    if (this.updates % 50) return;
    for (const moment of [m, v]) moment.forEach((value, i) => Math.abs(value) < 1e-250 && (moment[i] = 0));
  }
}

// The adaptive rate of slides 7 and 8, as tp5lib's `Adaptive` has it.
class Adaptive {
  constructor(rate) {
    Object.assign(this, { rate, low: Math.min(1e-6, rate), high: 10 * rate, best: Infinity });
    this.epoch = this.progress = this.standstill = 0;
  }

  update(loss) {
    this.epoch += 1;
    this[loss < this.best - 1e-6 ? "progress" : "standstill"] = this.epoch;
    this.best = Math.min(this.best, loss);
    if (this.epoch - this.progress >= 500) {
      this.rate = Math.max(this.rate * 0.5, this.low);
      this.progress = this.epoch;
    }
    if (this.epoch - this.standstill >= 400) {
      this.rate = Math.min(this.rate * 1.1, this.high);
      this.standstill = this.epoch;
    }
  }
}

const POINTS = 512; // of a loss curve, at most

export class Training {
  // settings: layers, activations (of all layers but the first), loss, rate, adaptive, noise, batch (0 for all),
  // seed; x: rows of pixels.
  constructor(settings, x) {
    Object.assign(this, { settings, x, epoch: 0, curve: [], stride: 1 });
    this.network = this.constructor.network(settings).initialise(new Random(settings.seed, 0));
    this.random = new Random(settings.seed, 1);
    this.gradient = new Float64Array(this.network.parameters.length);
    this.optimizer = new Adam(this.gradient.length);
    this.schedule = settings.adaptive ? new Adaptive(settings.rate) : { rate: settings.rate, update() {} };
    this.batch = settings.batch < x.length ? settings.batch : 0;
    this.loss = this.measure();
  }

  static network = ({ layers, activations }) => new Network(layers, activations);

  inputs() {
    const { settings: { noise }, random, x } = this;
    return noise ? x.map((row) => saltAndPepper(row, noise, random)) : x;
  }

  // Take some inputs and what to give back for them.
  load(x, target) {
    this.work = this.network.workspace(x.length);
    x.forEach((row, s) => this.work.values[0].set(row, s * row.length));
    target.forEach((row, s) => this.work.y.set(row, s * row.length));
  }

  // The loss of what is loaded, and its gradient if asked for.
  evaluate(differentiate) {
    const { work, network } = this;
    const pixels = network.forward(work).length;
    const mean = network.compare(work, LOSSES[this.settings.loss], pixels);
    if (differentiate) network.backward(work, this.gradient);
    return mean;
  }

  // The loss of all images, under noise that on a fresh draw; where all are one batch, with the next gradient.
  measure() {
    if (this.batch || this.settings.noise || !this.work) this.load(this.inputs(), this.x);
    return this.evaluate(!this.batch);
  }

  // Where all images are one batch: the numbers of their codes and the wrong pixels of each.
  // Typed arrays, which travel several times as fast as lists.
  seen() {
    const { n, values, y } = this.work;
    const errors = new Uint16Array(n);
    values.at(-1).forEach((p, k) => (errors[Math.floor((k * n) / y.length)] += p > 0.5 !== y[k] > 0.5));
    return { codes: values[this.network.middle].slice(), errors, curve: Float64Array.from(this.curve) };
  }

  // One epoch; returns the loss after it.
  advance() {
    const { network, optimizer, schedule, x, batch, settings: { shuffle = true } } = this;
    const update = () => optimizer.step(network.parameters, this.gradient, schedule.rate);
    if (batch) {
      const noisy = this.inputs();
      const order = shuffle ? this.random.permutation(x.length) : [...x.keys()];
      for (let start = 0; start < x.length; start += batch) {
        const chosen = order.slice(start, start + batch);
        this.load(chosen.map((i) => noisy[i]), chosen.map((i) => x[i]));
        this.evaluate(true);
        update();
      }
    } else update();
    this.loss = this.measure();
    schedule.update(this.loss);
    this.epoch += 1;
    const { terms } = this; // of a variational loss
    if (this.epoch % this.stride === 0) this.curve.push(terms ? [terms.reconstruction, ...terms.kl] : this.loss);
    if (this.curve.length === POINTS) {
      this.curve = this.curve.filter((_, i) => i % 2);
      this.stride *= 2;
    }
    return this.loss;
  }
}
