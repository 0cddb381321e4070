// The deck: slides by reveal.js, in print one below the other; and their live rooms.

const kept = document.getElementById("playground");
const speaker = /[?&]receiver/.test(location.search); // one of the two small slides of the speaker view
const printed = /[?&]print/.test(location.search);
let playground;

// Put the live room over its still picture; it is shown once it is there.
function enliven(slide) {
  const picture = slide?.querySelector("[data-live]");
  if (!picture || picture.querySelector("iframe") || speaker || printed) return;
  playground ??= URL.createObjectURL(new Blob([JSON.parse(kept.textContent)], { type: "text/html" }));
  const frame = document.createElement("iframe");
  frame.src = playground + picture.dataset.live;
  frame.title = picture.dataset.title;
  picture.append(frame);
}

const frameOf = (slide) => slide?.querySelector(".live iframe");
const tell = (frame, what) => frame?.contentWindow.postMessage({ tp5lib: what }, "*");

addEventListener("message", ({ data, source }) => {
  const frame = [...document.querySelectorAll("iframe")].find((one) => one.contentWindow === source);
  if (!frame || !data?.tp5lib) return;
  if (data.tp5lib === "ready") frame.parentElement.classList.add("live");
  if (["leave", "on", "back"].includes(data.tp5lib)) {
    frame.blur();
    window.focus();
  }
  if (data.tp5lib === "on") turnOn();
  if (data.tp5lib === "back") turnBack();
});

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
  if (v && !Reveal.getCurrentSlide().matches(".aside")) Reveal.up();
  else Reveal.slide(v ? h : Math.max(h - 1, 0), 0);
}

// Show which room has the mouse and the keys: the page loses the focus to it.
for (const change of ["blur", "focus"]) {
  addEventListener(change, () => {
    for (const frame of document.querySelectorAll("iframe"))
      frame.parentElement.classList.toggle("held", change === "blur" && frame === document.activeElement);
  });
}

if (!printed) {
  document.getElementById("reveal").media = "screen";
  document.documentElement.classList.add("revealed");
  MathJax.startup.promise.then(() => Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    hash: true,
    controls: false,
    progress: false,
    transition: "none",
    scrollActivationWidth: 0,
    keyboard: { 32: (event) => (event.shiftKey ? turnBack() : turnOn()), 33: turnBack, 34: turnOn },
    plugins: [RevealNotes],
  })).then(() => {
    enliven(Reveal.getCurrentSlide());
    Reveal.on("slidechanged", ({ previousSlide, currentSlide }) => {
      tell(frameOf(previousSlide), "rest");
      enliven(currentSlide);
    });
  });
  addEventListener("keydown", (event) => {
    const frame = event.key === "Tab" && !event.shiftKey && frameOf(Reveal.getCurrentSlide());
    if (!frame || document.activeElement === frame) return;
    event.preventDefault();
    frame.focus();
    tell(frame, "enter");
  });
}
