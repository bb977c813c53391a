/** Reads `gatelint.config.json`: JSON with comments, every mistake with its key, what was expected and the nearest valid spelling. */
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError, type ParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import { defaultConfig, type Config } from './config.js';
import { alternatives } from './config-rows.js';
import { configSchema } from './config-schema.js';
import { nearest } from './nearest.js';
import { linesOf } from './positions.js';

export { configJsonSchema } from './config-schema.js';

export interface ConfigProblem {
  /** One sentence: the key, what it must be and what it is. */
  readonly message: string;
  /** Dotted path of what is wrong (`catalogue[0].outcome.kind`); empty for the whole file. */
  readonly key: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** What to do about it; null where the message says it already. */
  readonly hint: string | null;
}

export type ConfigAnswer = { readonly config: Config } | { readonly problems: readonly ConfigProblem[] };

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/**
 * @param text of the file; a byte order mark, comments and trailing commas are fine
 * @param fileName what the user's own rows of hosts name as their source
 * @param ruleIds every rule there is
 * @returns the configuration with its defaults filled in, or every mistake, in the order of the file. Never throws.
 */
export function readConfig(text: string, fileName: string, ruleIds: readonly string[]): ConfigAnswer {
  const source = text.replace(/^\uFEFF/u, '');
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { allowTrailingComma: true });
  const mistakes: Mistake[] = [];
  if (!tree) {
    mistakes.push({ path: [], offset: 0, message: 'The file is empty.', hint: 'Write {}, or remove the file.' });
  } else if (errors[0]) {
    // What follows the first error is often only its echo.
    mistakes.push({ path: [], offset: errors[0].offset, message: `The file is not JSON: ${syntax(errors[0].error)}.`, hint: null });
  } else {
    findRepeatedKeys(tree, mistakes);
    const data = toData(tree);
    const schema = configSchema(ruleIds.map((id) => ({ id, description: id })));
    const result = schema.safeParse(data);
    if (result.success && mistakes.length === 0) return { config: withDefaults(result.data, fileName) };
    const reader: Reader = { tree, data, schema };
    const found = (result.error?.issues ?? []).flatMap((issue) => describe(issue, reader));
    // A slip in the name of a required key is an unknown key and a missing one; the first says what to do.
    const slips = new Set(found.map(({ meant }) => meant && keyOf(meant)));
    mistakes.push(...found.filter(({ path, absent }) => !absent || !slips.has(keyOf(path))));
  }
  const lines = linesOf(source);
  return {
    problems: mistakes
      .map((mistake, order) => ({ mistake, order }))
      .sort((a, b) => a.mistake.offset - b.mistake.offset || a.order - b.order)
      .map(({ mistake }) => ({ message: mistake.message, key: keyOf(mistake.path), ...lines.position(mistake.offset), hint: mistake.hint })),
  };
}

interface Mistake {
  readonly path: Path;
  /** 0-based UTF-16 offset. */
  readonly offset: number;
  readonly message: string;
  readonly hint: string | null;
  /** The key that an unknown one was probably meant to be. */
  readonly meant?: Path;
  /** The key is not there at all. */
  readonly absent?: true;
}

interface Reader {
  readonly tree: Node;
  readonly data: unknown;
  readonly schema: z.core.$ZodType;
}

function describe(issue: Issue, reader: Reader): Mistake[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, reader));
  const value = valueAt(reader.data, path);
  if (value === undefined && path.length > 0) return [missing(path, issue, reader)];

  const allowed = allowedValues(issue, path, reader);
  const expected = allowed && allowed.length <= 8 ? alternatives(allowed) : issue.message;
  const offset = nodeAt(reader.tree, path)?.offset ?? 0;
  const what = path.length === 0 ? 'The configuration' : `"${keyOf(path)}"`;
  if (allowed && allowed.length > 8) {
    const close = typeof value === 'string' ? closest(value, allowed) : null;
    return [
      {
        path,
        offset,
        message: `${what} is not a role: ${show(value)}.`,
        hint: close === null ? 'docs/configuration.md lists the roles.' : `Did you mean "${close}"?`,
      },
    ];
  }
  return [{ path, offset, message: `${what} must be ${expected}, not ${show(value)}.`, hint: hintFor(value, issue, allowed) }];
}

