// The letters of a C header such as font.h, as tp5lib.load_font_header reads them.

import { FONT, rowsToPixels } from "./files.js";
import { t } from "./texts.js";

const ASIDE = /\/\/[^\n]*|\/\*[^]*?(\*\/|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?/g;
const GAP = String.raw`(?:[^=;\{\}\[\]]|\[\[[^\[\]]*\]\])*`; // what may stand between an array's sizes and its =
const WORD = String.raw`[\p{L}\p{N}_]`;
const ARRAY = new RegExp(String.raw`(?<!${WORD})(${WORD}+)((?:\s*\[[^\[\]]*\])+)(?:${GAP}=)?\s*\{`, "gu");
const BODY = /\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/y; // braces, two deep
const PART = /\{[^{}]*\}|[^\s,{}]+/g;
const NUMBER = /^(0[xX][\da-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)[uUlL]{0,3}$/;
const COMMENT = /\/\/([^\n]*)|\/\*([^\n]*?)\*\//g;

// How a comment names a character, the surest form first: 'A'; 0x41, A; A (0x41); A.
const CODE = String.raw`(?<!${WORD})0x([\da-f]{2,5})(?!${WORD})`;
const CHARACTERS = [
  new RegExp(String.raw`(?<!${WORD})(?<quote>['"])\\?(?<it>.)\k<quote>(?!${WORD})`, "u"),
  new RegExp(String.raw`(?:${CODE}|^\d{2,3})[\s,;:.=\(\)>\-]+(?<it>\S)\)?$`, "iu"),
  new RegExp(String.raw`^(?<it>\S)[\s,;:=\(\[\-]+${CODE}[\]\)]*$`, "iu"),
  /^(?<it>\S)$/u,
];

export function readHeader(said) {
  const text = said.replace(/\r\n?/g, "\n");
  const fail = (place, what) => {
    throw new Error(t("header.line", { line: text.slice(0, place).split("\n").length, what }));
  };
  const code = text.replace(ASIDE, (aside, end, place) => {
    if (end === "") fail(place, t("header.comment"));
    return aside.replace(/[^\n]/g, aside[0] === "/" ? " " : '"'); // so that places and lines stay
  });
  const [counts, images] = [new Map(), []];
  let end = 0;
  for (const array of code.matchAll(ARRAY)) {
    if (array.index < end) continue;
    const unread = (place, key, own) => fail(place, t("header.unread", { array: array[1], why: t(key, own) }));
    let name, patterns;
    let since = array.index + array[0].length;
    [patterns, end] = patternsOf(text, code, array, since, unread);
    for (const [index, pattern] of patterns.entries()) {
      [name, since] = nameOf(text, code, since, pattern);
      name ||= `${array[1]}[${index}]`;
      let free = name; // a name that is there already is numbered
      for (; counts.has(free); free = `${name} (${counts.get(name)})`) counts.set(name, counts.get(name) + 1);
      counts.set(free, 1);
      images.push(rowsToPixels(pattern.rows));
    }
  }
  if (images.length) return { names: [...counts.keys()], images, ...FONT };
  throw new Error(t("header.none"));
}

// The patterns of an array, from the place of its first value: rows, where they begin and end; and where all end.
function patternsOf(text, code, array, first, unread) {
  const endOf = ({ index, 0: { length } }) => index + length;
  const own = (part) => text.slice(part.index, Math.min(endOf(part), part.index + 20));
  const check = (count, place) => count === 7 || unread(place, "header.rows", { count });
  const rowOf = (part) => {
    const form = NUMBER.exec(part[0]) ?? unread(part.index, "header.number", { own: own(part) });
    const number = Number(form[1].replace(/^0(?=[0-7])/, "0o")); // a 0 in front means octal
    return number < 32 ? number : unread(part.index, "header.bits", { own: own(part) });
  };
  const partsOf = (start, stop) => {
    const parts = [...code.slice(start, stop).matchAll(PART)];
    for (const part of parts) part.index += start;
    return parts;
  };
  BODY.lastIndex = first - 1;
  const end = BODY.test(code) ? BODY.lastIndex : unread(array.index, "header.braces");
  const size = array[2].match(/\[[^[\]]*\]/g).slice(1).at(-1);
  if (/^\[\d+\]$/.test(size)) check(Number(size.slice(1, -1)), array.index);
  const parts = partsOf(first, end - 1);
  const [inner, outside] = [true, false].map((group) => parts.filter(([part]) => (part[0] === "{") === group));
  if (inner.length && outside.length) unread(outside[0].index, "header.outside", { own: own(outside[0]) });
  const groups = inner.map((group) => [partsOf(group.index + 1, endOf(group)), endOf(group)]);
  if (!inner.length) {
    if (!outside.length || outside.length % 7) check(outside.length, array.index);
    for (let k = 0; k < outside.length; k += 7) groups.push([outside.slice(k, k + 7), endOf(outside[k + 6])]);
  }
  for (const [group] of groups) check(group.length, (group[0] ?? array).index);
  return [groups.map(([group, stop]) => ({ rows: group.map(rowOf), start: group[0].index, end: stop })), end];
}

// What comments call a pattern, and where those of the next one may begin. They stand behind it or, as blocks,
// before it on its line; a comment further up counts if it names a character.
function nameOf(text, code, since, { start, end }) {
  const line = since + code.slice(since, start).lastIndexOf("\n") + 1;
  const stop = end + /^[ \t,;}]*/.exec(code.slice(end))[0].length;
  const spans = [[since, line], [line, start], [end, stop]].map((span) => [...text.slice(...span).matchAll(COMMENT)]);
  const [above, before, behind] = spans.map((all) => all.map(([, own = "", block = ""]) => [own.trim(), block.trim()]));
  const said = behind.map(([own]) => own).filter(Boolean);
  const ends = before.length && !said.length; // then a block behind it is the next one's
  said.push(...(before.length ? before.slice(-1) : behind).map(([, block]) => block).filter(Boolean));
  const name = nameIn(said.length ? said : above.slice(-1).map(([own, block]) => own || block));
  return [said.length || [...name].length === 1 ? name : "", ends ? end : stop];
}

// The character that comments name, or else the one of a code, or their text.
function nameIn(comments) {
  for (const form of CHARACTERS) {
    for (const comment of comments) if (form.test(comment)) return form.exec(comment).groups.it;
  }
  for (const comment of comments) {
    const code = new RegExp(CODE, "iu").exec(comment);
    if (!code) continue;
    const character = String.fromCodePoint(parseInt(code[1], 16));
    if (/[^\p{C}\p{Z}]/u.test(character)) return character;
    return comment.slice(code.index + code[0].length).replace(/^[ ,;:=\-'"()]+|[ ,;:=\-'"()]+$/g, "") || comment;
  }
  return (comments[0] ?? "").replace(/^(["'])(.+)\1$/, "$2");
}
