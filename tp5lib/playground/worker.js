// The trainings, away from the page: it makes, plays, pauses and drops them by number.

import { Training } from "./training.js";

const FRAME = 30; // milliseconds between two pictures
const LONGEST = 200000; // epochs, after which a forgotten page rests
const trainings = new Map();
const turn = new MessageChannel(); // lets messages in between two chunks, at once
let [playing, pace, until] = [[], 0, LONGEST]; // numbers; epochs a second, 0 is all it can; the last epoch
let [waiting, shown] = [false, 0];
let counted = { time: 0, epochs: 0, rate: 0 };

function show(id) {
  const { epoch, loss, schedule, network, curve, stride } = trainings.get(id);
  const state = { epoch, loss, rate: schedule.rate, parameters: network.parameters.slice(), curve: curve.slice(), stride };
  postMessage({ id, ...state, playing: playing.includes(id), perSecond: counted.rate });
}

function advance(count) {
  for (let i = 0; i < count && playing.length; i += 1) {
    for (const id of playing) {
      const { epoch } = trainings.get(id);
      if (epoch < until && Number.isFinite(trainings.get(id).advance()) && epoch + 1 < until) continue;
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
  const elapsed = now - counted.time;
  if (elapsed > 500) counted = { time: now, epochs: 0, rate: (1000 * counted.epochs) / elapsed };
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
  make({ id, settings, x }) {
    trainings.set(id, new Training(settings, x));
    show(id);
  },
  play(message) {
    [playing, pace, until] = [message.ids, message.pace, message.until || LONGEST];
    counted = { time: performance.now(), epochs: 0, rate: 0 };
    if (!waiting) run();
  },
  pause() {
    const before = playing;
    playing = [];
    before.forEach(show);
  },
  step({ ids }) {
    [playing, until] = [ids, LONGEST];
    advance(1);
    ANSWERS.pause();
  },
  drop({ id }) {
    playing = playing.filter((other) => other !== id);
    trainings.delete(id);
  },
};

onmessage = ({ data }) => ANSWERS[data.what](data);
