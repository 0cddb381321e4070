// What goes in and out: settings as code, weights, C headers, sheets of tiles.

// The lines of tp5lib that repeat a run.
export function codeOf(settings, epochs, source) {
  const { layers, activations, seed, loss, rate, adaptive, noise, batch } = settings;
  const hidden = activations.slice(0, -1);
  const same = hidden.every((name) => name === hidden[0]);
  const named = same ? `"${hidden[0]}"` : `[${hidden.map((name) => `"${name}"`).join(", ")}]`;
  const shaped = named === '"sigmoid"' ? "" : `, activation=${named}`;
  const more = (noise ? `, noise=${noise}` : "") + (batch ? `, batch_size=${batch}` : "");
  const names = [...(adaptive ? ["Adaptive"] : []), "Autoencoder", source.loader].join(", ");
  return [
    `from tp5lib import ${names}`,
    `images = ${source.code}`,
    `model = Autoencoder([${layers.join(", ")}], seed=${seed}${shaped})`,
    `rate = ${adaptive ? `Adaptive(${rate})` : rate}`,
    `history = model.fit(images.x, epochs=${epochs}, learning_rate=rate, loss="${loss}"${more})`,
  ].join("\n");
}

const bytes = (size, ...fields) => {
  const view = new DataView(new ArrayBuffer(size));
  let place = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(place, value, true);
    else view.setUint32(place, value, true);
    place += width;
  }
  return new Uint8Array(view.buffer);
};

const joined = (parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
};

// A .npy file, version 1.0.
function npy(type, shape, content) {
  const said = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = new TextEncoder().encode(`${said}${" ".repeat(63 - ((10 + said.length) % 64))}\n`);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8];
  return joined([Uint8Array.from(magic), header, content]);
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
  for (const [name, content] of Object.entries(files)) {
    const title = new TextEncoder().encode(name);
    const facts = [[2, 20], [2, 0], [2, 0], [4, 0x210000], [4, crc32(content)], [4, content.length], [4, content.length], [2, title.length]];
    local.push(bytes(30, [4, 0x04034b50], ...facts, [2, 0]), title, content);
    central.push(bytes(46, [4, 0x02014b50], [2, 20], ...facts, [4, 0], [4, 0], [4, 0], [4, place]), title);
    place += 30 + title.length + content.length;
  }
  const index = joined(central);
  const count = Object.keys(files).length;
  const end = bytes(22, [4, 0x06054b50], [4, 0], [2, count], [2, count], [4, index.length], [4, place]);
  return joined([...local, index, end]);
}

// The weights as a file that tp5lib.load_model reads.
export function weightsFile({ layers, activations, seed }, parameters) {
  const shape = { format: 2, model: "Autoencoder", layers, activation: activations.slice(0, -1) };
  const text = JSON.stringify({ ...shape, output: activations.at(-1), seeds: null, seed });
  const letters = Uint32Array.from(text, (letter) => letter.codePointAt(0));
  return zip({
    "configuration.npy": npy(`<U${text.length}`, "", new Uint8Array(letters.buffer)),
    "parameters.npy": npy("<f8", `1, ${parameters.length}`, new Uint8Array(parameters.slice().buffer)),
  });
}

export function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const unique = (names) => {
  const seen = new Map();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times > 1 ? `${name} (${times})` : name;
  });
};

export const rowsToPixels = (rows) => rows.flatMap((row) => [16, 8, 4, 2, 1].map((bit) => (row & bit ? 1 : 0)));
export const pixelsToRows = (pixels) =>
  Array.from({ length: 7 }, (_, r) => [0, 1, 2, 3, 4].reduce((sum, c) => sum * 2 + (pixels[5 * r + c] > 0.5), 0));

