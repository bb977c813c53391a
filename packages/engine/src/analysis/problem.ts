/** Answers that say "no" in words. */
import { atoms, type Value } from './value.js';

/** Whether an object tells of a failure: an error field that is filled, or success that is false. */
export function isProblem(value: Value): boolean {
  return atoms(value).every((atom) => {
    if (atom.t !== 'object') return false;
    const success = atom.fields.get('success') ?? atom.fields.get('ok');
    if (success?.t === 'const' && success.value === false) return true;
    return ['error', 'errors', 'serverError'].some((name) => {
      const field = atom.fields.get(name);
      return field !== undefined && !(field.t === 'const' && !field.value);
    });
  });
}
