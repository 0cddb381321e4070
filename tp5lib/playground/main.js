// The page: its rooms, their addresses, files of one's own.

import { BenchRoom } from "./bench.js";
import { build, editor, press } from "./controls.js";
import { EMOJIS, LETTERS } from "./data.js";
import { readStyle, sheet } from "./drawing.js";
import { DrawRoom, ExploreRoom } from "./explore.js";
import { headerOf, lettersOf, readPhotos, readSheet, readText, save, SHEET, textOf } from "./files.js";
import { readHeader } from "./header.js";
import { State } from "./state.js";
import { speak, t, translate } from "./texts.js";
import { TrainRoom } from "./train.js";
import { WallRoom } from "./wall.js";

const $ = (selector) => document.querySelector(selector);
const $$ = (selector) => [...document.querySelectorAll(selector)];
const state = new State(change);
const KINDS = { train: TrainRoom, wall: WallRoom, plane: ExploreRoom, draw: DrawRoom, emojis: ExploreRoom,
  bench: BenchRoom };
const rooms = {};
// What several rooms have is written once; one part may hold others.
for (let place; (place = $("[data-use]:empty")); ) place.append($(`#${place.dataset.use}`).content.cloneNode(true));
const show = build(state);
const names = [...new Set($$("[data-name]").map((one) => one.dataset.name))].sort();
const brought = new Map([["/", LETTERS]]); // what can be trained on, by what the address says of it
// Characters in an address; images, and their pixels in all.
const LIMITS = { letters: 4000, images: 1000, numbers: 1e6 };
let last = { photos: false, files: [] }; // pictures of one's own
let sketch = new Array(35).fill(0); // a letter that is drawn
let language = "";

function complain(says) {
  const problem = $(".problem");
  problem.textContent = says;
  problem.closest("details").open ||= Boolean(says);
  if (says) problem.scrollIntoView({ block: "center" });
}

// The images that the address asks for.
function dataSaid() {
  const said = { own: state.get("own"), sheet: state.get("sheet") };
  const [key, letters] = [`${said.own}/${said.sheet}`, lettersOf(said.own)];
  if (!brought.has(key) && letters.names.length > 1) brought.set(key, { ...letters, said });
  if (state.arrived && said.sheet && !brought.has(key)) {
    Object.assign(state.values, { sheet: "", epochs: 0, "epochs.b": 0 }); // what it trained on is not here
    complain(t("own.absent", { file: said.sheet }));
  }
  return brought.get(key) ?? LETTERS;
}

const shown = () => (state.get("room") === "emojis" && state.get("bench") ? "bench" : state.get("room"));

function change(keys) {
  const name = shown();
  document.body.classList.toggle("bare", state.get("bare") === 1);
  $$(".room").forEach((room) => (room.hidden = room.id !== name));
  $(".tabs").hidden = state.get("room") !== "emojis";
  const current = (link) => (link.hash === `#room=${state.get("room")}` ? "page" : "false");
  $$("nav a").forEach((link) => link.setAttribute("aria-current", current(link)));
  const taken = state.get("hide").split(",");
  $$("[data-name]").forEach((one) => one.classList.toggle("taken", taken.includes(one.dataset.name)));
  for (const [other, room] of Object.entries(rooms)) if (other !== name && room.playing) room.pause();
  const made = !rooms[name];
  rooms[name] ??= new KINDS[name]($(`#${name}`), state, state.get("room") === "emojis" ? EMOJIS : LETTERS);
  if (made || language !== state.get("lang")) {
    language = document.documentElement.lang = speak(state.get("lang"));
    document.title = t("title");
    translate(document, { names: names.map((one) => `<code>${one}</code>`).join(", ") });
  }
  if (name === "train") rooms.train.data = dataSaid();
  rooms[name].changed(keys);
  show();
}

// Do something, or say why it cannot be done.
async function attempt(work) {
  try {
    await work();
    complain("");
  } catch (error) {
    complain(error.message);
  }
}

// Train on what `read` gives, called `name` unless it fits the address.
function bring(name, read) {
  state.set({ room: "train" });
  return attempt(async () => {
    const data = await read();
    const { length } = data.images;
    if (length < 2) throw new Error(t("own.one"));
    const many = length > LIMITS.images || length * data.images[0].length > LIMITS.numbers;
    if (many) throw new Error(t("own.many", { n: length, ...LIMITS }));
    const own = data.light ? "" : textOf(data);
    const said = own && own.length <= LIMITS.letters ? { own, sheet: "" } : { own: "", sheet: name };
    brought.set(`${said.own}/${said.sheet}`, { ...data, said });
    Object.assign(state.values, said);
    state.tell(["own", "sheet"]);
  });
}

const isHeader = ({ name }) => /\.(h|hpp|c|txt)$/i.test(name);
const isPhoto = ({ name, type }) => /^(image\/|$)/.test(type) && !/\.png$/i.test(name);

// One PNG is a sheet of tiles; other pictures are photographs, which join those that were brought before them.
function bringFiles(list) {
  const [file] = list;
  if (!file) return;
  if (list.length === 1 && isHeader(file)) return bring(file.name, async () => readHeader(await readText(file)));
  const [rows, columns] = $$(".tile").map((input) => Math.max(1, Math.round(input.valueAsNumber) || 20));
  const photos = list.length > 1 || isPhoto(file);
  const before = photos && last.photos ? last.files : [];
  const files = [...before.filter(({ name }) => !list.some((other) => other.name === name)), ...list];
  const name = t("own.tiles", { file: files.map((one) => one.name).join(", "), rows, columns });
  if (list === last.files && name === last.name) return; // nothing new
  last = { photos, files, name };
  bring(name, async () => {
    if (!photos) return readSheet(file, [rows, columns]);
    const data = await readPhotos(files, [rows, columns]).catch((error) => {
      last.files = before; // without what is no picture
      throw error;
    });
    $(".brought").hidden = false;
    sheet(data.images, data.shape, { light: true, across: 8, gap: 1 }, $(".brought"));
    if (files.length < 2) throw new Error(t("own.kept", { name: file.name }));
    return data;
  });
}

const redraw = () => (readStyle(), rooms[shown()]?.draw());
redraw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new ResizeObserver(() => requestAnimationFrame(redraw)).observe(document.body);
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  bringFiles([...event.dataTransfer.files]);
});
$("[type=file]").addEventListener("change", (event) => bringFiles([...event.target.files]));
const draw = editor($("[data-of=own]"), [7, 5], (pixels) => (sketch = pixels));
$$(".tile").forEach((input) => input.addEventListener("change", () => bringFiles(last.files)));
press(document, "header", () => bring(t("own.pasted"), async () => readHeader($("#header").value)));
press(document, "font", () => {
  const { data } = rooms.train;
  if (data.light) sheet(data.images, data.shape, { light: true }).toBlob((png) => save(SHEET, png));
  else save("font.h", headerOf(data));
});
press(document, "letters", () => (complain(""), state.set(LETTERS.said)));
// A letter that is drawn joins those in the box, which are trained on from there.
press(document, "add", () => attempt(() => {
  const [box, input] = [$("#header"), $(".named")];
  const { names, images } = box.value.trim() ? readHeader(box.value) : { names: [], images: [] };
  box.value = headerOf({ names: [...names, input.value], images: [...images, sketch] });
  draw((sketch = sketch.map(() => 0)));
  input.value = String.fromCodePoint((input.value.codePointAt(0) ?? 64) + 1);
}));
change([]);
state.write();
document.documentElement.dataset.ready = "yes";
