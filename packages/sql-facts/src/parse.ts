/** SQL text → statements, each with its node or its error. One broken statement costs itself alone. */
import { ByteOffsets, utf16OfCodePoint } from './positions.js';
import { parseQuery, type Node } from './postgres.js';
import type { Place, SqlComment } from './schema.js';
import { dataAfter, nextPiece, resumeInside, type CommentSpan, type Piece } from './split.js';

export interface Statement {
  /** The parser's name of the statement (`CreateStmt`); `Meta` for a psql command, `CopyData` for the data after COPY, `Broken` for what the parser refused. */
  readonly kind: string;
  /** The parser's node; its `location`s are UTF-8 byte offsets from the statement's start, which `offsetOf` turns into UTF-16. Null when there is none. */
  readonly node: Node | null;
  /** The statement's span: UTF-16 offsets into the text as given (BOM included), without the semicolon. */
  readonly at: Place;
  readonly error: ParseError | null;
}

export interface ParseError {
  readonly message: string;
  /** The token that the parser stopped at, or the character that is not allowed. */
  readonly at: Place;
}

export interface ParsedSql {
  readonly statements: readonly Statement[];
  /** In order. */
  readonly comments: readonly SqlComment[];
  /** The errors of all statements, in order. */
  readonly errors: readonly ParseError[];
}

/**
 * Parses a script.
 * Input: any text; `file` is only copied into the places. Output: statements in order with UTF-16 spans; nothing is thrown, what is not understood is a statement with an error.
 */
export function parseSql(file: string, text: string): ParsedSql {
  const statements: Statement[] = [];
  const errors: ParseError[] = [];
  const spans: CommentSpan[] = [];
  let from = 0;
  for (;;) {
    const commentsBefore = spans.length;
    const piece = nextPiece(text, from, spans);
    if (piece === null) break;
    from = piece.next;
    if (piece.kind !== 'sql') {
      statements.push({ kind: 'Meta', node: null, at: { file, start: piece.start, end: piece.end }, error: null });
      continue;
    }
    const statement = parsePiece(file, text, piece);
    const resume = statement.error === null ? null : resumeInside(text, piece);
    if (resume !== null) {
      // What stands behind the broken quote is cut again, comments included.
      spans.length = commentsBefore;
      statements.push({ ...statement, at: { file, start: piece.start, end: resume - 1 } });
      from = resume;
    } else statements.push(statement);
    if (statement.error !== null) errors.push(statement.error);
    const data = resume === null ? dataAfter(text, piece) : null;
    if (data !== null) {
      if (data.end > data.start) statements.push({ kind: 'CopyData', node: null, at: { file, start: data.start, end: data.end }, error: null });
      from = data.next;
    }
  }
  return {
    statements,
    comments: spans.map(({ kind, start, end }) => ({
      kind,
      text: kind === 'line' ? text.slice(start + 2, end) : text.slice(start + 2, end - 2),
      at: { file, start, end },
    })),
    errors,
  };
}

function parsePiece(file: string, text: string, piece: Piece): Statement {
  const at = { file, start: piece.start, end: piece.end };
  const broken = (message: string, start: number, end: number): Statement => ({
    kind: 'Broken',
    node: null,
    at,
    error: { message, at: { file, start, end: Math.min(end, text.length) } },
  });
  const sql = text.slice(piece.start, piece.end);
  const nul = sql.indexOf('\0');
  // The parser takes C strings: it would stop here and call the rest fine.
  if (nul >= 0) return broken(`NUL character at offset ${piece.start + nul}`, piece.start + nul, piece.start + nul + 1);
  const outcome = parseQuery(sql);
  if (outcome.error !== null) {
    const start = piece.unclosed ?? piece.start + utf16OfCodePoint(sql, outcome.error.position);
    const token = /^(?:[\p{L}_][\p{L}\p{N}_$]*|\S)?/u.exec(text.slice(start, start + 200))?.[0] ?? '';
    return broken(outcome.error.message, start, Math.max(start + 1, start + token.length));
  }
  const [one, ...more] = outcome.statements;
  if (one === undefined || more.length > 0)
    return broken(`The text between two semicolons holds ${outcome.statements.length} statements`, piece.start, piece.end);
  return { kind: one.kind, node: one.node, at, error: null };
}

const offsets = new WeakMap<Statement, ByteOffsets>();

/** A node's `location` (0 when it is left out) → UTF-16 offset into the script. `text`: the script that the statement was parsed from. */
export function offsetOf(text: string, statement: Statement, location: number): number {
  let map = offsets.get(statement);
  if (map === undefined) offsets.set(statement, (map = new ByteOffsets(text.slice(statement.at.start, statement.at.end))));
  return statement.at.start + map.utf16(location);
}