function unknownKey(key: string, path: Path, reader: Reader): Mistake {
  const full = [...path, key];
  const offset = keyNode(reader.tree, full)?.offset ?? nodeAt(reader.tree, path)?.offset ?? 0;
  const known = Object.keys(shapeAt(reader, path) ?? {});
  const close = closest(key, known);
  const role = (valueAt(reader.data, path) as { role?: unknown } | undefined)?.role;
  const message =
    path.length === 1 && path[0] === 'rules'
      ? `There is no rule "${key}".`
      : typeof role === 'string'
        ? `"${key}" is not a field of the role "${role}" ("${keyOf(path)}").`
        : `"${keyOf(full)}" is not a key of the configuration.`;
  const list =
    path.length === 1 && path[0] === 'rules' ? '"gatelint rules" lists them.' : known.length === 0 ? null : `Known here: ${known.sort().join(', ')}.`;
  return close === null
    ? { path: full, offset, message, hint: list }
    : { path: full, offset, message, hint: `Did you mean "${close}"?`, meant: [...path, close] };
}

function missing(path: Path, issue: Issue, reader: Reader): Mistake {
  const parent = path.slice(0, -1);
  const allowed = allowedValues(issue, path, reader);
  const expected = allowed && allowed.length <= 8 ? alternatives(allowed) : allowed ? 'a role' : issue.message;
  return {
    absent: true,
    path,
    offset: nodeAt(reader.tree, parent)?.offset ?? 0,
    message: `"${keyOf(parent)}" lacks "${String(path.at(-1))}": ${expected}.`,
    hint: null,
  };
}

/** The values that the place takes, where it takes one of a few. */
function allowedValues(issue: Issue, path: Path, reader: Reader): string[] | null {
  if (issue.code === 'invalid_value') return issue.values.every((value) => typeof value === 'string') ? issue.values : null;
  const key = path.at(-1);
  if (issue.code !== 'invalid_union' || typeof key !== 'string') return null;
  const union = schemaAt(reader, path.slice(0, -1), false);
  if (union?.def.type !== 'union' || union.def.discriminator !== key) return null;
  return (union.def.options ?? []).flatMap((option) => literals(option.def.shape?.[key]));
}

