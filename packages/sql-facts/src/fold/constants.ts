/** Constants of SQL. */
import { field, flag, number, text, unwrap, type Node } from './nodes.js';

/** A constant as text: of a string, a number or a boolean, seen through casts; undefined for NULL and for everything that is no constant. */
export function constantOf(node: Node | undefined): string | undefined {
  const { kind, node: inner } = unwrap(node);
  if (kind === 'TypeCast') return constantOf(field(inner, 'arg'));
  if (kind === 'CollateClause') return constantOf(field(inner, 'arg'));
  if (kind !== 'A_Const' || flag(inner, 'isnull')) return undefined;
  const string = field(inner, 'sval');
  if (string !== undefined) return text(string, 'sval') ?? '';
  const integer = field(inner, 'ival');
  if (integer !== undefined) return String(number(integer, 'ival') ?? 0);
  const float = field(inner, 'fval');
  if (float !== undefined) return text(float, 'fval') ?? '0';
  const boolean = field(inner, 'boolval');
  if (boolean !== undefined) return flag(boolean, 'boolval') ? 'true' : 'false';
  return undefined;
}
