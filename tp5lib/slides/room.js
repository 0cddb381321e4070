// Within the playground where a slide embeds it: Esc gives mouse and keys back, and a slide that is left rests.
Object.defineProperty(window, "devicePixelRatio", { value: 2 }); // a deck enlarges its slides unseen
const tell = (what) => parent.postMessage({ tp5lib: what }, "*");
addEventListener("keydown", (event) => event.key === "Escape" && tell("leave"));
addEventListener("message", ({ data, source }) => {
  if (source !== parent || !data?.tp5lib) return;
  const room = document.querySelector(".room:not([hidden])");
  const play = room.querySelector('[data-do="play"]');
  if (data.tp5lib === "enter") (play ?? room.querySelector("[tabindex]")).focus();
  if (data.tp5lib === "rest" && play?.dataset.playing === "true") play.click();
});
new MutationObserver((_, observer) => {
  if (!document.documentElement.dataset.ready) return;
  observer.disconnect();
  tell("ready");
}).observe(document.documentElement, { attributes: true });
