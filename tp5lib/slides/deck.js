// The deck: slides by reveal.js where there is room for them, else one below the other; and their live rooms.

const kept = document.getElementById("playground");
const speaker = /[?&]receiver/.test(location.search); // one of the two small slides of the speaker view
const printed = /[?&]print/.test(location.search);
const flat = printed || (!speaker && matchMedia("(max-width: 719px)").matches);
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
  if (data.tp5lib === "leave") {
    frame.blur();
    window.focus();
  }
});

// Show which room has the mouse and the keys: the page loses the focus to it.
for (const change of ["blur", "focus"]) {
  addEventListener(change, () => {
    for (const frame of document.querySelectorAll("iframe"))
      frame.parentElement.classList.toggle("held", change === "blur" && frame === document.activeElement);
  });
}

if (flat) {
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting) enliven(target);
      else tell(frameOf(target), "rest");
    }
  }, { rootMargin: "300px" });
  document.querySelectorAll("section section").forEach((slide) => near.observe(slide));
  addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#/"]');
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.getAttribute("href").slice(2))?.scrollIntoView();
  });
} else {
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
