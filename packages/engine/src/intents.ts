/** Intent comments: `// gatelint: public -- reason`, `-- gatelint: deny-all -- reason`. */
import { linesOf, type Lines } from './positions.js';
import { nearest } from './nearest.js';
import type { Anchor } from './rule.js';

export interface Intent {
  readonly kind: 'public' | 'deny-all';
  /** Empty when none is given, which makes the intent void. */
  readonly reason: string;
  readonly at: Anchor;
}

/** A comment that starts with `gatelint:` and says a word that means nothing. */
export interface UnknownIntent {
  readonly word: string;
  /** The word that is spelt most like it; null when none is near. */
  readonly nearest: Intent['kind'] | null;
  readonly at: Anchor;
}

export interface Intents {
  /**
   * The intent that is declared for the thing that stands at `anchor`: on its first line, or on the comment lines directly above it. Asking marks the
   * intent as used, unless its reason is empty.
   */
  declared(anchor: Anchor, kind: Intent['kind']): Intent | null;
  /** Intents that nothing asked for or that have no reason: they do nothing where they stand. */
  idle(file: string): readonly Intent[];
  unknown(file: string): readonly UnknownIntent[];
}

export interface IntentComment {
  readonly text: string;
  readonly at: { readonly start: number; readonly end: number };
}

/** A text without it holds no intent. */
export const intentMark = /gatelint\s*:/iu;

const kinds: readonly Intent['kind'][] = ['public', 'deny-all'];

interface Placed {
  readonly intent: Intent;
  /** Span of the comment that holds it. */
  readonly comment: { readonly start: number; readonly end: number };
  used: boolean;
}

interface FileIntents {
  readonly placed: readonly Placed[];
  readonly unknown: readonly UnknownIntent[];
  /** Null where no intent is placed: nothing is looked for there. */
  readonly layout: Layout | null;
}

/** What finding the comments of a thing needs to know of its file. */
interface Layout {
  readonly text: string;
  readonly lines: Lines;
  /** Starts of comments by the line that they start on. */
  readonly starts: ReadonlyMap<number, readonly number[]>;
  readonly endings: ReadonlyMap<number, IntentComment>;
}

/**
 * @param commentsOf comments of a file: text without delimiters, 0-based UTF-16 offsets with them
 * @param textOf text of a file, null when it cannot be read
 */
export function createIntents(commentsOf: (file: string) => readonly IntentComment[], textOf: (file: string) => string | null): Intents {
  const files = new Map<string, FileIntents>();

  const intentsOf = (file: string): FileIntents => {
    let known = files.get(file);
    if (!known) files.set(file, (known = read(file, textOf(file), commentsOf)));
    return known;
  };

  return {
    declared(anchor, kind) {
      const { placed, layout } = intentsOf(anchor.file);
      if (!layout) return null;
      const reach = reachOf(layout, anchor.start);
      const near = placed.filter(
        (one) => one.intent.kind === kind && one.comment.start < reach.end && one.comment.end > reach.start && reach.comments.has(one.comment.start),
      );
      // The nearest to the thing wins; one without a reason is void, and answers only when there is no other.
      const chosen = near.filter((one) => one.intent.reason !== '').at(-1) ?? near.at(-1);
      if (!chosen) return null;
      if (chosen.intent.reason !== '') chosen.used = true;
      return chosen.intent;
    },
    idle: (file) =>
      intentsOf(file)
        .placed.filter((one) => !one.used)
        .map((one) => one.intent),
    unknown: (file) => intentsOf(file).unknown,
  };
}

function read(file: string, text: string | null, commentsOf: (file: string) => readonly IntentComment[]): FileIntents {
  // Comments are a parse away; the mark is a look at the text.
  if (text === null || !intentMark.test(text)) return { placed: [], unknown: [], layout: null };
  const placed: Placed[] = [];
  const unknown: UnknownIntent[] = [];
  for (const comment of commentsOf(file)) {
    for (const match of comment.text.matchAll(/(?<=^|[\r\n])[\t *]*gatelint\s*:[\t ]*([\w-]*)[\t ]*([^\r\n]*)/giu)) {
      const at: Anchor = { file, start: comment.at.start, end: comment.at.end };
      const word = match[1]!.replace(/-+$/u, '');
      const rest = match[1]!.slice(word.length) + match[2]!;
      const kind = kinds.find((one) => one === word);
      if (!kind) unknown.push({ word, nearest: nearest(word, kinds), at });
      else placed.push({ intent: { kind, reason: reasonIn(rest), at }, comment: comment.at, used: false });
    }
  }
  return { placed, unknown, layout: placed.length === 0 ? null : layoutOf(text, commentsOf(file)) };
}

