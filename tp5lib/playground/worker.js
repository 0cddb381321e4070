// The trainings, away from the page: it makes, plays, pauses and drops them by number.

import { kindOf } from "./variational.js";

const FRAME = 16; // milliseconds between two pictures; more where there are many to draw
const LONGEST = 200000; // epochs, after which a forgotten page rests
const trainings = new Map();
const soon = new MessageChannel(); // lets messages in between two chunks, at once
// Of a play: numbers; epochs a second, and more for each epoch; last epochs; which play.
let [playing, pace, until, turn] = [[], [0, 0], {}, 0];
let [waiting, shown] = [false, 0];
let counted = { time: 0, epochs: 0, rate: 0 };

function show(id, stopped = false) {
  const { epoch, loss, schedule: { rate }, network, curve, stride, terms } = trainings.get(id);
  const parameters = network.parameters.slice();
  const told = { id, epoch, loss, rate, parameters, curve, stride, terms, turn, stopped };
  postMessage({ ...told, perSecond: playing.includes(id) ? counted.rate : 0 }, [parameters.buffer]);
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
  const speed = pace[0] + pace[1] * Math.min(...playing.map((id) => trainings.get(id).epoch));
  const most = Math.max(1, Math.round((speed * FRAME) / 1000));
  let made = 0;
  for (; made < most && playing.length && performance.now() - start < FRAME; made += 1) advance();
  const now = performance.now();
  const elapsed = now - counted.time;
  if (elapsed > 500) counted = { time: now, epochs: 0, rate: (1000 * counted.epochs) / elapsed };
  if (now - shown >= Math.max(FRAME, 4 * playing.length)) {
    shown = now;
    playing.forEach((id) => show(id));
  }
  waiting = true;
  const rest = (1000 * made) / speed - (now - start);
  if (rest > 1) setTimeout(run, rest);
  else soon.port2.postMessage(0);
}

soon.port1.onmessage = run;

const ANSWERS = {
  make({ id, settings, x }) {
    trainings.set(id, new (kindOf(settings))(settings, x));
    show(id);
  },
  play(message) {
    ({ ids: playing, pace, until, turn } = message);
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
