/**
 * How deep a text nests, estimated before it is parsed. The parser is native code and recurses: a text deep enough ends the whole
 * process, and no `try` around it helps. Real code stays under a hundred levels; the parser gives up at some thousands.
 */
import type { Span } from '../ir.js';

const maxNesting = 1000;

/** `a + b + c + …`, `a.b.c…`: every part makes the tree one level deeper, though the parser stands more of them. */
const maxChain = 5000;

/**
 * Where the text first nests deeper than `maxNesting`, or chains more than `maxChain` operators; null when it does neither.
 * Brackets in comments, templates and regular expressions count as if they were code: rather one odd file unread than none read.
 */
export function nestingTooDeep(text: string): { readonly message: string; readonly at: Span } | null {
  // No text as short as this holds enough levels for the parser to fall over.
  if (text.length <= 2 * maxNesting) return null;
  /** By bracket: what stands open in it without a bracket of its own (`a => b => …`, `! ! !`, `if (a) if (b) …`, `<p><p>`). */
  const open = [0];
  /** By bracket: operators since the last separator. */
  const chain = [0];
  let total = 0;
  /** The last character that is no white space, and whether a line ended since. */
  let before = 0;
  let newLine = false;

  const reset = (): void => {
    total -= open[open.length - 1]!;
    open[open.length - 1] = 0;
    chain[chain.length - 1] = 0;
  };
  const add = (by: number): void => {
    const here = open[open.length - 1]!;
    const change = Math.max(by, -here);
    open[open.length - 1] = here + change;
    total += change;
  };

  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c <= 32) {
      if (c === 10) newLine = true;
      continue;
    }
    if (isWordStart(c)) {
      const start = i;
      while (i + 1 < text.length && isWordPart(text.charCodeAt(i + 1))) i++;
      const length = i - start + 1;
      const word = length > 1 && length <= 9 && mayNest(c) ? text.slice(start, i + 1) : '';
      const nests = word !== '' && nesting.has(word);
      // A statement that ended without a semicolon, or with a block.
      if (before === 125 ? word !== 'else' : newLine && !nests && endsValue(before)) reset();
      if (nests) add(1);
      if (word !== '' && (nests || word === 'as' || word === 'satisfies')) chain[chain.length - 1]!++;
      before = 97;
      newLine = false;
      if (total > maxNesting || chain[chain.length - 1]! > maxChain) return tooDeep(start);
      continue;
    }
    switch (c) {
      case 40: // (
      case 91: // [
      case 123: // {
        chain[chain.length - 1]!++;
        open.push(0);
        chain.push(0);
        total++;
        break;
      case 41: // )
      case 93: // ]
      case 125: // }
        if (open.length > 1) {
          reset();
          open.pop();
          chain.pop();
          total--;
        }
        break;
      case 44: // ,
        reset();
        break;
      case 59: // ;
        if (!elseFollows(text, i + 1)) reset();
        break;
      case 61: // = and =>
        if (before !== 61 && before !== 33 && before !== 60 && before !== 62 && text.charCodeAt(i + 1) !== 61) add(1);
        break;
      case 33: // !
      case 126: // ~
      case 63: // ?
      case 64: // @
        add(1);
        break;
      case 42: // ** nests to the right
        if (before === 42) add(1);
        break;
      case 43: // +
      case 45: // -
        if (!endsValue(before)) add(1);
        break;
      case 60: {
        // <
        const next = text.charCodeAt(i + 1);
        if (next === 47) add(-1);
        else if (next === 62 || isWordStart(next)) add(1);
        break;
      }
      case 62: // >
        if (before === 47) add(-1);
        break;
      case 34: // "
      case 39: // '
        // An apostrophe in JSX text follows a letter.
        if (!isWordPart(before)) i = endOfString(text, i);
        break;
      default:
        break;
    }
    if (operators.has(c)) chain[chain.length - 1]!++;
    before = c;
    newLine = false;
    if (total > maxNesting || chain[chain.length - 1]! > maxChain) return tooDeep(i);
  }
  return null;
}

const nesting = new Set([
  'new',
  'await',
  'typeof',
  'void',
  'delete',
  'yield',
  'if',
  'else',
  'for',
  'while',
  'do',
  'with',
  'keyof',
  'readonly',
  'unique',
  'infer',
  'extends',
  'asserts',
]);

/** . + - * / % & | ^ : ! ? and the backtick. */
const operators = new Set([46, 43, 45, 42, 47, 37, 38, 124, 94, 58, 33, 63, 96]);

/** The offset of the closing quote; that of the opening one when the line ends before there is any. */
function endOfString(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i;
    if (c === 10) return start;
    if (c === 92) i++;
  }
  return start;
}

function elseFollows(text: string, from: number): boolean {
  let i = from;
  while (text.charCodeAt(i) <= 32) i++;
  return text.charCodeAt(i) === 101 && text.startsWith('else', i);
}

/** 1: may start a word, 2: may stand in one; beyond ASCII everything may. */
const wordClass = new Uint8Array(128);
for (let c = 0; c < 128; c++) wordClass[c] = /[A-Za-z_$]/.test(String.fromCharCode(c)) ? 1 : c >= 48 && c <= 57 ? 2 : 0;
const isWordStart = (c: number): boolean => c > 127 || wordClass[c] === 1;
const isWordPart = (c: number): boolean => c > 127 || wordClass[c] !== 0;

const firstLetters = new Set([...nesting, 'as', 'satisfies'].map((word) => word.charCodeAt(0)));
const mayNest = (c: number): boolean => firstLetters.has(c);
/** A value may end here: a word, a digit, a closing bracket or a quote. */
const endsValue = (c: number): boolean => isWordPart(c) || c === 41 || c === 93 || c === 125 || c === 39 || c === 34 || c === 96;

function tooDeep(offset: number): { message: string; at: Span } {
  return { message: `The code is nested deeper than ${maxNesting} levels or chains more than ${maxChain} operators`, at: { start: offset, end: offset + 1 } };
}
