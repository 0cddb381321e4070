// The data sets and networks that the page brings along.

import { rowsToPixels } from "./files.js";
import { Network } from "./network.js";
import { FACES, TEXTS } from "./texts.js";

const content = (id) => JSON.parse(document.getElementById(id).textContent);
const binary = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function fromHalf(half) {
  const exponent = (half >> 10) & 31;
  const size = exponent ? (1 + (half & 1023) / 1024) * 2 ** (exponent - 15) : (half & 1023) * 2 ** -24;
  return half & 0x8000 ? -size : size;
}

const { letters, emojis } = content("data");
const pixels = (text) => Array.from(binary(text), (level) => level / 255);
const ours = { shape: [7, 5], source: "load_letters()", said: { own: "", sheet: "" } };
export const LETTERS = { names: letters.names, images: letters.rows.map(rowsToPixels), ...ours };
const faces = { shape: [20, 20], light: true, source: "load_emojis()" };
export const EMOJIS = emojis && { names: emojis.names, images: emojis.pixels.map(pixels), ...faces };
emojis?.names.forEach((name, i) => (TEXTS[`emoji.${name}`] = [name, FACES[i]]));

// The stored networks; their weights are read when they are first asked for.
export const MODELS = Object.entries(content("models")).map(([name, model]) => {
  let made = null;
  const make = () => {
    const { buffer } = binary(model.weights);
    const weights = model.type === "float16" ? new Uint16Array(buffer) : new Float32Array(buffer);
    const parameters = Float64Array.from(weights, model.type === "float16" ? fromHalf : Number);
    return new Network(model.sizes, model.activations, parameters);
  };
  return { name, ...model, network: () => (made ??= make()) };
});
