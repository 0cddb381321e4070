// What the page does beside its widgets: it says when its kernel is lost, and gives names to
// what Jupyter's widgets leave without one.

const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);

// The line to the server. A pulse comes every half second while the kernel lives; a line that
// is closed, or silent for a second and a half, means that nothing here answers any more.
const SILENCE = 1500;
const AGAIN = 2000;

function tell(lost) {
  const place = document.getElementById("lost");
  if (place.hidden !== lost) return;
  place.hidden = !lost;
  document.body.classList.toggle("tp5-lost", lost);
  place.textContent = "";
  if (!lost) return;
  const reload = document.createElement("button");
  reload.type = "button";
  reload.textContent = "Reload";
  reload.addEventListener("click", () => window.location.reload());
  place.append("Connection lost: the page no longer follows you. ", reload);
}

let line;

function listen() {
  const address = new URL(`${config.baseUrl}alive/${config.kernelId}`, window.location);
  address.protocol = address.protocol.replace("http", "ws");
  line = new WebSocket(address);
  let silence = setTimeout(tell, SILENCE, true);
  line.onmessage = () => {
    clearTimeout(silence);
    silence = setTimeout(tell, SILENCE, true);
    tell(false);
  };
  line.onclose = (event) => {
    clearTimeout(silence);
    tell(true);
    if (event.code !== 4000) setTimeout(listen, AGAIN); // a dead kernel does not come back
  };
}

listen();

// The place is free at once for whoever loads the page again, when the room is full.
function say(word) {
  if (line.readyState === WebSocket.OPEN) line.send(word);
}

window.addEventListener("beforeunload", () => {
  say("going");
  setTimeout(say, 1000, "staying");
});

// Names for those who do not see the page: Jupyter's widgets leave sliders, pictures and the
// panels of tabs without one, and announce 0.1 for 0.15.

function set(element, name, value) {
  if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const textOf = (element) => element?.textContent.trim() ?? "";

function nameSliders(page) {
  for (const slider of page.querySelectorAll(".widget-slider")) {
    const handle = slider.querySelector(".noUi-handle");
    set(handle, "aria-label", textOf(slider.querySelector(".widget-label")));
    set(handle, "aria-valuetext", textOf(slider.querySelector(".widget-readout")));
    set(slider.querySelector(".widget-readout"), "aria-hidden", "true");
  }
}

// Jupyter gives a label that has no tooltip the tooltip "null".
function dropNulls(page) {
  for (const label of page.querySelectorAll("[title=null]")) label.removeAttribute("title");
}

function namePictures(page) {
  for (const explorer of page.querySelectorAll(".tp5-explorer")) {
    const line = explorer.querySelector(".tp5-line .widget-html-content");
    set(line, "role", "status");
    for (const picture of explorer.querySelectorAll("img.tp5-answer")) {
      set(picture, "alt", `What the controls lead to: ${textOf(line)}`);
    }
  }
}

function nameTabs(page) {
  const tabs = page.querySelectorAll(".lm-TabBar-tab");
  const panels = page.querySelectorAll(".widget-tab-contents > .widget-container");
  tabs.forEach((tab, place) => {
    const panel = panels[place];
    if (!panel) return;
    set(panel, "id", `tp5-panel-${place}`);
    set(panel, "role", "tabpanel");
    set(panel, "aria-labelledby", tab.id);
    set(tab, "aria-controls", panel.id);
  });
}

let waiting = false;
function nameAll() {
  waiting = false;
  const page = document.querySelector(".tp5-page") ?? document.body;
  dropNulls(page);
  nameSliders(page);
  namePictures(page);
  nameTabs(page);
}

new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(nameAll);
}).observe(document.body, {
  attributes: true,
  attributeFilter: ["aria-valuetext", "class"],
  characterData: true,
  childList: true,
  subtree: true,
});
