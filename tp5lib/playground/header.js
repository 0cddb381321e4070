// The letters of a C header such as font.h, as tp5lib.load_font_header reads them.

import { FONT, rowsToPixels } from "./files.js";
import { t } from "./texts.js";

const ASIDE = /\/\/[^\n]*|\/\*[^]*?(\*\/|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?/g;
const GAP = String.raw`(?:[^=;\{\}\[\]]|\[\[[^\[\]]*\]\])*`; // what may stand between an array's sizes and its =
const WORD = String.raw`[\p{L}\p{N}_]`;
const ARRAY = new RegExp(String.raw`(?<!${WORD})(${WORD}+)((?:\s*\[[^\[\]]*\])+)(?:${GAP}=)?\s*\{`, "gu");
const TOKEN = /\[[^[\]{}]*\]\s*=|[^\s,{}]+/g;
const DESIGNATOR = /^\[\s*(\S+)\s*\]\s*=$/;
const NUMBER = /^(0[xX][\da-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)[uUlL]{0,3}$/;
const COMMENT = /\/\/([^\n]*)|\/\*([^\n]*?)\*\//g;

// How a comment names a character: 'A' or "A"; 0x41, A; A (0x41). U+0041 is a code as well.
const CODE = String.raw`(?<!${WORD})(?:0x|U\+|\\x)([\da-f]{2,5})(?!${WORD})`;
const BETWEEN = String.raw`(?:[,;:.=\)]\s*|\s+)(?:[\-=]>\s*|[\-=:,;]\s+)?`;
const CHARACTERS = [
  new RegExp(String.raw`(?<!${WORD})(?<quote>['"])(?:\\(?=['"\\]))?(?<it>.)\k<quote>(?!${WORD})`, "u"),
  new RegExp(String.raw`(?:${CODE}|^\d{2,3})${BETWEEN}\(?(?<it>\S)\)?$`, "iu"),
  new RegExp(String.raw`^(?<it>\S)[\s,;:=][\s,;:=\(\[\-]*${CODE}[\]\)]*$`, "iu"),
];

export function readHeader(said) {
  const text = said.replace(/\r\n?/g, "\n");
  const code = text.replace(ASIDE, (aside, end, place) => {
    if (end === "") fail(text, place, t("header.comment"));
    return aside.replace(/[^\n]/g, aside[0] === "/" ? " " : '"'); // so that places and lines stay
  });
  const [counts, images] = [new Map(), []];
  let end = 0;
  for (const array of code.matchAll(ARRAY)) {
    if (array.index < end) continue;
    const braces = bracesOf(code, array);
    let since = braces[0] + 1;
    for (const pattern of patternsOf(text, code, array, braces)) {
      let comment;
      [comment, since] = commentOf(text, code, pattern, since);
      const name = nameIn(comment) || pattern.label;
      let free = name;
      for (; counts.has(free); free = `${name} (${counts.get(name)})`) counts.set(name, counts.get(name) + 1);
      counts.set(free, 1);
      images.push(rowsToPixels(pattern.rows));
    }
    end = braces.at(-1);
  }
  if (images.length) return { names: [...counts.keys()], images, shape: [7, 5], source: FONT };
  throw new Error(t("header.none"));
}

// The places of an array's braces, from its own opening one to the closing one.
function bracesOf(code, array) {
  const [places, first] = [[], array.index + array[0].length - 1];
  let depth = 0;
  for (const brace of code.slice(first).matchAll(/[{}]/g)) {
    places.push(first + brace.index);
    depth += brace[0] === "{" ? 1 : -1;
    if (!depth) return places;
  }
  return fail(code, array.index, t("header.braces", { array: array[1] }));
}

// The patterns of an array: rows, where they begin and end, and a name if no comment gives one.
function patternsOf(text, code, array, braces) {
  const unread = (place, why) => fail(text, place, t("header.unread", { array: array[1], why }));
  const own = (token) => text.slice(token.index, token.index + Math.min(token[0].length, 20));
  const rowOf = (token) => {
    const form = NUMBER.exec(token[0]);
    if (!form) return unread(token.index, t("header.number", { own: own(token) }));
    if (integer(form[1]) < 32) return integer(form[1]);
    return unread(token.index, t("header.bits", { own: own(token) }));
  };
  const flat = braces.length === 2; // one number after another, without braces around a pattern
  const width = flat && /\]\s*\[\s*(\d+)\s*\]$/.exec(array[2]);
  const patterns = [];
  let [index, label] = [0, ""];
  for (const [i, right] of braces.slice(1).entries()) {
    const left = braces[i];
    const tokens = [...code.slice(left + 1, right).matchAll(TOKEN)];
    for (const token of tokens) token.index += left + 1;
    const designated = tokens.length === 1 && DESIGNATOR.exec(tokens[0][0]);
    if (code[left] === "{" && code[right] === "}") {
      const [count, numbers] = [tokens.length, tokens.map(rowOf)];
      if (!flat && count !== 7) unread(left, t("header.rows", { count }));
      if (!count || count % 7 || (width && Number(width[1]) !== 7)) {
        const many = width ? t("header.wide", { count, width: width[1] }) : count;
        unread(left, t("header.flat", { many }));
      }
      for (let k = 0; k < count; k += 7, index += 1, label = "") {
        const last = tokens[k + 6];
        const end = flat ? last.index + last[0].length : right + 1;
        const rows = numbers.slice(k, k + 7);
        patterns.push({ rows, start: tokens[k].index, end, label: label || `${array[1]}[${index}]` });
      }
    } else if (designated && code[right] === "{") {
      const place = tokens[0].index + tokens[0][0].indexOf(designated[1]);
      label = text.slice(place, place + designated[1].length);
      const number = NUMBER.exec(label);
      [index, label] = number ? [integer(number[1]), ""] : [index, nameIn(label)];
    } else if (tokens.length) {
      unread(tokens[0].index, t("header.outside", { own: own(tokens[0]) }));
    }
  }
  return patterns;
}

// An integer written as in C, where a 0 in front means octal.
const integer = (digits) => Number(digits.replace(/^0(?=[0-7])/, "0o"));

// What comments on its line call a pattern, and where the next one's may begin.
function commentOf(text, code, { start, end }, since) {
  const first = since + code.slice(since, start).lastIndexOf("\n") + 1;
  const stop = end + /^[ \t,;}]*/.exec(code.slice(end))[0].length;
  const comments = (...span) => [...text.slice(...span).matchAll(COMMENT)];
  const [before, behind] = [comments(first, start).slice(-1), comments(end, stop)];
  const blocks = before.length ? before : behind;
  const said = [...behind.map((one) => one[1]), ...blocks.map((one) => one[2])]
    .map((one) => one?.trim())
    .filter(Boolean);
  if (said.length > 1 && new RegExp(`^${CODE}$`, "iu").test(said[0])) said[0] += ` ${said[1]}`;
  return [said[0] ?? "", before.length ? end : stop];
}

// The character that a comment names, or else the one of its code, or its text.
function nameIn(comment) {
  for (const form of CHARACTERS) if (form.test(comment)) return form.exec(comment).groups.it;
  const code = new RegExp(CODE, "iu").exec(comment);
  if (!code) return comment.replace(/^(["'])(.+)\1$/, "$2");
  const character = String.fromCodePoint(parseInt(code[1], 16));
  if (character === "\x7f") return "DEL";
  if (/[^\p{C}\p{Z}]/u.test(character)) return character;
  return comment.slice(code.index + code[0].length).replace(/^[ ,;:=\-'"()]+|[ ,;:=\-'"()]+$/g, "") || comment;
}

function fail(text, place, what) {
  throw new Error(t("header.line", { line: text.slice(0, place).split("\n").length, what }));
}
