/** Reading a call's arguments as a row names them: `1`, `1.status`, `0.server`. */
import { atoms, constantOf, type Value } from './value.js';

/** The argument, or the field of one, that `where` names; null when the call has no such thing. */
export function argumentAt(where: string | number, args: readonly Value[]): Value | null {
  const [index, ...fields] = String(where).split('.');
  let value: Value | undefined = args[Number(index)];
  for (const field of fields)
    value =
      value?.t === 'object'
        ? (value.fields.get(field) ?? value.rest ?? undefined)
        : value?.t === 'union'
          ? value.of.find((atom) => atom.t === 'object' && atom.fields.has(field))
          : undefined;
  return value ?? null;
}

/** A status: a number of its own, one at an argument, or the code name of one. */
export function statusAt(
  status: string | number | undefined,
  args: readonly Value[],
  otherwise: number | null,
  codes: Readonly<Record<string, number>> = {},
): number | null {
  if (status === undefined) return otherwise;
  if (typeof status === 'number') return status;
  const value = argumentAt(status, args);
  // `redirect(url, 303)` and `redirect(url, { status: 303 })` are one.
  if (value?.t === 'object') return statusAt(`${status}.status`, args, otherwise, codes);
  const number = statusNumber(value);
  if (number !== null) return number;
  const constant = value ? constantOf(value) : null;
  if (typeof constant === 'string') return codes[constant] ?? otherwise;
  // `{ status: ok ? 200 : 401 }` or a number that is computed: not known.
  const given = argumentAt(String(status).split('.')[0] ?? '0', args);
  return value ? null : given && given.t !== 'object' && given.t !== 'const' ? null : otherwise;
}

/** A status that is a number, or whose known values all refuse, as in `error.status || 500`. */
export function statusNumber(value: Value | null | undefined): number | null {
  if (!value) return null;
  const known = atoms(value).flatMap((atom) => (atom.t === 'const' && typeof atom.value === 'number' ? [atom.value] : []));
  const [first] = known;
  if (first === undefined) return null;
  return value.t === 'const' || known.every((status) => status >= 400) ? Math.max(...known) : null;
}

export const stringAt = (where: string | number, args: readonly Value[]): string | null => {
  const value = argumentAt(where, args);
  const constant = value ? constantOf(value) : null;
  return typeof constant === 'string' ? constant : null;
};
