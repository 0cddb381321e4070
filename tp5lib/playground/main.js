// The page: its rooms, their addresses, files of one's own.

import { bind, editor } from "./controls.js";
import { EMOJIS, LETTERS, START } from "./data.js";
import { readColors } from "./drawing.js";
import { DrawRoom, ExploreRoom } from "./explore.js";
import { FONT, headerOf, hexOf, hexToPixels, readHeader, readSheet, save } from "./files.js";
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
let own = ""; // the letters of one's own that the training has, as in the address

function change(keys) {
  const name = state.get("room");
  document.body.classList.toggle("bare", state.get("bare") === 1);
  $$(".room").forEach((room) => (room.hidden = room.id !== name));
  $$("nav a").forEach((link) => link.setAttribute("aria-current", link.hash === `#room=${name}` ? "page" : "false"));
  const taken = state.get("hide").split(",");
  $$("[data-name]").forEach((one) => one.classList.toggle("taken", taken.includes(one.dataset.name)));
  if (name !== "train" && rooms.train?.playing) rooms.train.pause();
  rooms[name] ??= MAKE[name](document.getElementById(name));
  if (name === "train" && state.get("own") !== own) {
    own = state.get("own");
    // Each letter is seven rows of two digits, then the name.
    const said = own.split(",").filter((one) => /^([01][\da-f]){7}./.test(one));
    const letters = { names: said.map((one) => one.slice(14)), images: said.map((one) => hexToPixels(one.slice(0, 14))) };
    if (said.length > 1) rooms.train.data = { ...letters, shape: [7, 5], source: FONT };
  }
  rooms[name].changed(keys);
  show();
}

// Train on what `read` gives, or say why not.
async function bring(read) {
  const [problem] = $$(".problem");
  try {
    const data = await read();
    if (data.images.length < 2) throw new Error("one image is too few to learn from: give two or more");
    problem.textContent = "";
    state.set({ room: "train" });
    rooms.train.use(data);
  } catch (error) {
    problem.textContent = error.message;
    problem.closest("details").open = true;
  }
}

function bringFile([file]) {
  const tile = $$(".tile").map((input) => Math.max(1, Math.round(input.valueAsNumber) || 20));
  if (file) bring(async () => (/\.(h|txt)$/i.test(file.name) ? readHeader(await file.text()) : readSheet(file, ...tile)));
}

readColors();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readColors();
  Object.values(rooms).forEach((room) => Object.assign(room, { field: null, thumbnails: null, sampled: null }));
  rooms[state.get("room")].draw();
});
new ResizeObserver(() => requestAnimationFrame(() => rooms[state.get("room")]?.draw())).observe(document.body);
addEventListener("visibilitychange", () => document.hidden && rooms.train?.playing && rooms.train.pause());
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  bringFile(event.dataTransfer.files);
});
$$("[type=file]")[0].addEventListener("change", (event) => bringFile(event.target.files));
let sketch = new Array(35).fill(0);
const draw = editor($$("[data-of=own]")[0], "A letter of your own", [7, 5], (pixels) => (sketch = pixels));
const press = (name, done) => $$(`[data-do=${name}]`)[0].addEventListener("click", done);
press("header", () => bring(() => readHeader(document.getElementById("header").value)));
press("font", () => save("font.h", headerOf(rooms.train.data)));
press("letters", () => {
  own = "";
  state.set({ own });
  bring(() => LETTERS);
});
press("add", () => {
  const [input] = $$(".named");
  const name = input.value.replaceAll(",", "") || "?";
  const others = state.get("own").split(",").filter((one) => one && one.slice(14) !== name);
  state.set({ own: [...others, hexOf(sketch).join("") + name].join() });
  draw((sketch = new Array(35).fill(0)));
  input.value = String.fromCodePoint(name.codePointAt(0) + 1);
});
state.listeners.push(change);
change([]);
state.write();
document.documentElement.dataset.ready = "yes";
