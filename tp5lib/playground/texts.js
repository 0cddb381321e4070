// All that the page says, in English and in Spanish, the words of the slides; {names} are filled in.

// The emojis' names in Spanish, in the order of the data; their English ones are theirs in the data.
export const FACES = `sonrisa de oreja a oreja, riéndose con los ojos cerrados, sonrisa nerviosa, llorando de risa,
  sonrisita, al revés, derritiéndose, guiñando un ojo, contenta, angelito, con corazones, con estrellas en los ojos,
  dando un beso, sonriendo con una lágrima, sacando la lengua, con plata en la boca, dando un abrazo, tapándose la
  boca, pidiendo silencio, pensando, haciendo la venia, con un cierre en la boca, levantando una ceja, seria, sin
  boca, sonrisa sobradora, revoleando los ojos, apretando los dientes, mentirosa, durmiendo, con termómetro, con
  náuseas, vomitando, muerta de frío, mareada, con los ojos en espiral, cabeza que explota, con sombrero de cowboy,
  disfrazada, con anteojos de sol, nerd, con monóculo, confundida, preocupada, asombrada, poniendo ojitos, angustiada,
  triste pero aliviada, llorando a mares, gritando de miedo, frustrada, agotada, bostezando, resoplando, furiosa,
  diablito`.split(/,\s+/);

