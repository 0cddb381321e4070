// Within the playground where a slide embeds it: Esc gives mouse and keys back, a clicker's keys turn the page, and a
// slide that is left rests.
Object.defineProperty(window, "devicePixelRatio", { value: 2 }); // a deck enlarges its slides unseen
const tell = (what) => parent.postMessage({ tp5lib: what }, "*");
let byKeys = false; // Space is the room's own only where keys have led to what it would press
addEventListener("pointerdown", () => (byKeys = false), true);
addEventListener("keydown", (event) => {
  if (event.key === "Tab") byKeys = true;
  const space = !byKeys && (event.shiftKey ? "back" : "on");
  const turn = { Escape: "leave", PageDown: "on", PageUp: "back", " ": space }[event.key];
  if (!turn) return;
  event.preventDefault();
  event.stopPropagation();
  tell(turn);
}, true);
addEventListener("message", ({ data, source }) => {
  if (source !== parent || !data?.tp5lib) return;
  const room = document.querySelector(".room:not([hidden])");
  const play = room.querySelector('[data-do="play"]');
  if (data.tp5lib === "rest" && play?.dataset.playing === "true") play.click();
  if (data.tp5lib !== "enter") return;
  byKeys = true;
  (play ?? room.querySelector("[tabindex]")).focus();
});
new MutationObserver((_, observer) => {
  if (!document.documentElement.dataset.ready) return;
  observer.disconnect();
  tell("ready");
}).observe(document.documentElement, { attributes: true });
