// The data sets and networks that the page brings along.

import { Network } from "./network.js";
import { rowsToPixels } from "./files.js";

const content = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
const binary = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function fromHalf(half) {
  const exponent = (half >> 10) & 31;
  const size = exponent ? (1 + (half & 1023) / 1024) * 2 ** (exponent - 15) : (half & 1023) * 2 ** -24;
  return half & 0x8000 ? -size : size;
}

export const START = content("start") ?? {};

const { letters, emojis } = content("data");
export const LETTERS = {
  names: letters.names,
  images: letters.rows.map(rowsToPixels),
  shape: [7, 5],
  source: { loader: "load_letters", code: "load_letters()" },
};
export const EMOJIS = emojis && {
  names: emojis.names,
  images: emojis.pixels.map((text) => Array.from(binary(text), (level) => level / 255)),
  shape: [20, 20],
  light: true,
};

// The stored networks by name; their weights are read when they are first asked for.
export const MODELS = Object.entries(content("models")).map(([name, model]) => ({
  name,
  ...model,
  network() {
    if (!this.made) {
      const { buffer } = binary(this.weights);
      const half = this.type === "float16";
      const weights = half ? Float64Array.from(new Uint16Array(buffer), fromHalf) : Float64Array.from(new Float32Array(buffer));
      this.made = Object.assign(new Network(this.sizes, this.activations, weights), { decoder: !!this.codes });
    }
    return this.made;
  },
}));
