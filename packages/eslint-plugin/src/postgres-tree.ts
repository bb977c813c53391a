/**
 * The tree that ESLint walks in an SQL file: `Root` → statements → what PostgreSQL's parser says is in them.
 *
 * A node's `type` is the parser's own name (`CreateStmt`, `ColumnDef`, `FuncCall`), its fields are the parser's fields, so `DropStmt[removeType="OBJECT_TABLE"]`
 * is a selector. A statement that the parser refused is a `Broken` node; psql commands and COPY data are `Meta` and `CopyData`.
 *
 * The parser tells where a node starts (for some kinds not even that) and never where it ends. A node here reaches from its own place or its first child's to
 * the end of the word at its place or of its last child; a node without any place of its own has the range of the one around it.
 */
import { offsetOf, parseSql, type Statement } from '@gatelint/engine';

export interface SqlNode {
  readonly type: string;
  /** 0-based UTF-16 offsets, end exclusive. */
  range: [number, number];
  readonly [field: string]: unknown;
}

export interface SqlComment {
  readonly type: 'Line' | 'Block';
  /** Without the delimiters. */
  readonly value: string;
  readonly range: [number, number];
}

export interface SqlError {
  readonly message: string;
  readonly range: [number, number];
}

export interface SqlRoot extends SqlNode {
  readonly type: 'Root';
  readonly body: readonly SqlNode[];
  readonly comments: readonly SqlComment[];
  readonly errors: readonly SqlError[];
}

export interface SqlTree {
  readonly root: SqlRoot;
  /** Fields that hold nodes, by type. */
  readonly visitorKeys: Readonly<Record<string, readonly string[]>>;
}

/** Any text; throws nothing. */
export function sqlTree(text: string): SqlTree {
  const { statements, comments, errors } = parseSql('', text);
  const keys = new Map<string, Set<string>>([['Root', new Set(['body'])]]);
  const root: SqlRoot = {
    type: 'Root',
    range: [0, text.length],
    body: statements.map((statement) => statementNode(text, statement, keys)),
    comments: comments.map(({ kind, at }) => ({
      type: kind === 'line' ? 'Line' : 'Block',
      value: text.slice(at.start, at.end).replace(kind === 'line' ? /^--/u : /^\/\*|\*\/$/gu, ''),
      range: [at.start, at.end],
    })),
    errors: errors.map(({ message, at }) => ({ message, range: [at.start, at.end] })),
  };
  return { root, visitorKeys: Object.fromEntries([...keys].map(([type, fields]) => [type, [...fields]])) };
}

/** Kinds that the parser leaves unsaid, because the field can hold no other. Fields that are not here stay the parser's plain data. */
const kindOfField: Readonly<Record<string, string>> = {
  ...of('RangeVar', 'relation', 'constrrel', 'identitySequence', 'pktable', 'rel', 'sequence', 'table', 'typevar', 'view'),
  ...of('TypeName', 'typeName', 'argType', 'datatype', 'ofTypename', 'returnType', 'sourcetype', 'storedtype', 'targettype', 'type_name'),
  ...of('RoleSpec', 'authrole', 'grantor', 'newowner', 'newrole', 'owner', 'role', 'user'),
  ...of('SelectStmt', 'larg', 'rarg'),
  ...of('ObjectWithArgs', 'func', 'opername', 'fromsql', 'tosql'),
  ...of('Alias', 'alias', 'join_using_alias'),
  ...of('PartitionBoundSpec', 'partbound', 'bound'),
  ...of('IntoClause', 'into', 'intoClause'),
  base: 'CreateStmt',
  action: 'GrantStmt',
  collClause: 'CollateClause',
  funccall: 'FuncCall',
  infer: 'InferClause',
  onConflictClause: 'OnConflictClause',
  over: 'WindowDef',
  partspec: 'PartitionSpec',
  pubtable: 'PublicationTable',
  returningClause: 'ReturningClause',
  setstmt: 'VariableSetStmt',
  withClause: 'WithClause',
};

function of(kind: string, ...fields: string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, kind]));
}

/** Rows of data, which in a dump outweigh everything else by far. They stay plain data. */
const rows = 'valuesLists';

/** A chain of ten thousand `||` is as many nodes deep, and the stack is not. What lies deeper stays plain data. */
const deepest = 400;

type Fields = Readonly<Record<string, unknown>>;

function statementNode(text: string, statement: Statement, keys: Map<string, Set<string>>): SqlNode {
  const whole: [number, number] = [statement.at.start, statement.at.end];
  const { kind, node, error } = statement;
  const wordEnd = /[\w$\u0080-\uffff]+|"(?:[^"]|"")*"|'(?:[^']|'')*'|./suy;

  /** The node, and its range where it has one. */
  const build = (type: string, fields: Fields, depth: number): { node: SqlNode; range: [number, number] | null } => {
    const built: Record<string, unknown> = { type };
    const children: { node: SqlNode; range: [number, number] | null }[] = [];
    const child = (name: string, value: unknown): unknown => {
      const found = nodeIn(name, value);
      if (!found || depth >= deepest) return value;
      const made = build(found.type, found.fields, depth + 1);
      children.push(made);
      return made.node;
    };
    for (const [name, value] of Object.entries(fields)) {
      if (name === 'location') continue;
      const before = children.length;
      // XMLEXPR has a field of this name.
      const field = name === 'type' || name === 'range' ? `${name}_` : name;
      if (name === rows) built[field] = value;
      else built[field] = Array.isArray(value) ? value.map((one) => child('', one)) : child(name, value);
      if (children.length > before) keysOf(keys, type).add(field);
    }
    const places = children.flatMap(({ range }) => range ?? []);
    if (typeof fields['location'] === 'number' && fields['location'] >= 0) {
      const start = offsetOf(text, statement, fields['location']);
      wordEnd.lastIndex = start;
      places.push(start, Math.min(start + (wordEnd.exec(text)?.[0].length ?? 0), whole[1]));
    }
    // Where a statement ends is known.
    const range: [number, number] | null = depth === 0 ? whole : places.length === 0 ? null : [Math.min(...places), Math.max(...places)];
    const self = built as SqlNode;
    if (range) {
      self.range = range;
      for (const one of children) if (!one.range) spread(one.node, range);
    }
    return { node: self, range };
  };

  /** Gives a node without a place, and all below it that have none, the range of what is around them. */
  const spread = (self: SqlNode, range: [number, number]): void => {
    self.range = range;
    for (const key of keys.get(self.type) ?? []) {
      for (const one of [self[key]].flat()) if (isNode(one) && (one as Partial<SqlNode>).range === undefined) spread(one, range);
    }
  };

  keysOf(keys, kind);
  if (node === null) return error === null ? { type: kind, range: whole } : { type: kind, range: whole, message: error.message };
  return build(kind, node, 0).node;
}

function keysOf(keys: Map<string, Set<string>>, type: string): Set<string> {
  let known = keys.get(type);
  if (!known) keys.set(type, (known = new Set()));
  return known;
}

/** `{ ColumnDef: {…} }` is a node that says its kind; in some fields the kind goes without saying. */
function nodeIn(field: string, value: unknown): { type: string; fields: Fields } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const [only, ...more] = Object.keys(value);
  if (only !== undefined && more.length === 0 && /^[A-Z]/u.test(only)) return { type: only, fields: (value as Record<string, Fields>)[only]! };
  const type = Object.hasOwn(kindOfField, field) ? kindOfField[field] : undefined;
  return type === undefined ? null : { type, fields: value as Fields };
}

export function isNode(value: unknown): value is SqlNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
