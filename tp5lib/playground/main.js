// The page: its rooms, their addresses, files of one's own.

import { bind, editor } from "./controls.js";
import { EMOJIS, LETTERS, START } from "./data.js";
import { readColors } from "./drawing.js";
import { DrawRoom, ExploreRoom } from "./explore.js";
import { headerOf, pixelsToRows, readHeader, readSheet, rowsToPixels, save } from "./files.js";
import { State } from "./state.js";
import { TrainRoom } from "./train.js";

const $ = (selector) => document.querySelector(selector);
export const state = new State(START);
const MAKE = {
  train: (element) => new TrainRoom(element, state),
  plane: (element) => new ExploreRoom(element, state, "", LETTERS, ["a", "z"]),
  draw: (element) => new DrawRoom(element, state),
  emojis: (element) => new ExploreRoom(element, state, ".e", EMOJIS, ["grinning face", "smiling face with sunglasses"]),
};
export const rooms = {};
const show = bind(state, () => rooms.train?.side ?? "");
let drawn = null; // the letters of one's own that the training has

function change(keys) {
  const name = state.get("room");
  document.body.classList.toggle("bare", state.get("bare") === 1);
  document.querySelectorAll(".room").forEach((room) => (room.hidden = room.id !== name));
  document.querySelectorAll("nav a").forEach((link) => {
    const here = link.hash === `#room=${name}`;
    link[here ? "setAttribute" : "removeAttribute"]("aria-current", "page");
  });
  const hide = state.get("hide").split(",");
  document.querySelectorAll("[data-name]").forEach((one) => one.classList.toggle("taken", hide.includes(one.dataset.name)));
  if (name !== "train" && rooms.train?.playing) rooms.train.pause();
  const fresh = !rooms[name];
  rooms[name] ??= MAKE[name]($(`#${name}`));
  if (name === "train" && state.get("own") !== drawn) {
    drawn = state.get("own");
    if (ownLetters()) rooms.train.data = ownLetters();
  }
  rooms[name].changed(fresh ? [] : keys);
  show();
}

// Letters drawn by hand, from the address: seven rows of two digits, then the name.
function ownLetters() {
  const said = state.get("own").split(",").filter((one) => /^([01][\da-f]){7}./.test(one));
  const images = said.map((one) => rowsToPixels(one.slice(0, 14).match(/../g).map((row) => parseInt(row, 16))));
  const source = { loader: "load_font_header", code: 'load_font_header("font.h")' };
  return images.length > 1 && { names: said.map((one) => one.slice(14)), images, shape: [7, 5], source };
}

async function bring(file) {
  const tile = [...document.querySelectorAll(".tile")].map((input) => Math.max(1, Math.round(input.valueAsNumber) || 20));
  await attempt(async () => (/\.(h|txt)$/i.test(file.name) ? readHeader(await file.text()) : readSheet(file, ...tile)));
}

async function attempt(read) {
  const problem = $("#train .problem");
  try {
    const data = await read();
    if (data?.images.length < 2) throw new Error("one image is too few to learn from: give two or more");
    problem.textContent = "";
    if (!rooms.train) state.set({ room: "train" });
    rooms.train.use(data);
  } catch (error) {
    problem.textContent = error.message;
    problem.closest("details").open = true;
  }
}

readColors();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readColors();
  Object.values(rooms).forEach((room) => Object.assign(room, { field: null, near: null, sampled: null }));
  rooms[state.get("room")].draw();
});
new ResizeObserver(() => requestAnimationFrame(() => rooms[state.get("room")]?.draw())).observe($("main"));
addEventListener("visibilitychange", () => document.hidden && rooms.train?.playing && rooms.train.pause());
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) bring(event.dataTransfer.files[0]);
});
$("#train [type=file]").addEventListener("change", (event) => event.target.files.length && bring(event.target.files[0]));
let sketch = new Array(35).fill(0);
const clear = editor($("[data-of=own]"), "A letter of your own", [7, 5], (pixels) => (sketch = pixels));
const press = (name, done) => $(`[data-do=${name}]`).addEventListener("click", done);
press("header", () => attempt(() => readHeader($("#header").value)));
press("letters", () => {
  state.set({ own: "" });
  attempt(() => LETTERS);
});
press("font", () => save("font.h", headerOf(rooms.train.data)));
press("add", () => {
  const rows = pixelsToRows(sketch).map((row) => row.toString(16).padStart(2, "0"));
  const letters = state.get("own").split(",").filter(Boolean);
  const name = $(".named").value.replaceAll(",", "") || "?";
  state.set({ own: [...letters.filter((one) => one.slice(14) !== name), rows.join("") + name].join() });
  clear((sketch = new Array(35).fill(0)));
  $(".named").value = String.fromCodePoint(name.codePointAt(0) + 1);
});
state.listeners.push(change);
change(Object.keys(state.values));
state.write();
document.documentElement.dataset.ready = "yes";
