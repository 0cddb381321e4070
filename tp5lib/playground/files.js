// What goes in and out: settings as code, weights, letters, sheets of tiles, photographs.

import { h } from "./controls.js";
import { t } from "./texts.js";

// The lines of tp5lib that repeat a run.
export function codeOf(settings, epochs, source) {
  const { layers, activation, activations = [], seed, loss, rate, adaptive, noise, batch, beta, shuffle } = settings;
  const kind = beta === undefined ? "Autoencoder" : "VariationalAutoencoder";
  const own = (name, value, usual) => (value === usual ? "" : `, ${name}=${value}`);
  const hidden = new Set(activations.slice(0, -1)).size > 1 ? activations.slice(0, -1) : activation;
  const shape = own("activation", JSON.stringify(hidden).replaceAll(",", ", "), kind === "Autoencoder" && '"sigmoid"');
  const how = own("noise", noise, 0) + own("batch_size", batch, 0) + (shuffle === false ? ", shuffle=False" : "");
  return [
    `from tp5lib import ${adaptive ? "Adaptive, " : ""}${kind}, ${source.split("(")[0]}`,
    `images = ${source}`,
    `model = ${kind}([${layers.join(", ")}], seed=${seed}${shape}${own("beta", beta)})`,
    `rate = ${adaptive ? `Adaptive(${rate})` : rate}`,
    `history = model.fit(images.x, epochs=${epochs}, learning_rate=rate, loss="${loss}"${how})`,
  ].join("\n");
}

// Numbers as bytes, lowest first; fields are [bytes, value].
const bytes = (...fields) =>
  Uint8Array.from(fields.flatMap(([size, value]) => Array.from({ length: size }, (_, i) => (value / 256 ** i) & 255)));

const joined = (parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

function npy(type, shape, content) {
  const said = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = new TextEncoder().encode(`${said}${" ".repeat(63 - ((10 + said.length) % 64))}\n`);
  return joined([Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0), bytes([2, header.length]), header, content]);
}

