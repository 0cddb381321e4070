// The deck: slides by reveal.js, in print one below the other; and their live rooms.

const printed = /[?&]print/.test(location.search);
const still = printed || /[?&]receiver/.test(location.search); // one of the two small slides of the speaker view
const frameOf = (slide) => slide?.querySelector(".live iframe");
const tell = (frame, what) => frame?.contentWindow.postMessage({ tp5lib: what }, "*");
let playground;

// Put the live room over its still picture; it is shown once it is there.
function enliven(slide) {
  const picture = slide?.querySelector('[data-live^="#"]');
  if (!picture || picture.querySelector("iframe") || still) return;
  const html = () => JSON.parse(document.getElementById("playground").textContent);
  playground ??= URL.createObjectURL(new Blob([html()], { type: "text/html" }));
  const frame = document.createElement("iframe");
  frame.src = playground + picture.dataset.live;
  frame.title = slide.querySelector("h1").textContent;
  picture.append(frame);
}

// Turn the pages of the lesson: what lies below its row is passed by.
function turnOn() {
  const next = Reveal.getCurrentSlide().nextElementSibling;
  if (Reveal.nextFragment()) return;
  if (next && !next.matches(".aside")) Reveal.down();
  else Reveal.slide(Reveal.getIndices().h + 1, 0);
}

function turnBack() {
  const { h, v } = Reveal.getIndices();
  if (Reveal.prevFragment()) return;
  const above = Reveal.getCurrentSlide().matches(".aside") ? 0 : v - 1;
  Reveal.slide(v ? h : Math.max(h - 1, 0), Math.max(above, 0));
}

addEventListener("message", ({ data, source }) => {
  const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === source);
  if (!frame || !data?.tp5lib) return;
  if (data.tp5lib === "ready") return frame.parentElement.classList.add("live");
  frame.blur();
  window.focus();
  ({ on: turnOn, back: turnBack })[data.tp5lib]?.();
});

// Show which room has the mouse and the keys: the page loses the focus to it.
const hold = ({ type }) => document.querySelectorAll("iframe").forEach((frame) =>
  frame.parentElement.classList.toggle("held", type === "blur" && frame === document.activeElement));
for (const change of ["blur", "focus"]) addEventListener(change, hold);

addEventListener("keydown", (event) => {
  const frame = event.key === "Tab" && !event.shiftKey && !still && frameOf(Reveal.getCurrentSlide());
  if (!frame || document.activeElement === frame) return;
  event.preventDefault();
  frame.focus();
  tell(frame, "enter");
});

if (!printed) {
  document.getElementById("reveal").media = "screen";
  document.documentElement.classList.add("revealed");
  const size = { width: 1280, height: 720, margin: 0, center: false, scrollActivationWidth: 0, hash: true };
  const bare = { controls: false, progress: false, transition: "none" };
  const keyboard = { 32: (event) => (event.shiftKey ? turnBack() : turnOn()), 33: turnBack, 34: turnOn };
  MathJax.startup.promise
    .then(() => Reveal.initialize({ ...size, ...bare, keyboard, plugins: [RevealNotes] }))
    .then(() => {
      enliven(Reveal.getCurrentSlide());
      Reveal.on("slidechanged", ({ previousSlide, currentSlide }) => {
        tell(frameOf(previousSlide), "rest");
        enliven(currentSlide);
      });
    });
}
