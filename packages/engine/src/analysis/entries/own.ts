/** The places of the functions that a value was written as. */
import type { Site } from '../facts.js';
import { siteOf, type Machine } from '../machine.js';
import { atoms, type Value } from '../value.js';

export function innermostFunction(m: Machine, value: Value): Site[] {
  return atoms(value).flatMap((atom) => {
    if (atom.t === 'native') return atom.parts.flatMap((part) => innermostFunction(m, part));
    if (atom.t !== 'function') return [];
    const fn = m.modules.load(atom.file)?.functions[atom.fn];
    return fn ? [siteOf(atom.file, fn.at)] : [];
  });
}
