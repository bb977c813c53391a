/** What an expression may come to for one caller and a row of somebody else, and how SQL's three truths combine. */

/** The outcomes that are possible, as bits. */
export const TRUE = 1;
export const FALSE = 2;
export const NULL = 4;
const ANY = TRUE | FALSE | NULL;

/** `because`: why it is not known which; null where it depends on the row, on other rows or on the caller. */
export interface Truth {
  readonly may: number;
  readonly because: string | null;
}

export type Value =
  | { readonly is: 'null' }
  | { readonly is: 'constant'; readonly text: string }
  /** A column of the row, which is somebody else's; what it holds is not the caller's. */
  | { readonly is: 'column'; readonly name: string; readonly notNull: boolean }
  /** What tells the caller apart from all others: id, address. */
  | { readonly is: 'caller'; readonly what: string }
  /** The caller's claims, or a part of them. */
  | { readonly is: 'claims'; readonly path: readonly string[] }
  /** A test inside of an expression. */
  | { readonly is: 'truth'; readonly truth: Truth }
  /** Depends on rows, on time or on chance. */
  | { readonly is: 'some'; readonly notNull: boolean }
  | { readonly is: 'unknown'; readonly because: string };

export const SOME: Value = { is: 'some', notNull: false };
export const SURE: Value = { is: 'some', notNull: true };
export const NOTHING: Value = { is: 'null' };

export const decided = (may: number): Truth => ({ may, because: null });
export const OPEN: Truth = decided(ANY);
const unknown = (because: string): Truth => ({ may: ANY, because });

export function not({ may, because }: Truth): Truth {
  return { may: (may & TRUE ? FALSE : 0) | (may & FALSE ? TRUE : 0) | (may & NULL), because };
}

/** AND, by SQL's table: FALSE decides, then NULL. */
export function and(parts: readonly Truth[]): Truth {
  let may = TRUE;
  for (const part of parts) {
    let next = 0;
    for (const left of [TRUE, FALSE, NULL])
      for (const right of [TRUE, FALSE, NULL])
        if (may & left && part.may & right) next |= left === FALSE || right === FALSE ? FALSE : left === NULL || right === NULL ? NULL : TRUE;
    may = next;
  }
  return { may, because: doubtOf(may, parts) };
}

export const or = (parts: readonly Truth[]): Truth => not(and(parts.map(not)));

/** What is decided needs no reason; a doubt of a part remains one where the part could tip the whole. */
function doubtOf(may: number, parts: readonly Truth[]): string | null {
  return may === TRUE || may === FALSE || may === NULL ? null : (parts.find((part) => part.because !== null)?.because ?? null);
}

/** One of several, and it is not known which. */
export const either = (truths: readonly Truth[]): Truth => {
  const may = truths.reduce((all, one) => all | one.may, 0);
  return { may, because: doubtOf(may, truths) };
};

/** A value where a truth is asked for. */
export function truthOf(value: Value): Truth {
  switch (value.is) {
    case 'truth':
      return value.truth;
    case 'null':
      return decided(NULL);
    case 'constant': {
      const spelled = value.text.trim().toLowerCase();
      return /^(t|true|y|yes|on|1)$/.test(spelled) ? decided(TRUE) : /^(f|false|n|no|off|0)$/.test(spelled) ? decided(FALSE) : OPEN;
    }
    case 'unknown':
      return unknown(value.because);
    case 'column':
    case 'some':
      return value.notNull ? decided(TRUE | FALSE) : OPEN;
    default:
      return OPEN;
  }
}

/** Whether a value is NULL. */
export function isNull(value: Value): Truth {
  switch (value.is) {
    case 'null':
      return decided(TRUE);
    case 'constant':
    case 'caller':
      return decided(FALSE);
    case 'truth': {
      const { may, because } = value.truth;
      return { may: (may & NULL ? TRUE : 0) | (may & (TRUE | FALSE) ? FALSE : 0), because };
    }
    case 'unknown':
      return { may: TRUE | FALSE, because: value.because };
    case 'column':
    case 'some':
      return decided(value.notNull ? FALSE : TRUE | FALSE);
    case 'claims':
      return decided(value.path.length === 0 ? FALSE : TRUE | FALSE);
  }
}

/** `left = right`. A column is taken to be set: what is asked is who passes for rows that are somebody's. */
export function equal(left: Value, right: Value): Truth {
  if (left.is === 'null' || right.is === 'null') return decided(NULL);
  // Whatever it is that a column is held against, not every row has it.
  if (left.is === 'unknown' || right.is === 'unknown')
    return left.is === 'column' || right.is === 'column' ? OPEN : unknown(left.is === 'unknown' ? left.because : (right as { because: string }).because);
  if (left.is === 'constant' && right.is === 'constant') return decided(left.text === right.text ? TRUE : FALSE);
  if (left.is === 'truth' || right.is === 'truth') return comparedTruths(left, right);
  if (left.is === 'column' && right.is === 'column') return decided(left.name === right.name ? TRUE : TRUE | FALSE);
  if (left.is === 'caller' && right.is === 'caller') return decided(left.what === right.what ? TRUE : FALSE);
  // The row is somebody else's, and the caller is nobody whom a policy names.
  if (left.is === 'caller' || right.is === 'caller') {
    const other = left.is === 'caller' ? right : left;
    if (other.is === 'column' || other.is === 'constant') return decided(FALSE);
  }
  const sure = [left, right].every((one) => isNull(one).may === FALSE || one.is === 'column');
  return decided(sure ? TRUE | FALSE : ANY);
}

/** `is_admin() = true`. */
function comparedTruths(left: Value, right: Value): Truth {
  const [one, other] = [truthOf(left), truthOf(right)];
  return either([one.may & NULL || other.may & NULL ? [decided(NULL)] : [], or([and([one, other]), and([not(one), not(other)])])].flat());
}
