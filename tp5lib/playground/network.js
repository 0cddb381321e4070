// Dense layers, activations and losses, as in tp5lib.nn: the parameters are one row, each layer's weights
// (outputs, inputs + 1) with the bias last; values are (samples, features).

export const ACTIVATIONS = {
  sigmoid: { apply: (z) => 1 / (1 + Math.exp(-z)), slope: (a) => a * (1 - a) },
  tanh: { apply: Math.tanh, slope: (a) => 1 - a * a },
  relu: { apply: (z) => (z > 0 ? z : 0), slope: (a) => (a > 0 ? 1 : 0) },
  identity: { apply: (z) => z, slope: () => 1 },
};

// Each gives a pixel's loss and its derivative by the logit z, where p = f(z) and chain is the slope of f.
export const LOSSES = {
  mse: { value: (z, p, y) => (p - y) * (p - y), slope: (p, y, chain) => 2 * (p - y) * chain(p) },
  mae: { value: (z, p, y) => Math.abs(p - y), slope: (p, y, chain) => Math.sign(p - y) * chain(p) },
  bce: {
    // log(1 + exp(z)) - y z, in a form that cannot overflow, for p is the sigmoid of z: its derivative cancels.
    value: (z, p, y) => Math.max(z, 0) - y * z - Math.log(Math.max(p, 1 - p)),
    slope: (p, y) => p - y,
  },
};

export class Network {
  // `sizes` of all layers, the name of an activation for each but the first.
  constructor(sizes, activations, parameters) {
    this.sizes = sizes;
    this.activations = activations;
    this.offsets = [0];
    sizes.slice(1).forEach((size, l) => this.offsets.push(this.offsets[l] + size * (sizes[l] + 1)));
    this.middle = sizes[0] === sizes.at(-1) ? (sizes.length - 1) / 2 : 0; // a decoder alone begins with the code
    this.parameters = parameters ?? new Float64Array(this.offsets.at(-1));
    this.workspaces = new Map();
  }

  // Glorot normal, biases zero: X. Glorot and Y. Bengio, 2010, equation 12.
  initialise(random) {
    this.sizes.slice(1).forEach((outputs, l) => {
      const inputs = this.sizes[l];
      const deviation = Math.sqrt(2 / (inputs + outputs));
      let place = this.offsets[l];
      for (let o = 0; o < outputs; o += 1) {
        for (let i = 0; i < inputs; i += 1) this.parameters[place++] = deviation * random.normal();
        this.parameters[place++] = 0;
      }
    });
    return this;
  }

  // What some samples are computed in, made once for each number of them; y is what they should give.
  workspace(n) {
    if (!this.workspaces.has(n)) {
      const make = (size) => new Float64Array(size * n);
      const [values, deltas] = [this.sizes.map(make), this.sizes.map(make)];
      this.workspaces.set(n, { n, values, deltas, logits: make(this.sizes.at(-1)), y: make(this.sizes.at(-1)) });
    }
    return this.workspaces.get(n);
  }

  // From layer `from`, whose values are set, to layer `to`.
  forward(work, from = 0, to = this.sizes.length - 1) {
    const { parameters } = this;
    const { n, values } = work;
    for (let l = from; l < to; l += 1) {
      const [inputs, outputs] = [this.sizes[l], this.sizes[l + 1]];
      const [x, a] = [values[l], values[l + 1]];
      const z = l + 2 === this.sizes.length ? work.logits : a;
      for (let s = 0; s < n; s += 1) {
        let w = this.offsets[l];
        for (let o = 0; o < outputs; o += 1) {
          let sum = parameters[w + inputs];
          for (let i = 0; i < inputs; i += 1) sum += parameters[w + i] * x[s * inputs + i];
          z[s * outputs + o] = sum;
          w += inputs + 1;
        }
      }
      const { apply } = ACTIVATIONS[this.activations[l]];
      for (let k = 0; k < outputs * n; k += 1) a[k] = apply(z[k]);
    }
    return values[to];
  }

  // The loss of the last values, summed and divided by `share`; leaves its derivative in the last delta.
  compare({ values, logits, deltas, y }, { value, slope }, share) {
    const [p, delta, chain] = [values.at(-1), deltas.at(-1), ACTIVATIONS[this.activations.at(-1)].slope];
    let sum = 0;
    for (let k = 0; k < p.length; k += 1) {
      sum += value(logits[k], p[k], y[k]);
      delta[k] = slope(p[k], y[k], chain) / share;
    }
    return sum / share;
  }

  // The gradient by all parameters, given the last delta, dL/dz; `toInput` asks for dL/dx as well, the first delta.
  backward(work, gradient, toInput = false) {
    const { parameters } = this;
    const { n, values, deltas } = work;
    gradient.fill(0);
    for (let l = this.sizes.length - 2; l >= 0; l -= 1) {
      const [inputs, outputs] = [this.sizes[l], this.sizes[l + 1]];
      const [x, delta, below] = [values[l], deltas[l + 1], deltas[l]];
      const on = l > 0 || toInput;
      below.fill(0);
      for (let s = 0; s < n; s += 1) {
        let w = this.offsets[l];
        for (let o = 0; o < outputs; o += 1) {
          const one = delta[s * outputs + o];
          for (let i = 0; i < inputs; i += 1) gradient[w + i] += one * x[s * inputs + i];
          if (on) for (let i = 0; i < inputs; i += 1) below[s * inputs + i] += one * parameters[w + i];
          gradient[w + inputs] += one;
          w += inputs + 1;
        }
      }
      if (!l) break;
      const { slope } = ACTIVATIONS[this.activations[l - 1]];
      for (let k = 0; k < inputs * n; k += 1) below[k] *= slope(x[k]);
    }
  }

  // Rows of numbers in, rows out, through the layers `from` to `to`.
  apply(rows, from, to) {
    const work = this.workspace(rows.length);
    rows.forEach((row, s) => work.values[from].set(row, s * row.length));
    const [y, size] = [this.forward(work, from, to), this.sizes[to]];
    return rows.map((_, s) => y.slice(s * size, (s + 1) * size));
  }

  // What a row makes of each layer, and the weights that lead there.
  layers(row) {
    const { sizes, offsets, parameters } = this;
    this.apply([row], 0, sizes.length - 1);
    const weight = (l) => (to, from) => parameters[offsets[l - 1] + to * (sizes[l - 1] + 1) + from];
    return this.workspace(1).values.map((values, l) => ({ values, weight: weight(l) }));
  }

  encode = (rows) => this.apply(rows, 0, this.middle);
  reconstruct = (rows) => this.apply(rows, 0, this.sizes.length - 1);
  decode = (codes) => this.apply(codes, this.middle, this.sizes.length - 1);
}
