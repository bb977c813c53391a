/** Reads expressions of a schema in code: what a call makes, constant texts, lists of them, the SQL of a tagged template. */
import type { Matcher, Role, Row } from '@gatelint/catalogue';
import type { Call, Expr, Prop } from '@gatelint/ts-facts';
import type { Denoter } from '../environment/denote.js';

type RowOf<Name extends Role['role']> = Extract<Row, { readonly role: Name }>;

export interface Located {
  readonly file: string;
  readonly expr: Expr;
}

/** Column names by the property that holds each, for the names under which a table is known where its constraints stand. */
export type Scope = (file: string, expr: Expr) => string | null;

export interface Reader {
  readonly denoter: Denoter;
  /** The row of a role that says what a call makes. */
  makes<Name extends Role['role']>(file: string, call: Call, role: Name): RowOf<Name> | null;
  /** The row of a role for a path of the library: an export, or a method of something that the catalogue names with a `$`. */
  row<Name extends Role['role']>(module: string, path: readonly string[], role: Name): RowOf<Name> | null;
  /** The expression that a name was given, through imports; the expression itself when it is no name. */
  origin(file: string, expr: Expr): Located;
  text(file: string, expr: Expr | undefined): string | null;
  texts(file: string, expr: Expr | undefined): readonly string[] | null;
  field(file: string, expr: Expr | undefined, name: string): Located | null;
  /** Properties of an object, those that are spread into it included; null in the list stands for some that are not known. */
  props(file: string, expr: Expr): readonly ({ readonly file: string; readonly prop: Extract<Prop, { kind: 'value' }> } | null)[];
  /** The text of a piece of SQL in which `scope` names the columns; null when a part of it is not constant. */
  sql(file: string, expr: Expr | undefined, scope: Scope): string | null;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function createReader(denoter: Denoter, matcher: Matcher): Reader {
  const rowsOf = (file: string, expr: Expr): readonly Row[] => {
    const denoted = denoter.denote(file, expr);
    return denoted?.is === 'path' ? matcher.rows(denoted.module, denoted.path) : [];
  };
  const ofRole = <Name extends Role['role']>(rows: readonly Row[], role: Name): RowOf<Name> | null =>
    rows.find((row): row is RowOf<Name> => row.role === role) ?? null;

  const reader: Reader = {
    denoter,
    makes: (file, call, role) => ofRole(rowsOf(file, call.callee), role),
    row: (module, path, role) => ofRole(matcher.rows(module, path), role),
    origin(file, expr) {
      const found = expr.k === 'ref' ? denoter.origin(file, expr.binding) : null;
      return found ? (found.expr.k === 'ref' ? reader.origin(found.file, found.expr) : found) : { file, expr };
    },
    text(file, expr) {
      const denoted = expr ? denoter.denote(file, expr) : null;
      return denoted?.is === 'expr' && denoted.expr.k === 'literal' && typeof denoted.expr.value === 'string' ? denoted.expr.value : null;
    },
    texts(file, expr) {
      const denoted = expr ? denoter.denote(file, expr) : null;
      if (denoted?.is !== 'expr' || denoted.expr.k !== 'array') return null;
      const found: string[] = [];
      for (const item of denoted.expr.items) {
        const some = item.k === 'spread' ? reader.texts(denoted.file, item.value) : reader.text(denoted.file, item);
        if (some === null) return null;
        found.push(...(typeof some === 'string' ? [some] : some));
      }
      return found;
    },
    field(file, expr, name) {
      const denoted = expr ? denoter.denote(file, expr) : null;
      if (denoted?.is !== 'expr' || denoted.expr.k !== 'object') return null;
      for (const prop of denoted.expr.props) if (prop.kind === 'value' && prop.key === name) return { file: denoted.file, expr: prop.value };
      return null;
    },
    props(file, expr) {
      const denoted = denoter.denote(file, expr);
      if (denoted?.is !== 'expr' || denoted.expr.k !== 'object') return [null];
      const own = denoted.file;
      return denoted.expr.props.flatMap((prop) => (prop.kind === 'value' ? [{ file: own, prop }] : reader.props(own, prop.value)));
    },
    sql(file, expr, scope) {
      const at = expr ? reader.origin(file, expr) : null;
      if (at === null) return null;
      if (at.expr.k === 'call') {
        const made = reader.makes(at.file, at.expr, 'spells-sql');
        return made?.raw ? reader.text(at.file, at.expr.args[0]) : null;
      }
      if (at.expr.k !== 'template' || at.expr.tag === null || ofRole(rowsOf(at.file, at.expr.tag), 'spells-sql') === null) return null;
      const { quasis, exprs } = at.expr;
      let text = quasis[0] ?? '';
      for (const [index, part] of exprs.entries()) {
        const inner = scope(at.file, part) ?? constant(at.file, part) ?? reader.sql(at.file, part, scope);
        if (inner === null) return null;
        text += inner + (quasis[index + 1] ?? '');
      }
      return text;
    },
  };

  const constant = (file: string, expr: Expr): string | null => {
    const denoted = denoter.denote(file, expr);
    if (denoted?.is !== 'expr' || denoted.expr.k !== 'literal') return null;
    const { value } = denoted.expr;
    return typeof value === 'string' ? quoted(value) : value === null ? 'null' : String(value);
  };

  return reader;
}
