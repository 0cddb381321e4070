// The trainings, away from the page, which asks for a slice of some of them at a time.

import { kindOf } from "./variational.js";

const trainings = new Map();

// What a picture shows: weights, or of one among many what they make of the images.
function now(id) {
  const training = trainings.get(id);
  const { epoch, loss, curve, stride, terms, schedule: { rate }, network: { parameters } } = training;
  const seen = training.settings.among ? training.seen() : { rate, parameters, terms };
  return { id, epoch, loss, curve, stride, ...seen };
}

const ANSWERS = {
  make({ id, settings, x }) {
    trainings.set(id, new (kindOf(settings))(settings, x));
    postMessage([now(id)]);
  },
  // At most so many epochs in so many milliseconds, each training to its end; those that are behind catch up first.
  train({ ends, epochs, time }) {
    const start = performance.now();
    const all = ends.map(([id, end]) => [trainings.get(id), end]);
    for (let made = 0; made < epochs && (!made || performance.now() - start < time); made += 1) {
      const going = all.filter(([{ epoch, loss }, end]) => epoch < end && Number.isFinite(loss));
      const least = Math.min(...going.map(([{ epoch }]) => epoch));
      for (const [training] of going) if (training.epoch === least) training.advance();
      if (!going.length) break;
    }
    postMessage(ends.map(([id]) => now(id)));
  },
  drop: ({ id }) => trainings.delete(id),
};

onmessage = ({ data }) => ANSWERS[data.what](data);
