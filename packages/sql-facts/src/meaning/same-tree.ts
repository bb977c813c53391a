/** Whether two trees of the parser say the same. */
import { unwrap, type Node } from '../fold/nodes.js';

/** Only positions may differ. */
export function sameTree(left: Node, right: Node): boolean {
  if (unwrap(left).kind !== unwrap(right).kind) return false;
  const bare = (node: unknown): string => JSON.stringify(node, (key, value: unknown) => (/^location$|_start$|_end$/.test(key) ? undefined : value));
  return bare(left) === bare(right);
}