function hintFor(value: unknown, issue: Issue, allowed: readonly string[] | null): string | null {
  if (typeof value === 'string' && allowed) {
    const close = closest(value, allowed);
    return close === null ? null : `Did you mean "${close}"?`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'array' && typeof value === 'string') return `Write [${JSON.stringify(value)}].`;
  if (typeof value === 'string' && /^https?:\/\//u.test(value) && issue.message.startsWith('a host name')) {
    const bare = value.replace(/^https?:\/\//u, '').replace(/[/?#].*$/u, '');
    return bare === '' ? null : `Write "${bare}".`;
  }
  return null;
}

/** The nearest spelling, or what the word is the beginning of: `warn` is meant to be `warning`. */
function closest(word: string, names: readonly string[]): string | null {
  return nearest(word, names) ?? (word.length < 3 ? null : (names.find((one) => one.startsWith(word)) ?? null));
}

/** What a schema of the validator is made of, as far as messages need it. */
interface Shaped {
  readonly def: {
    readonly type: string;
    readonly innerType?: Shaped;
    readonly element?: Shaped;
    readonly shape?: Readonly<Record<string, Shaped>>;
    readonly options?: readonly Shaped[];
    readonly discriminator?: string;
    readonly values?: readonly unknown[];
  };
}

/** The schema of the value at `path`; with `decided`, the variant of a union that the value's own discriminator names. */
function schemaAt(reader: Reader, path: Path, decided: boolean): Shaped | null {
  let at: Shaped | undefined = reader.schema as unknown as Shaped;
  for (const [depth, part] of path.entries()) {
    at = variant(unwrap(at), valueAt(reader.data, path.slice(0, depth)));
    at = typeof part === 'number' ? at?.def.element : at?.def.shape?.[part];
    if (!at) return null;
  }
  const last = unwrap(at);
  return (decided ? variant(last, valueAt(reader.data, path)) : last) ?? null;
}

function shapeAt(reader: Reader, path: Path): Readonly<Record<string, Shaped>> | null {
  return schemaAt(reader, path, true)?.def.shape ?? null;
}

function unwrap(schema: Shaped | undefined): Shaped | undefined {
  return schema?.def.innerType ? unwrap(schema.def.innerType) : schema;
}

function variant(schema: Shaped | undefined, value: unknown): Shaped | undefined {
  const key = schema?.def.discriminator;
  if (key === undefined) return schema;
  const own = (value as Record<string, unknown> | null | undefined)?.[key];
  return schema?.def.options?.find((option) => literals(option.def.shape?.[key]).includes(own as string));
}

function literals(schema: Shaped | undefined): string[] {
  return (schema?.def.values ?? []).filter((value) => typeof value === 'string');
}

/** JSON keeps the last of two equal keys and says nothing; the first one was meant by somebody. */
function findRepeatedKeys(node: Node, mistakes: Mistake[], path: Path = []): void {
  const seen = new Set<string>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (node.type === 'array') findRepeatedKeys(child, mistakes, [...path, index]);
    const [key, value] = child.type === 'property' ? (child.children ?? []) : [];
    if (!key || typeof key.value !== 'string') continue;
    const full = [...path, key.value];
    if (seen.has(key.value)) mistakes.push({ path: full, offset: key.offset, message: `"${keyOf(full)}" is given twice.`, hint: 'Keep one of the two.' });
    seen.add(key.value);
    if (value) findRepeatedKeys(value, mistakes, full);
  }
}

/** Plain data of a tree. `__proto__` is a key like any other here, so that it is answered as an unknown one. */
function toData(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(toData);
  if (node.type !== 'object') return node.value;
  const entries = (node.children ?? []).flatMap(({ children: [key, value] = [] }) => (key && value ? [[String(key.value), toData(value)] as const] : []));
  return Object.fromEntries(entries);
}

function valueAt(data: unknown, path: Path): unknown {
  let at = data;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string | number, unknown>)[part];
  }
  return at;
}

function nodeAt(tree: Node, path: Path): Node | undefined {
  return findNodeAtLocation(tree, [...path]);
}

function keyNode(tree: Node, path: Path): Node | undefined {
  return nodeAt(tree, path)?.parent?.children?.[0];
}

function keyOf(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

function show(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const sentences: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is not a value that JSON has',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a key in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'nothing may follow the closing brace',
  InvalidCommentToken: 'this is not a comment',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a text is not closed',
  UnexpectedEndOfNumber: 'a number breaks off',
  InvalidUnicode: 'this is not a Unicode escape',
  InvalidEscapeCharacter: 'this is not an escape that JSON has',
  InvalidCharacter: 'this character has to be escaped',
};

function syntax(code: ParseErrorCode): string {
  return sentences[printParseErrorCode(code)] ?? 'it cannot be understood from here on';
}

type Written = z.infer<ReturnType<typeof configSchema>>;

function withDefaults(written: Written, fileName: string): Config {
  const { $schema: _, hosts, sql, env, ...rest } = written;
  return {
    ...defaultConfig,
    ...rest,
    rules: { ...defaultConfig.rules, ...(rest.rules as Config['rules'] | undefined) },
    hosts: (hosts ?? []).map(({ host, ...role }) => ({ host, role, source: fileName })),
    sql: { ...defaultConfig.sql, ...sql },
    env: { ...defaultConfig.env, ...env },
  };
}
