// The trainings, away from the page: it makes, plays, pauses and drops them by number.

import { Training } from "./training.js";

const FRAME = 30; // milliseconds between two pictures
const LONGEST = 200000; // epochs, after which a forgotten page rests
const trainings = new Map();
const turn = new MessageChannel(); // lets messages in between two chunks, at once
let playing = [];
let pace = 0; // epochs a second; 0 is as fast as it goes
let until = LONGEST;
let waiting = false;
let shown = 0;
let counted = { time: 0, epochs: 0, rate: 0 };

function show(id) {
  const training = trainings.get(id);
  postMessage({
    id,
    epoch: training.epoch,
    loss: training.loss,
    rate: training.schedule.rate,
    parameters: training.network.parameters.slice(),
    curve: Float64Array.from(training.curve),
    stride: training.stride,
    playing: playing.includes(id),
    perSecond: counted.rate,
  });
}

function advance(count) {
  for (let i = 0; i < count && playing.length; i += 1) {
    for (const id of playing) {
      const training = trainings.get(id);
      training.advance();
      if (Number.isFinite(training.loss) && training.epoch < until) continue;
      playing = playing.filter((other) => other !== id);
      show(id);
    }
    counted.epochs += 1;
  }
}

function run() {
  waiting = false;
  if (!playing.length) return;
  const start = performance.now();
  if (pace) advance(Math.max(1, Math.round((pace * FRAME) / 1000)));
  else while (playing.length && performance.now() - start < FRAME / 3) advance(4);
  const now = performance.now();
  if (now - counted.time > 500) {
    counted = { time: now, epochs: 0, rate: (1000 * counted.epochs) / (now - counted.time) };
  }
  if (now - shown >= FRAME) {
    shown = now;
    playing.forEach(show);
  }
  waiting = true;
  if (pace) setTimeout(run, Math.max(FRAME, 1000 / pace));
  else turn.port2.postMessage(0);
}

turn.port1.onmessage = run;

const ANSWERS = {
  make({ id, settings, x, parameters }) {
    trainings.set(id, new Training(settings, x, parameters));
    show(id);
  },
  play(message) {
    playing = message.ids.filter((id) => trainings.has(id));
    pace = message.pace;
    until = message.until || LONGEST;
    counted = { time: performance.now(), epochs: 0, rate: 0 };
    if (!waiting) run();
  },
  pause() {
    const before = playing;
    playing = [];
    before.forEach(show);
  },
  step({ ids, count }) {
    ANSWERS.pause();
    [playing, until] = [ids, LONGEST];
    advance(count);
    ANSWERS.pause();
  },
  show({ ids }) {
    ids.forEach(show);
  },
  drop({ id }) {
    playing = playing.filter((other) => other !== id);
    trainings.delete(id);
  },
};

onmessage = ({ data }) => ANSWERS[data.what](data);