// A text that serves both languages stands alone.
export const TEXTS = {
  title: ["Autoencoders you can watch learning", "Autoencoders aprendiendo en vivo"], rooms: ["Rooms", "Salas"],
  "room.train": ["Train", "Entrenar"], "room.wall": ["20 seeds", "20 semillas"],
  "room.plane": ["Latent plane", "Espacio latente"], "room.draw": ["Denoise", "Denoising"], "room.emojis": "Emojis",
  "do.play": "Play", "do.pause": ["Pause", "Pausa"], "do.step": ["Step", "Un paso"],
  "do.restart": ["Restart", "De nuevo"], "do.reset": ["All settings as at first", "Volver a los valores iniciales"],
  "do.copy": ["Copy", "Copiar"], "do.weights": ["Save the weights", "Guardar los pesos"],
  "do.header": ["Train on these letters", "Entrenar con estas letras"],
  "do.add": ["Add the letter", "Agregar la letra"],
  "do.font": ["Save as font.h, or as a sheet", "Guardar como font.h, o como hoja"],
  "do.letters": ["Back to the course's letters", "Volver a las letras de la materia"],
  "do.noise": ["New noise", "Otro ruido"], "do.clear": ["Clear", "Borrar"],
  "do.samples": ["Draw anew", "Sortear otras"], "do.epsilon": ["Draw ε", "Sortear ε"],
  "train.lead": [`Press play: the letters look for places on a plane from which a network can draw them again. <b>Then
    choose the squared error, and see which letters stay wrong.</b>`, `Dale play: cada letra busca un lugar en el plano
    desde donde la red pueda volver a dibujarla. <b>Después elegí MSE y mirá qué letras siguen mal.</b>`],
  "plane.label": ["Latent plane: arrow keys move the point, Shift makes the steps larger",
    "Espacio latente: las flechas mueven el punto, con Shift da pasos más grandes"],
  "editor.label": ["A letter: arrow keys move, Space turns a pixel over, Delete clears",
    "Una letra: las flechas mueven, la barra prende o apaga un píxel, Supr borra todo"],
  "plane.point": ["point on a plane", "punto en un plano"],
  "train.tiles": ["What it gives back; wrong pixels stand out", "Lo que reconstruye; los errores, en naranja"],
  "train.epoch": ["epoch {n}", "época {n}"], "train.speed": ["{n} a second", "{n} por segundo"],
  "train.behind": ["the one behind catches up first", "la que está atrás alcanza primero a la otra"],
  "train.wrong": ["{n} of {all} with a wrong pixel, loss {loss}", "{n} de {all} con algún píxel mal, loss {loss}"],
  "train.rate": ["rate {rate}", "learning rate {rate}"],
  "train.done": ["done, no pixel is wrong", "listo, ningún píxel mal"],
  "train.diverged": ["diverged: a lower learning rate may help", "divergió: probá con un learning rate más bajo"],
  "chart.epochs": ["epochs", "épocas"], "chart.wrong": ["wrong pixels", "error (píxeles)"],
  "chart.images": ["images", "cantidad de letras"], "chart.loss": "loss",
  "chart.share": ["loss / first loss", "loss / loss inicial"], "chart.list": ["list", "lista"],
  "set.pair": ["networks", "redes"], "pair.0": ["one", "una"], "pair.1": ["two", "dos"],
  "set.side": ["settings of", "parámetros de"], "side.both": ["both", "las dos"], "side.a": "A", "side.b": "B",
  "set.loss": ["loss", "loss function"], "loss.bce": ["cross-entropy", "cross entropy"],
  "loss.mse": ["squared error", "MSE"], "loss.mae": ["absolute error", "error absoluto"],
  "loss.gaussian": ["squared error", "error cuadrático"], "loss.bernoulli": ["cross-entropy", "cross entropy"],
  "set.rate": ["learning rate", "LR inicial"], "set.adaptive": ["rate", "learning rate"],
  "adaptive.0": ["fixed", "fijo"], "adaptive.1": ["adapts", "adaptativo"],
  adapts: ["{rate} adapts", "{rate} adaptativo"], "set.latent": ["numbers in the code", "dimensión latente"],
  "set.axes": ["seen along", "ejes"], "set.units": ["hidden units", "neuronas ocultas"],
  "set.second": ["in a second hidden layer", "en una segunda capa oculta"],
  "set.activation": ["activation", "activación"], "activation.sigmoid": ["sigmoid", "sigmoidea"],
  "activation.tanh": "tanh", "activation.relu": "ReLU", "activation.identity": ["none", "ninguna"],
  "set.noise": ["noise in training", "ruido al entrenar"], "set.batch": ["batch size", "batch"],
  "batch.0": ["all", "todo"], "set.seed": ["seed", "semilla"], "set.pace": ["epochs/s", "épocas/s"],
  "pace.0": ["growing", "de a poco"], "pace.1000": ["max", "máx"],
  "set.alpha": ["how far along the line, α", "cuánto del camino, α"], "set.from": ["from", "desde"],
  "set.to": ["to", "hasta"], "set.net": ["network", "red"], "set.letter": ["begin with", "empezar con"],
  "set.level": ["noise", "ruido, p"], runs: ["Runs tried", "Corridas"],
  "runs.none": ["Each run you try is kept here, a click away.", "Acá queda cada corrida que pruebes, a un clic."],
  "runs.show": ["show run {id}", "ver la corrida {id}"], "run.id": ["run", "corrida"], "run.wrong": ["wrong", "mal"],
  "run.of": ["{n} of {all}", "{n} de {all}"], "run.settings": ["settings", "parámetros"],
  code: ["These settings as code", "Estos parámetros, en código"], "code.says": [`Paste it into a notebook: the seed
    draws the same weights, noise and ε there, and the losses agree to nine digits until, after some hundred epochs,
    training has amplified the last digit of rounding.`, `Pegalo en un notebook: con la misma semilla salen los mismos
    pesos, ruido y ε, y la loss coincide en nueve dígitos hasta que, a los cientos de épocas, el entrenamiento amplifica
    el último dígito del redondeo.`],
  "code.weights": ["<code>tp5lib.load_model</code> reads them.", "Se leen con <code>tp5lib.load_model</code>."],
  own: ["Letters or images of your own", "Letras o imágenes propias"],
  "own.header": ["Paste a <code>font.h</code>", "Pegá un <code>font.h</code>"],
  "own.draw": ["or draw an alphabet, letter by letter", "o dibujá un alfabeto, letra por letra"],
  "own.cell": ["row {row}, column {column}", "fila {row}, columna {column}"], "own.name": ["its name", "su nombre"],
  "own.kept": ["{name} is kept; one more, and they are trained on", "{name} quedó; con una más ya se entrena"],
  "own.pictures": [`or bring a file, or drop it on the page: a <code>font.h</code>, a PNG sheet of tiles of this size,
    or photographs, each made grey, cut to its middle and scaled to one tile`, `o traé un archivo, o soltalo sobre la
    página: un <code>font.h</code>, una hoja PNG con recuadros de este tamaño, o fotos: cada una pasa a escala de
    grises, se recorta al centro y se achica a un recuadro`], "own.rows": ["rows of a tile", "filas de un recuadro"],
  "own.pixels": ["pixels", "píxeles"], "own.columns": ["columns of a tile", "columnas de un recuadro"],
  "own.file": ["pictures, or a font.h", "imágenes, o un font.h"],
  "own.brought": ["The photographs as they are trained on", "Las fotos tal como se entrenan"],
  "own.link": ["Letters stand in the address of this page, pictures do not: a link's reader is asked for them.",
    "Las letras van en la dirección de la página; las imágenes no: a quien siga el link se le pide el archivo."],
  "own.absent": ["this link was made with {file}, which it cannot hold: bring that file as well",
    "este link se armó con {file}, que no entra en la dirección: traé también ese archivo"],
  "own.pasted": ["the pasted header", "el font.h pegado"],
  "own.tiles": ["{file} in tiles of {rows} x {columns}", "{file} en recuadros de {rows} x {columns}"],
  "own.one": ["one image is too few to learn from: give two or more", "con una sola imagen no alcanza: traé dos o más"],
  "own.many": ["{n} images: at most {images} images, and {numbers} pixels in all, can be trained on here",
    "{n} imágenes: acá se entrena con {images} como máximo, y {numbers} píxeles en total"],
  "file.text": ["{file} is not text in UTF-8: save it in that encoding", "{file} no es texto en UTF-8: guardalo así"],
  "file.picture": ["{file} is no picture that this browser can read", "{file} no se puede leer como imagen"],
  "file.kind": ["{file} is neither a picture nor a C header", "{file} no es ni una imagen ni un header de C"],
  "file.unfilled": [`{file} is {height} x {width} pixels
    (rows x columns), which tiles of {rows} x {columns} do not fill: set their size, and cut out what lies between and
    around them`, `{file} mide {height} x {width} píxeles (filas x columnas), que no se llenan con recuadros de {rows} x
    {columns}: poné el tamaño correcto y recortá lo que haya entre ellos y alrededor`],
  "file.large": ["{file} is {height} x {width} pixels (rows x columns); at most 10,000,000 pixels can be read",
    "{file} mide {height} x {width} píxeles (filas x columnas); se pueden leer 10.000.000 como máximo"],
  "file.empty": ["{file}: all tiles of {rows} x {columns} are empty",
    "{file}: todos los recuadros de {rows} x {columns} están vacíos"],
  "header.none": ["no pattern found; expected int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0}, ... };",
    "no se encontró ningún patrón; se espera int Font3[32][7] = { {0x04, 0x04, 0x02, 0, 0, 0, 0}, ... };"],
  "header.line": ["line {line}: {what}", "línea {line}: {what}"],
  "header.comment": ["the comment that begins here does not close", "el comentario que empieza acá no se cierra"],
  "header.braces": ["its braces do not close, or nest too deep", "sus llaves no se cierran, o se anidan demasiado"],
  "header.unread": ["found array {array}, not read, because {why}", "el array {array} no se pudo leer: {why}"],
  "header.number": ["a row must be a number such as 0x1f, not {own}", "una fila es un número como 0x1f, no {own}"],
  "header.bits": ["row {own} has more than 5 bits", "la fila {own} tiene más de 5 bits"],
  "header.rows": ["a pattern must have 7 rows, not {count}; take out what is no letter",
    "un patrón tiene que tener 7 filas, no {count}; sacá lo que no sea una letra"],
  "header.outside": ["{own} stands outside the braces of the patterns", "{own} está fuera de las llaves de patrones"],
  "set.inside": ["look inside", "mirar adentro"], "inside.0": ["no", "no"], "inside.1": ["yes", "sí"],
  "inside.label": ["The network: arrow keys choose a unit", "La red: las flechas eligen una neurona"],
  "inside.unit": ["Layer {l}, unit {name} of {all}: {value}. Framed, its weights {way}: blue +, orange −.",
    "Capa {l}, neurona {name} de {all}: {value}. En el marco, sus pesos {way}: azul +, naranja −."],
  "inside.up": ["from the pixels", "desde los píxeles"], "inside.down": ["to the pixels", "hacia los píxeles"],
  "wall.lead": [`Twenty networks that differ in nothing but the seed learn together. <b>First bet: how many of them will
    learn all letters? Then press play, and open one that failed.</b>`, `Veinte redes que solo difieren en la semilla
    aprenden juntas. <b>Primero apostá: ¿cuántas van a aprender todas las letras? Después dale play, y abrí una que
    falle.</b>`], "set.bet": ["All letters are learned by", "Aprenden todas las letras"],
  "bet.none": ["none", "ninguna"], "bet.few": ["1 to 9", "1 a 9"], "bet.most": ["10 to 19", "10 a 19"],
  "bet.all": ["all 20", "las 20"], "second.0": ["none", "ninguna"], "second.6": ["6 units", "6 neuronas"],
  "wall.bet": ["Place your bet, and play.", "Hacé tu apuesta y dale play."],
  "wall.count": ["{n} of {all} have learned all letters; a network gets {least} to {most} wrong",
    "{n} de {all} aprendieron todas las letras; a cada una le salen mal de {least} a {most}"],
  "wall.won": ["Your bet is won.", "Ganaste la apuesta."], "wall.lost": ["Your bet is lost.", "Perdiste la apuesta."],
  "wall.wrong": ["letters with a wrong pixel", "letras con algún píxel mal"], "wall.networks": ["networks", "redes"],
  "wall.run": ["slide 13’s one run", "la corrida de la diapositiva 13"],
  "wall.seed": ["seed {seed}: {n}", "semilla {seed}: {n}"],
  "wall.slide": ["Slide 13’s one run, with an update after each letter and 10,000 epochs, got none wrong.",
    "La única corrida de la diapositiva 13, de 10.000 épocas y un paso por letra, no tuvo ninguna mal."],
  "wall.open": ["seed {seed}: {n} wrong; opens it in the training", "semilla {seed}: {n} mal; abrirla en Entrenar"],
  "plane.lead": [`Drag the orange point: every place of the plane is a letter, or something between letters. <b>Can you
    find one that no alphabet has?</b>`, `Arrastrá el punto: cada lugar del plano es una letra, o algo entre dos letras.
    <b>¿Encontrás una que no esté en ningún alfabeto?</b>`], line: ["From one to the other", "De una a la otra"],
  "near.next": ["({code}), next to “{name}”", "({code}), cerca de “{name}”"],
  "near.exact": [", and exactly it", ", y es exactamente esa"],
  "near.one": [", 1 pixel from it", ", a 1 píxel de ella"],
  "near.off": [", {n} pixels from it", ", a {n} píxeles de ella"],
  "near.decoded": ["Decoded picture, next to {name}", "Decodificado, cerca de {name}"],
  "draw.lead": [`Draw a letter and throw noise on it: six networks say what they think it was. <b>At which level is the
    nearest letter right more often than all of them?</b>`, `Dibujá una letra y tirale ruido: seis redes dicen qué letra
    era para ellas. <b>¿Con qué nivel de ruido la letra más cercana acierta más que todas?</b>`],
  "draw.wrong": ["{n} wrong", "{n} mal"], "draw.right": ["right", "bien"],
  "draw.often": ["right {n} of 100 times", "bien {n} de 100 veces"],
  "draw.noise": ["The noise turned {n} of 35 pixels; {told}.", "El ruido cambió {n} de 35 píxeles; {told}."],
  "draw.back": ["{n} of {all} networks give the drawing back, the nearest letter {does}",
    "{n} de {all} redes devuelven el dibujo, la letra más cercana {does}"],
  "draw.near": ["does", "también"], "draw.near.not": ["does not", "no"],
  "draw.none": ["what is drawn is no letter that they know", "lo dibujado no es ninguna letra que conozcan"],
  "card.noisy": ["with the noise", "con el ruido"], "card.nearest": ["the nearest letter", "la letra más cercana"],
  "net.plain-autoencoder": ["trained on clean letters", "entrenada sin ruido"],
  "net.stage-1": ["trained with the squared error", "entrenada con MSE"],
  "net.trained-at-0.05": ["trained at noise 0.05", "entrenada con ruido 0.05"],
  "net.trained-at-0.1": ["trained at noise 0.1", "entrenada con ruido 0.1"],
  "net.trained-at-0.15": ["trained at noise 0.15", "entrenada con ruido 0.15"],
  "net.random-level": ["trained at noise 0 to 0.15", "entrenada con ruido en [0, 0.15]"],
  "net.wide-trained-at-0.15": ["wide, trained at noise 0.15", "más ancha, con ruido 0.15"],
  "net.variational-2": ["variational, 2 numbers", "VAE, latente 2"],
  "net.variational-3": ["variational, 3 numbers", "VAE, latente 3"],
  "net.variational-6": ["variational, 6 numbers", "VAE, latente 6"],
  "net.plain-2": ["plain, 2 numbers", "autoencoder normal, latente 2"],
  "bench.0": ["Trained networks", "Redes entrenadas"], "bench.1": ["The four attempts, live", "Los cuatro intentos"],
  "emojis.lead": [`Drag the point over the faces: the network draws the one that belongs there. <b>Go from a grin to
    sunglasses, or let it dream up faces that nobody drew.</b>`, `Arrastrá el punto entre las caras: la red dibuja la
    que va ahí. <b>Andá de una sonrisa a los anteojos de sol, o dejá que invente caras que nadie dibujó.</b>`],
  prior: ["New faces, drawn from the prior", "Elementos nuevos, sorteados del prior N(0, 1)"], "bench.lead": [`The
    slides' four attempts at a variational autoencoder. Press play on the second and look at what it gives back, then on
    the fourth. <b>Why does the second give every face the same answer?</b>`, `Los cuatro intentos de la presentación
    con el VAE. Dale play al segundo y mirá lo que reconstruye; después, al cuarto. <b>¿Por qué el segundo responde lo
    mismo para todas las caras?</b>`], "attempt.1": "Primer intento", "attempt.2": "Segundo intento",
  "attempt.3": "Tercer intento", "attempt.4": "Cuarto intento", "set.attempt": ["slides 42 to 45", "intentos"],
  "set.hidden": ["hidden layers", "capas"], "hidden.small": "30-20-10", "hidden.large": "300-200-100",
  "set.beta": ["β, weight of the KL", "β, peso de la KL"], "set.face": ["face", "cara"],
  "face.own": ["the face", "original"], "face.mu": ["from μ", "desde μ"], "face.z": ["from z", "desde z"],
  "face.mean": ["mean image", "imagen promedio"], "bench.dimension": ["KL of z{k}, nats", "KL de z{k}, nats"],
  "bench.used": ["in use", "en uso"], "bench.silent": ["silent", "dormida"],
  "bench.tiles": ["What it gives back, from each face's μ", "Reconstrucciones, desde la μ de cada cara"],
  "bench.loss": ["{loss} {error}, mean image {mean}; explains {share} %",
    "{loss} {error}, imagen promedio {mean}; explica {share} %"],
  "bench.start": ["So far worse than giving back the mean image.", "Por ahora, peor que la imagen promedio."],
  "bench.collapsed": ["Collapsed: z says nothing of the face, so the best answer is the mean image, for all.",
    "Colapsó: z no dice nada de la cara, así que lo mejor es responder la imagen promedio, siempre."],
  "bench.waking": ["Waking: {used} begins to tell faces apart.", "Se despierta: {used} empieza a distinguir caras."],
  "bench.learned": ["{used} in use: faces differ, and so do the answers.", "{used} en uso: distingue caras."],
  "bench.over": ["the slide's epochs are over", "se cumplieron las épocas de la diapositiva"],
  class: ["Hand this page to a class", "Para usar en clase"], "class.says": [`Put the file on any web server, or give it
    away: it needs nothing else. Its address holds all that is seen: set up what the class is to see, and copy it.
    <code>&amp;hide=rate,seed</code> hides these two controls, and so {names}; <code>&amp;bare=1</code> leaves one room
    alone; <code>&amp;lang=es</code> speaks Spanish.`, `Subí el archivo a cualquier servidor, o pasalo: no necesita nada
    más. La dirección guarda todo lo que se ve: armá lo que la clase tiene que ver y copiala.
    <code>&amp;hide=rate,seed</code> esconde esos dos controles; lo mismo con {names}. Con <code>&amp;bare=1</code>
    queda una sola sala; con <code>&amp;lang=en</code> habla inglés.`],
  footer: [`Trained and drawn in this page by tp5lib's own networks; nothing is sent anywhere. Emojis after Twemoji (CC
    BY 4.0).`, `Todo se entrena y se dibuja en esta página, con las redes de tp5lib; no se envía nada. Emojis basados en
    Twemoji (CC BY 4.0).`],
};

