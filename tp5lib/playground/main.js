// The page: its rooms, their addresses, files of one's own.

import { bind, editor } from "./controls.js";
import { EMOJIS, LETTERS, START } from "./data.js";
import { readStyle } from "./drawing.js";
import { DrawRoom, ExploreRoom } from "./explore.js";
import { headerOf, lettersOf, readSheet, readText, save, textOf } from "./files.js";
import { readHeader } from "./header.js";
import { State } from "./state.js";
import { TrainRoom } from "./train.js";

const $$ = (selector) => [...document.querySelectorAll(selector)];
const state = new State(START);
const FACES = ["grinning face", "smiling face with sunglasses"];
const MAKE = {
  train: (element) => new TrainRoom(element, state),
  plane: (element) => new ExploreRoom(element, state, "", LETTERS, ["a", "z"]),
  draw: (element) => new DrawRoom(element, state),
  emojis: (element) => new ExploreRoom(element, state, ".e", EMOJIS, FACES),
};
const rooms = {};
const show = bind(state, () => rooms.train?.side ?? "");
const LIMITS = { letters: 4000, images: 1000, numbers: 1e6 }; // characters in an address; images, and their pixels in all
const brought = new Map([["/", LETTERS]]); // what can be trained on, by what the address says of it
let [last, sketch] = [{}, new Array(35).fill(0)]; // a file of one's own, and its tiles; a letter

function complain(says) {
  const [problem] = $$(".problem");
  problem.textContent = says;
  problem.closest("details").open ||= Boolean(says);
  if (says) problem.scrollIntoView({ block: "center" });
}

// The images that the address asks for.
function dataSaid() {
  const said = { own: state.get("own"), sheet: state.get("sheet") };
  const [key, letters] = [`${said.own}/${said.sheet}`, lettersOf(said.own)];
  if (!brought.has(key) && letters.names.length > 1) brought.set(key, { ...letters, said });
  const absent = state.arrived && said.sheet && !brought.has(key);
  if (absent) Object.assign(state.values, { sheet: "", epochs: 0, "epochs.b": 0 }); // what it trained on is not here
  if (absent) complain(`this link was made with ${said.sheet}, which it cannot hold: bring that file as well`);
  $$(".alphabet")[0].textContent = letters.names.length === 1 ? `${letters.names[0]} is kept; one more, and they are trained on` : "";
  return brought.get(key) ?? LETTERS;
}

function change(keys) {
  const name = state.get("room");
  document.body.classList.toggle("bare", state.get("bare") === 1);
  $$(".room").forEach((room) => room.toggleAttribute("hidden", room.id !== name));
  $$("nav a").forEach((link) => link.setAttribute("aria-current", link.hash === `#room=${name}` ? "page" : "false"));
  const taken = state.get("hide").split(",");
  $$("[data-name]").forEach((one) => one.classList.toggle("taken", taken.includes(one.dataset.name)));
  if (name !== "train" && rooms.train?.playing) rooms.train.pause();
  rooms[name] ??= MAKE[name](document.getElementById(name));
  if (name === "train") rooms.train.data = dataSaid();
  rooms[name].changed(keys);
  show();
}

// Train on what `read` gives, or say why not.
async function bring(name, read) {
  state.set({ room: "train" });
  try {
    const data = await read();
    const { length } = data.images;
    if (length < 2) throw new Error("one image is too few to learn from: give two or more");
    const limits = `at most ${LIMITS.images} images, and ${LIMITS.numbers} pixels in all, can be trained on here`;
    if (length > LIMITS.images || length * data.images[0].length > LIMITS.numbers) throw new Error(`${length} images: ${limits}`);
    const own = data.light ? "" : textOf(data);
    const said = own && own.length <= LIMITS.letters ? { own, sheet: "" } : { own: "", sheet: name };
    brought.set(`${said.own}/${said.sheet}`, { ...data, said });
    complain("");
    Object.assign(state.values, said);
    state.tell(["own", "sheet"]);
  } catch (error) {
    complain(error.message);
  }
}

function bringFile([file]) {
  const tile = $$(".tile").map((input) => Math.max(1, Math.round(input.valueAsNumber) || 20));
  if (!file || (file === last.file && tile.join() === last.tile)) return;
  last = { file, tile: tile.join() };
  if (/\.(h|hpp|c|txt)$/i.test(file.name)) bring(file.name, async () => readHeader(await readText(file)));
  else bring(`${file.name} in tiles of ${tile.join(" x ")}`, () => readSheet(file, ...tile));
}

readStyle();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readStyle();
  Object.values(rooms).forEach((room) => Object.assign(room, { field: null, sampled: null, line: null }));
  rooms[state.get("room")].draw();
});
new ResizeObserver(() => requestAnimationFrame(() => (readStyle(), rooms[state.get("room")]?.draw()))).observe(document.body);
addEventListener("visibilitychange", () => document.hidden && rooms.train?.playing && rooms.train.pause());
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  bringFile(event.dataTransfer.files);
});
$$("[type=file]")[0].addEventListener("change", (event) => bringFile(event.target.files));
const draw = editor($$("[data-of=own]")[0], [7, 5], (pixels) => (sketch = pixels));
const press = (name, done) => $$(`[data-do=${name}]`)[0].addEventListener("click", done);
$$(".tile").forEach((input) => input.addEventListener("change", () => bringFile([last.file])));
press("header", () => bring("the pasted header", () => readHeader(document.getElementById("header").value)));
press("font", () => (rooms.train.data.light ? complain("font.h holds letters of 7 x 5 pixels alone") : save("font.h", headerOf(rooms.train.data))));
press("letters", () => (complain(""), state.set(LETTERS.said)));
press("add", () => {
  const [input] = $$(".named");
  if (!sketch.some(Boolean)) return complain("draw a letter first: no pixel of it is on");
  complain("");
  const name = input.value || "?";
  const { names, images } = lettersOf(state.get("own"));
  const place = names.includes(name) ? names.indexOf(name) : names.length; // another drawing of a letter replaces it
  [names[place], images[place]] = [name, sketch];
  state.set({ own: textOf({ names, images }), sheet: "" });
  draw((sketch = sketch.map(() => 0)));
  input.value = String.fromCodePoint(name.codePointAt(0) + 1);
});
state.listeners.push(change);
change([]);
state.write();
document.documentElement.dataset.ready = "yes";
