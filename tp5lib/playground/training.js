// One training, epoch by epoch, in the order of tp5lib.models.training.

import { ACTIVATIONS, LOSSES, Network } from "./network.js";
import { Random, saltAndPepper } from "./random.js";

// The optimizer: D. Kingma and J. Ba, "Adam", 2015, algorithm 1, in tp5lib's form.
class Adam {
  constructor(size) {
    this.m = new Float64Array(size);
    this.v = new Float64Array(size);
    this.updates = 0;
  }

  step(w, g, rate) {
    const { m, v } = this;
    this.updates += 1;
    const scale = Math.sqrt((1 - 0.999 ** this.updates) / (1 - 0.999));
    const factor = rate * ((scale * (1 - 0.9)) / (1 - 0.9 ** this.updates));
    const epsilon = 1e-8 * scale;
    for (let i = 0; i < w.length; i += 1) {
      m[i] = m[i] * 0.9 + g[i];
      v[i] = v[i] * 0.999 + g[i] * g[i];
      w[i] -= (m[i] / (Math.sqrt(v[i]) + epsilon)) * factor;
    }
    if (this.updates % 50) return;
    for (const moment of [m, v]) {
      for (let i = 0; i < w.length; i += 1) if (Math.abs(moment[i]) < 1e-250) moment[i] = 0;
    }
  }
}

// The adaptive rate of slides 7 and 8, as tp5lib's `Adaptive` has it.
class Adaptive {
  constructor(rate) {
    Object.assign(this, { rate, low: Math.min(1e-6, rate), high: 10 * rate, best: Infinity });
    this.epoch = this.progress = this.standstill = 0;
  }

  update(loss) {
    const better = loss < this.best - 1e-6;
    this.best = Math.min(this.best, loss);
    this.epoch += 1;
    if (better) this.progress = this.epoch;
    else this.standstill = this.epoch;
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

const CURVE = 512; // points of a loss curve, at most

export class Training {
  // settings: layers, activations (of all layers but the first), loss, rate, adaptive, noise,
  // batch (0 for all), seed; x: rows of pixels; parameters: initial weights, if not the seed's.
  constructor(settings, x, parameters) {
    this.settings = settings;
    this.x = x;
    this.network = new Network(settings.layers, settings.activations);
    if (parameters) this.network.parameters.set(parameters);
    else this.network.initialise(new Random(settings.seed, 0));
    this.random = new Random(settings.seed, 1);
    const { parameters: weights } = this.network;
    this.gradient = new Float64Array(weights.length);
    this.optimizer = new Adam(weights.length);
    this.schedule = settings.adaptive ? new Adaptive(settings.rate) : { rate: settings.rate, update() {} };
    this.batch = settings.batch && settings.batch < x.length ? settings.batch : 0;
    this.works = new Map();
    this.epoch = 0;
    this.curve = [];
    this.stride = 1;
    this.load(x.length, this.inputs(), x);
    this.loss = this.evaluate(!this.batch);
  }

  inputs() {
    const { noise } = this.settings;
    return noise ? this.x.map((row) => saltAndPepper(row, noise, this.random)) : this.x;
  }

  load(n, x, target) {
    if (!this.works.has(n)) {
      const size = this.settings.layers.at(-1);
      this.works.set(n, Object.assign(this.network.workspace(n), { y: new Float64Array(size * n) }));
    }
    this.work = this.works.get(n);
    const [input] = this.work.values;
    for (let s = 0; s < n; s += 1) {
      for (let i = 0; i < x[s].length; i += 1) {
        input[i * n + s] = x[s][i];
        this.work.y[i * n + s] = target[s][i];
      }
    }
  }

  // The loss, and its gradient if asked for.
  evaluate(differentiate) {
    const { work, network, settings } = this;
    const { value, slope } = LOSSES[settings.loss];
    const chain = ACTIVATIONS[settings.activations.at(-1)].slope;
    const p = network.forward(work);
    const { logits, y } = work;
    const delta = work.deltas.at(-1);
    let sum = 0;
    for (let k = 0; k < p.length; k += 1) {
      sum += value(logits[k], p[k], y[k]);
      delta[k] = slope(p[k], y[k], chain) / p.length;
    }
    if (differentiate) network.backward(work, this.gradient);
    return sum / p.length;
  }

  advance() {
    const { network, optimizer, schedule, x } = this;
    const n = x.length;
    if (this.batch) {
      const noisy = this.inputs();
      const order = this.random.permutation(n);
      for (let start = 0; start < n; start += this.batch) {
        const chosen = order.slice(start, start + this.batch);
        this.load(chosen.length, chosen.map((i) => noisy[i]), chosen.map((i) => x[i]));
        this.evaluate(true);
        optimizer.step(network.parameters, this.gradient, schedule.rate);
      }
      this.load(n, this.inputs(), x);
      this.loss = this.evaluate(false);
    } else {
      optimizer.step(network.parameters, this.gradient, schedule.rate);
      if (this.settings.noise) this.load(n, this.inputs(), x);
      this.loss = this.evaluate(true);
    }
    schedule.update(this.loss);
    this.epoch += 1;
    if (this.epoch % this.stride === 0) this.curve.push(this.loss);
    if (this.curve.length === CURVE) {
      this.curve = this.curve.filter((_, i) => i % 2);
      this.stride *= 2;
    }
    return this.loss;
  }
}
