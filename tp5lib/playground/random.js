// NumPy's random numbers: default_rng([seed, use]) draws the same here as there, so a seed of this page is that
// seed of tp5lib. M. O'Neill, "PCG", 2014; G. Marsaglia and W. Tsang, "The ziggurat method", 2000.

// SeedSequence of NumPy: the words of the seed, hashed into eight words of 32 bits.
function seedWords(entropy) {
  const hash = (constant, factor) => (word) => {
    const mixed = word ^ constant;
    constant = Math.imul(constant, factor);
    const value = Math.imul(mixed, constant);
    return (value ^ (value >>> 16)) >>> 0;
  };
  const mixIn = hash(0x43b0d7e5, 0x931e8875);
  const pool = [0, 1, 2, 3].map((i) => mixIn(entropy[i] ?? 0));
  for (let from = 0; from < 4; from += 1) {
    for (let to = 0; to < 4; to += 1) {
      if (from === to) continue;
      const mixed = Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, mixIn(pool[from]));
      pool[to] = (mixed ^ (mixed >>> 16)) >>> 0;
    }
  }
  const out = hash(0x8b51f9dd, 0x58f38ded);
  return Array.from({ length: 8 }, (_, i) => out(pool[i % 4]));
}

const PCG_FACTOR = 0x2360ed051fc65da44385df649fccf645n; // a generator is a number of 128 bits

// The 256 layers of the ziggurat under exp(-x^2 / 2): widths x, heights f, shares k that are accepted at once.
const ZIGGURAT_END = 3.654152885361009;
const ZIGGURAT = (() => {
  const area = 0.004928673233974658; // of each layer
  const height = (x) => Math.exp(-0.5 * x * x);
  const x = new Float64Array(256);
  x[255] = ZIGGURAT_END;
  for (let i = 254; i > 0; i -= 1) x[i] = Math.sqrt(-2 * Math.log(area / x[i + 1] + height(x[i + 1])));
  const f = x.map(height);
  x[0] = area / f[255];
  const k = x.map((width, i) => (i === 0 ? x[255] / width : i === 1 ? 0 : x[i - 1] / width));
  return { x, f, k };
})();

export class Random {
  constructor(...entropy) {
    const words = seedWords(entropy).map(BigInt);
    const start = (words[1] << 96n) | (words[0] << 64n) | (words[3] << 32n) | words[2];
    const increment = (words[5] << 97n) | (words[4] << 65n) | (words[7] << 33n) | (words[6] << 1n) | 1n;
    Object.assign(this, { increment, state: increment + start });
    this.half = null; // of 64 bits, where 32 were asked for
    this.draw();
  }

  // Leave 64 bits in `high` and `low`.
  draw() {
    this.state = BigInt.asUintN(128, this.state * PCG_FACTOR + this.increment);
    const both = BigInt.asUintN(64, (this.state >> 64n) ^ this.state);
    const turned = ((both << 64n) | both) >> (this.state >> 122n); // by the six highest bits
    this.high = Number(BigInt.asUintN(32, turned >> 32n));
    this.low = Number(BigInt.asUintN(32, turned));
  }

  uniform() {
    this.draw();
    return (this.high * 2 ** 21 + (this.low >>> 11)) * 2 ** -53;
  }

  normal() {
    const { x, f, k } = ZIGGURAT;
    for (;;) {
      this.draw();
      const layer = this.low & 255;
      const bits = (this.high & 0x1fffffff) * 2 ** 23 + (this.low >>> 9);
      const share = bits * 2 ** -52;
      const value = share * x[layer] * (this.low & 256 ? -1 : 1);
      if (share < k[layer]) return value;
      while (layer === 0) {
        const beyond = -Math.log1p(-this.uniform()) / ZIGGURAT_END;
        const enough = -2 * Math.log1p(-this.uniform()) > beyond * beyond;
        if (enough) return (ZIGGURAT_END + beyond) * (Math.floor(bits / 256) % 2 ? -1 : 1);
      }
      const above = layer === 1 ? 1 : f[layer - 1];
      if ((above - f[layer]) * this.uniform() + f[layer] < Math.exp(-0.5 * value * value)) return value;
    }
  }

  // 32 bits, the lower half of 64 first.
  word() {
    const kept = this.half;
    this.half = null;
    if (kept !== null) return kept;
    this.draw();
    this.half = this.high;
    return this.low;
  }

  permutation(n) {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i -= 1) {
      const mask = 2 ** (32 - Math.clz32(i)) - 1; // as many bits as i has, drawn again where they exceed it
      let j = this.word() & mask;
      while (j > i) j = this.word() & mask;
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}

// Salt and pepper as tp5lib.salt_and_pepper: a share p is replaced, half by 1 and half by 0.
export function saltAndPepper(x, p, random) {
  return x.map((pixel) => {
    const draw = random.uniform();
    return draw < p / 2 ? 1 : draw < p ? 0 : pixel;
  });
}