// The letters of a C header such as font.h, as tp5lib.load_font_header reads them.
export function readHeader(text) {
  const blank = (comment) => comment.replace(/[^\n]/g, " ");
  const code = text.replace(/\/\/[^\n]*|\/\*[^]*?(\*\/|$)/g, blank);
  const line = (place) => `line ${text.slice(0, place).split("\n").length}`;
  const [names, images] = [[], []];
  for (const array of code.matchAll(/\b(\w+)\s*\[[^[\]]*\]\s*\[[^[\]]*\]\s*=\s*\{/g)) {
    const start = array.index + array[0].length;
    let [depth, end] = [1, start];
    for (; end < code.length && depth; end += 1) depth += { "{": 1, "}": -1 }[code[end]] ?? 0;
    if (depth) throw new Error(`${line(array.index)}: the braces of array ${array[1]} do not close`);
    let index = 0;
    for (const pattern of code.slice(start, end).matchAll(/\{([^{}]*)\}/g)) {
      const place = start + pattern.index;
      const rows = pattern[1].split(/[\s,]+/).filter(Boolean).map((said) => {
        const octal = said.replace(/^0(?=[0-7]+$)/, "0o");
        const row = /^(0[xX][\da-fA-F]+|0[bB][01]+|0o[0-7]+|0|[1-9]\d*)$/.test(octal) ? Number(octal) : NaN;
        if (row < 32) return row;
        throw new Error(`${line(place)}: a row must be a number from 0 to 0x1f, not ${said.slice(0, 20)}`);
      });
      if (rows.length !== 7) throw new Error(`${line(place)}: a pattern must have 7 rows, not ${rows.length}`);
      const comment = /^(?:[ \t,;}]|\/\*[^\n]*?\*\/)*\/\/([^\n]*)/.exec(text.slice(place + pattern[0].length));
      const said = comment?.[1].trim() ?? "";
      const number = parseInt(/0x([\da-fA-F]{2})\b/.exec(said)?.[1], 16);
      const named = number === 127 ? "DEL" : number > 32 && number < 127 ? String.fromCharCode(number) : said;
      names.push(named || `${array[1]}[${index}]`);
      images.push(rowsToPixels(rows));
      index += 1;
    }
  }
  if (!images.length) {
    throw new Error("no pattern found; expected an array such as int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0}, ... };");
  }
  return { names: unique(names), images, shape: [7, 5], source: { loader: "load_font_header", code: 'load_font_header("font.h")' } };
}

// Letters as a C header, for load_font_header.
export function headerOf({ names, images }) {
  const hex = (row) => `0x${row.toString(16).padStart(2, "0")}`;
  const line = (pixels, i) => `    {${pixelsToRows(pixels).map(hex).join(", ")}},  // ${names[i]}`;
  return `int const Font[${images.length}][7] = {\n${images.map(line).join("\n")}\n};\n`;
}

// The tiles of a picture's file, as tp5lib.load_sprite_sheet reads them; empty ones are left out.
export async function readSheet(file, rows, columns) {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name} is no picture that this browser can read`);
  });
  const { width, height } = picture;
  if (width % columns || height % rows || width * height > 1e7) {
    throw new Error(`${file.name} is ${height} x ${width} pixels (rows x columns), which tiles of ${rows} x ${columns} do not fill`);
  }
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.fillRect(0, 0, width, height); // transparent pixels are seen over black
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const [names, images] = [[], []];
  for (let tile = 0; tile < (width / columns) * (height / rows); tile += 1) {
    const across = tile % (width / columns);
    const down = (tile - across) / (width / columns);
    const image = Array.from({ length: rows * columns }, (_, i) => {
      const k = 4 * ((down * rows + Math.floor(i / columns)) * width + across * columns + (i % columns));
      return (299 * data[k] + 587 * data[k + 1] + 114 * data[k + 2]) / 255000;
    });
    if (Math.min(...image) === Math.max(...image)) continue;
    names.push(`r${down + 1}c${across + 1}`);
    images.push(image);
  }
  if (!images.length) throw new Error(`${file.name}: all tiles of ${rows} x ${columns} pixels are empty`);
  const code = `load_sprite_sheet("${file.name.replace(/["\\]/g, "")}", tile=(${rows}, ${columns}))`;
  return { names, images, shape: [rows, columns], light: true, source: { loader: "load_sprite_sheet", code } };
}