function layoutOf(text: string, comments: readonly IntentComment[]): Layout {
  const lines = linesOf(text);
  const starts = new Map<number, number[]>();
  for (const { at } of comments) {
    const { line } = lines.position(at.start);
    starts.set(line, [...(starts.get(line) ?? []), at.start]);
  }
  return { text, lines, starts, endings: new Map(comments.map((comment) => [comment.at.end, comment])) };
}

/** What follows the dashes. Long dashes count: editors make them of two short ones. */
function reasonIn(rest: string): string {
  const match = /^\s*(?:-{2,}|[\u2013\u2014])\s*(.*)$/u.exec(rest);
  return match ? match[1]!.replace(/\*\/\s*$/u, '').trim() : '';
}

/**
 * The stretch of text in which a comment speaks of the thing at `offset`: the thing's line, and upwards over what may stand between a comment and the
 * thing (its own first words, decorators, other comments), as long as no line is empty and no other code begins.
 */
function reachOf({ text, lines, starts, endings }: Layout, offset: number): { start: number; end: number; comments: ReadonlySet<number> } {
  const { line } = lines.position(offset);
  const end = line < lines.count ? lines.start(line + 1) : text.length;
  const lineStart = lines.start(line);
  const reached = new Set(starts.get(line));

  let at = offset;
  for (;;) {
    const space = /\s*$/u.exec(text.slice(Math.max(0, at - 2000), at))![0];
    if (lineBreaksIn(space) > 1) break;
    at -= space.length;
    // A line comment's span may or may not have its line break inside.
    const comment = endings.get(at) ?? endings.get(at + space.length) ?? endings.get(at + 1);
    if (comment) {
      at = comment.at.start;
      const own = /^\s*(?:\/\*.*\*\/\s*)*$/u.test(text.slice(lines.start(lines.position(at).line), at).replace(/^\uFEFF/u, ''));
      if (!own && comment.at.end <= lineStart) break;
      reached.add(at);
      continue;
    }
    const before = text.slice(Math.max(0, at - 4000), at);
    const head = decoratorBefore(before) ?? ownWordBefore(before);
    if (head === null || head === 0) break;
    at -= head;
  }
  return { start: Math.min(at, lineStart), end, comments: reached };
}

const lineBreaksIn = (text: string): number => text.match(/\r\n|[\r\n\u2028\u2029]/gu)?.length ?? 0;

/** Length of a decorator that the text ends with: `@Name`, `@a.b(…)`. Null when there is none. */
function decoratorBefore(text: string): number | null {
  let at = text.length;
  if (text[at - 1] === ')') {
    let depth = 0;
    for (at -= 1; at >= 0; at -= 1) {
      if (text[at] === ')') depth += 1;
      else if (text[at] === '(' && --depth === 0) break;
    }
    if (at < 0) return null;
  }
  const name = /@[\w$.]+\s*$/u.exec(text.slice(0, at));
  return name ? text.length - name.index : null;
}

/** Length of a word or a mark that belongs to the head of the thing itself: `export default async`, `const X =`, `create table if not exists public.`. */
function ownWordBefore(text: string): number | null {
  const match =
    /(?:^|[\s;{}(])((?:export|default|async|function|const|let|var|public|private|protected|static|override|readonly|create|unlogged|temporary|temp|global|local|foreign|table|view|materialized|recursive|or|replace|if|not|exists|only|alter)(?:\s*\*)?)$/iu.exec(
      text,
    ) ??
    /(?:^|\s)((?:const|let|var)\s+[\w$]+\s*(?::[^=;{}]*)?=)$/u.exec(text) ??
    /(["\w$]+\s*\.)$/u.exec(text);
  return match ? match[1]!.length : null;
}