function crc32(content) {
  let crc = -1;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

// A zip archive, stored, as numpy.savez writes it.
function zip(files) {
  const [local, central] = [[], []];
  let place = 0;
  for (const [name, content] of files) {
    const title = new TextEncoder().encode(name);
    const size = [4, content.length];
    const facts = [[2, 20], [4, 0], [4, 0x210000], [4, crc32(content)], size, size, [2, title.length]];
    local.push(bytes([4, 0x04034b50], ...facts, [2, 0]), title, content);
    central.push(bytes([4, 0x02014b50], [2, 20], ...facts, [4, 0], [4, 0], [4, 0], [4, place]), title);
    place += 30 + title.length + content.length;
  }
  const index = joined(central);
  const count = [2, files.length];
  return joined([...local, index, bytes([4, 0x06054b50], [4, 0], count, count, [4, index.length], [4, place], [2, 0])]);
}

// The weights as a file that tp5lib.load_model reads.
export function weightsFile({ layers, activations, seed }, parameters) {
  const shape = { format: 3, model: "Autoencoder", layers, activation: activations.slice(0, -1) };
  const text = JSON.stringify({ ...shape, output: activations.at(-1), seed });
  const letters = Uint32Array.from(text, (letter) => letter.codePointAt(0));
  return zip([
    ["configuration.npy", npy(`<U${text.length}`, "", new Uint8Array(letters.buffer))],
    ["parameters.npy", npy("<f8", `1, ${parameters.length}`, new Uint8Array(parameters.slice().buffer))],
  ]);
}

export function save(name, content) {
  h("a", { href: URL.createObjectURL(new Blob([content])), download: name }).click();
}

export const rowsToPixels = (rows) => rows.flatMap((row) => [16, 8, 4, 2, 1].map((bit) => (row & bit ? 1 : 0)));
const hexRow = (bits) => parseInt(bits, 2).toString(16).padStart(2, "0");
const hexRows = (pixels) => pixels.map((pixel) => (pixel > 0.5 ? 1 : 0)).join("").match(/.{5}/g).map(hexRow);
export const hexOf = (pixels) => hexRows(pixels).join("");
export const hexToPixels = (hex) => rowsToPixels(hex.match(/../g).map((row) => parseInt(row, 16)));

// Letters as an address holds them: seven rows as two hexadecimal digits each, then the name, by commas.
export const textOf = ({ names, images }) => images.map((pixels, i) => hexOf(pixels) + names[i]).join();
export const FONT = { shape: [7, 5], source: 'load_font_header("font.h")' };
export function lettersOf(text) {
  const said = text.split(/,(?=(?:[01][\da-f]){7})/).filter((one) => /^([01][\da-f]){7}./.test(one));
  const images = said.map((one) => hexToPixels(one.slice(0, 14)));
  return { names: said.map((one) => one.slice(14)), images, ...FONT };
}

// Letters as a C header, for load_font_header.
export function headerOf({ names, images }) {
  const line = (pixels, i) => `    {${hexRows(pixels).map((row) => `0x${row}`).join(", ")}},  // ${names[i]}`;
  return `int const Font[${images.length}][7] = {\n${images.map(line).join("\n")}\n};\n`;
}

export async function readText(file) {
  const text = await file.text();
  if (/[\0\uFFFD]/.test(text)) throw new Error(t("file.text", { file: file.name }));
  return text;
}

async function pictureOf(file) {
  if (file.type && !file.type.startsWith("image/")) throw new Error(t("file.kind", { file: file.name }));
  return createImageBitmap(file).catch(() => {
    throw new Error(t("file.picture", { file: file.name }));
  });
}

// A black canvas: what lies under transparent pixels.
function contextOf(width, height) {
  const context = h("canvas", { width, height }).getContext("2d", { willReadFrequently: true });
  context.fillRect(0, 0, width, height);
  return context;
}

function greysOf(context, left, top, [rows, columns]) {
  const { data } = context.getImageData(left, top, columns, rows);
  const grey = (k) => (299 * data[k] + 587 * data[k + 1] + 114 * data[k + 2]) / 1000;
  return Array.from({ length: rows * columns }, (_, i) => grey(4 * i));
}

function tilesNamed(names, images, shape, name, more = "") {
  const source = `load_sprite_sheet(${JSON.stringify(name)}, tile=(${shape.join(", ")})${more})`;
  return { names, images, shape, light: true, source };
}

// The tiles of a picture, as tp5lib.load_sprite_sheet reads them: over black, or over white where all are empty then.
export async function readSheet(file, shape) {
  const [picture, [rows, columns]] = [await pictureOf(file), shape];
  const { width, height } = picture;
  const said = { file: file.name, width, height, rows, columns };
  if (width * height > 1e7) throw new Error(t("file.large", said));
  if (width % columns || height % rows) throw new Error(t("file.unfilled", said));
  const [context, names, images] = [contextOf(width, height), [], []];
  for (const more of ["", ', ground="white"']) {
    if (more) Object.assign(context, { fillStyle: "white" }).fillRect(0, 0, width, height);
    context.drawImage(picture, 0, 0);
    for (let top = 0; top < height; top += rows) {
      for (let left = 0; left < width; left += columns) {
        const greys = greysOf(context, left, top, shape);
        if (greys.every((grey) => grey === greys[0])) continue;
        names.push(`r${top / rows + 1}c${left / columns + 1}`);
        images.push(greys.map((grey) => grey / 255));
      }
    }
    if (images.length) return tilesNamed(names, images, shape, file.name, more);
  }
  throw new Error(t("file.empty", said));
}

// Photographs, each one tile: the middle of it, as wide as the tile is, in greys that a saved sheet holds exactly.
export const SHEET = "sheet.png";
export async function readPhotos(files, shape) {
  const [[rows, columns], images] = [shape, []];
  for (const file of files) {
    const picture = await pictureOf(file);
    const wide = Math.min(picture.width, (picture.height * columns) / rows);
    const tall = (wide * rows) / columns;
    const corner = [(picture.width - wide) / 2, (picture.height - tall) / 2];
    const context = Object.assign(contextOf(columns, rows), { imageSmoothingQuality: "high" });
    context.drawImage(picture, ...corner, wide, tall, 0, 0, columns, rows);
    images.push(greysOf(context, 0, 0, shape).map((grey) => Math.round(grey) / 255));
  }
  return tilesNamed(files.map((file) => file.name.replace(/\.\w+$/, "")), images, shape, SHEET);
}
