// The trainings, away from the page: it makes, plays, pauses and drops them by number.

import { Training } from "./training.js";

const FRAME = 25; // milliseconds between two pictures
const LONGEST = 200000; // epochs, after which a forgotten page rests
const trainings = new Map();
const soon = new MessageChannel(); // lets messages in between two chunks, at once
let [playing, pace, until, turn] = [[], 0, {}, 0]; // numbers; epochs a second, 0 is all it can; last epochs; of a play
let [waiting, shown] = [false, 0];
let counted = { time: 0, epochs: 0, rate: 0 };

function show(id, stopped = false) {
  const { epoch, loss, schedule, network, curve, stride } = trainings.get(id);
  const state = { epoch, loss, rate: schedule.rate, parameters: network.parameters.slice(), curve: curve.slice(), stride };
  postMessage({ id, ...state, turn, stopped, perSecond: playing.includes(id) ? counted.rate : 0 });
}

// One epoch more; of two networks, the one that is behind catches up first.
function advance() {
  const least = Math.min(...playing.map((id) => trainings.get(id).epoch));
  for (const id of playing) {
    const training = trainings.get(id);
    const end = until[id] ?? LONGEST;
    if (training.epoch > least && training.epoch < end) continue;
    const goesOn = () => Number.isFinite(training.loss) && training.epoch < end;
    if (goesOn() && (training.advance(), goesOn())) continue;
    playing = playing.filter((other) => other !== id);
    show(id, true);
  }
  counted.epochs += 1;
}

function run() {
  waiting = false;
  if (!playing.length) return;
  const start = performance.now();
  const most = pace ? Math.max(1, Math.round((pace * FRAME) / 1000)) : Infinity;
  for (let i = 0; i < most && playing.length && performance.now() - start < FRAME; i += 1) advance();
  const now = performance.now();
  const elapsed = now - counted.time;
  if (elapsed > 500) counted = { time: now, epochs: 0, rate: (1000 * counted.epochs) / elapsed };
  if (now - shown >= FRAME) {
    shown = now;
    playing.forEach((id) => show(id));
  }
  waiting = true;
  if (pace) setTimeout(run, Math.max(FRAME, 1000 / pace));
  else soon.port2.postMessage(0);
}

soon.port1.onmessage = run;

const ANSWERS = {
  make({ id, settings, x }) {
    trainings.set(id, new Training(settings, x));
    show(id);
  },
  play(message) {
    [playing, pace, until, turn] = [message.ids, message.pace, message.until, message.turn];
    counted = { time: performance.now(), epochs: 0, rate: 0 };
    if (!waiting) run();
  },
  pause() {
    const before = playing;
    playing = [];
    before.forEach((id) => show(id, true));
  },
  step({ ids }) {
    [playing, until] = [ids, {}];
    advance();
    ANSWERS.pause();
  },
  drop({ id }) {
    playing = playing.filter((other) => other !== id);
    trainings.delete(id);
  },
};

onmessage = ({ data }) => ANSWERS[data.what](data);