for (const i of "12345") for (const j of "23456") TEXTS[`axes.${i} ${j}`] = `z${i}, z${j}`; // two of at most six axes

let place = 0;
const NUMBERS = ["en", "es-AR"].map((locale) => new Intl.NumberFormat(locale));

// Speak a language of the two; returns which it is now.
export const speak = (language) => ["en", "es"][(place = Number(language === "es"))];

export const has = (key) => key in TEXTS;
export function t(key, given = {}) {
  const said = [TEXTS[key]].flat();
  return (said[place] ?? said[0]).replace(/\s+/g, " ").replace(/\{(\w+)\}/g, (_, name) => given[name]);
}

// The name of an image: that of an emoji is a text.
export const named = (name) => (has(`emoji.${name}`) ? t(`emoji.${name}`) : name);
export const count = (n) => NUMBERS[place].format(n);

// Write the texts of what is marked with their keys.
export function translate(root, given) {
  const write = (name, done) => root.querySelectorAll(`[data-${name}]`).forEach((one) => done(one, one.dataset[name]));
  write("t", (one, key) => (one.innerHTML = t(key, given)));
  write("label", (one, key) => one.setAttribute("aria-label", t(key, one.dataset)));
  write("role", (one, key) => one.setAttribute("aria-roledescription", t(key)));
}
