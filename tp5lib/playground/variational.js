// The variational autoencoder and its training, as tp5lib.nn.objectives has them: the loss of an image is
// reconstruction(x | z) + beta KL, with one draw z = mu + sigma epsilon, epsilon ~ N(0, 1), and
// KL = sum over the latent dimensions of (mu^2 + sigma^2 - 1 - log sigma^2) / 2.
// D. Kingma and M. Welling, "Auto-encoding variational Bayes", 2014, equation 10 and appendix B.

import { LOSSES, Network } from "./network.js";
import { Training } from "./training.js";

// The losses that add up an image's pixels, by a pixel's loss.
export const SUMMED = { gaussian: LOSSES.mse, bernoulli: LOSSES.bce };

// Two networks on one row of parameters, of `layers` such as [400, 30, 2, 30, 400]; the encoder ends in mu, then
// log sigma^2, without an activation.
export class Variational {
  constructor({ layers, activation }) {
    const middle = (layers.length - 1) / 2;
    this.latent = layers[middle];
    const sizes = [[...layers.slice(0, middle), 2 * this.latent], layers.slice(middle)];
    const [split, rest] = sizes.map((own) => own.slice(1).reduce((sum, size, l) => sum + size * (own[l] + 1), 0));
    const inner = new Array(middle - 1).fill(activation);
    this.parameters = new Float64Array(split + rest);
    this.encoder = new Network(sizes[0], [...inner, "identity"], this.parameters.subarray(0, split));
    this.decoder = new Network(sizes[1], [...inner, "sigmoid"], this.parameters.subarray(split));
  }

  workspace(n) {
    const [encoder, decoder] = [this.encoder.workspace(n), this.decoder.workspace(n)];
    const code = () => new Float64Array(this.latent * n);
    return { n, encoder, decoder, values: encoder.values, y: decoder.y, epsilon: code(), sigma: code() };
  }

  initialise(random) {
    for (const part of [this.encoder, this.decoder]) part.initialise(random);
    return this;
  }

  // mu and sigma of each of some rows.
  encode(rows) {
    const { encoder, latent } = this;
    return encoder.apply(rows, 0, encoder.sizes.length - 1).map((both) => ({
      mu: both.subarray(0, latent),
      sigma: both.subarray(latent).map((value) => Math.exp(value / 2)),
    }));
  }

  // Between the layers of encoder and decoder mu and sigma lead to z.
  layers(row, z) {
    const [encoder, decoder] = [this.encoder.layers(row), this.decoder.layers(z)];
    const code = encoder.at(-1);
    code.values = code.values.map((value, k) => (k < this.latent ? value : Math.exp(value / 2)));
    decoder[0].weight = (to, from) => Number(from % this.latent === to);
    return [...encoder, ...decoder];
  }

  decode = (codes) => this.decoder.decode(codes);
}

export class VariationalTraining extends Training {
  // settings: as of Training; activation of all hidden layers, beta, and whether to shuffle.
  static network = (settings) => new Variational(settings);

  // The loss of what is loaded under one draw, and its gradient if asked for.
  evaluate(differentiate) {
    const { work: { n, encoder, decoder, epsilon, sigma }, network, settings: { beta, loss } } = this;
    const { latent } = network;
    const both = network.encoder.forward(encoder); // of each sample mu, then log sigma^2
    const kl = new Array(latent).fill(0);
    for (let d = 0; d < latent; d += 1) {
      for (let s = 0; s < n; s += 1) {
        const [k, mu] = [s * latent + d, 2 * s * latent + d];
        epsilon[k] = this.random.normal();
        sigma[k] = Math.exp(both[mu + latent] / 2);
        decoder.values[0][k] = both[mu] + sigma[k] * epsilon[k];
        kl[d] += (both[mu] ** 2 + sigma[k] ** 2 - 1 - both[mu + latent]) / 2 / n;
      }
    }
    network.decoder.forward(decoder);
    const reconstruction = network.decoder.compare(decoder, SUMMED[loss], n);
    this.terms = { reconstruction, kl };
    if (differentiate) this.differentiate(both, beta / n);
    return reconstruction + beta * kl.reduce((sum, one) => sum + one);
  }

  // With g = dL/dz: dL/dmu = g + beta mu / n, and dL/dlog sigma^2 = g epsilon sigma / 2 + beta (sigma^2 - 1) / (2 n).
  differentiate(both, scale) {
    const { work: { encoder, decoder, epsilon, sigma }, network, gradient } = this;
    const split = network.encoder.parameters.length;
    network.decoder.backward(decoder, gradient.subarray(split), true);
    const [g, delta] = [decoder.deltas[0], encoder.deltas.at(-1)];
    for (let k = 0; k < g.length; k += 1) {
      const mu = k + network.latent * Math.floor(k / network.latent);
      delta[mu] = g[k] + scale * both[mu];
      delta[mu + network.latent] = (g[k] * epsilon[k] * sigma[k] + scale * (sigma[k] ** 2 - 1)) / 2;
    }
    network.encoder.backward(encoder, gradient.subarray(0, split));
  }

  // By batches the loss is measured some images at a time, as many as tp5lib takes, so that the draws are the same.
  measure() {
    if (!this.batch) return super.measure();
    const { x, network: { encoder, decoder, parameters } } = this;
    const units = [...encoder.sizes, ...decoder.sizes].reduce((sum, size) => sum + size);
    const numbers = Math.min(Math.max(Math.floor(parameters.length / 2), 8192), 131072);
    const size = Math.max(this.batch, Math.floor(numbers / units));
    const whole = { reconstruction: 0, kl: new Array(this.network.latent).fill(0) };
    let loss = 0;
    for (let start = 0; start < x.length; start += size) {
      const part = x.slice(start, start + size);
      const share = part.length / x.length;
      this.load(part, part);
      loss += share * this.evaluate(false);
      whole.reconstruction += share * this.terms.reconstruction;
      this.terms.kl.forEach((one, k) => (whole.kl[k] += share * one));
    }
    this.terms = whole;
    return loss;
  }
}

// The kind of training that settings ask for, which also says what kind of network it trains.
export const kindOf = ({ beta }) => (beta === undefined ? Training : VariationalTraining);
