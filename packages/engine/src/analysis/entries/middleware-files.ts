/** Modules whose function runs before, or around, every handler of a framework. */
import picomatch from 'picomatch';
import { inside } from '../around.js';
import type { Machine } from '../machine.js';
import { moduleExport } from '../module-values.js';
import { atoms, type Value } from '../value.js';
import type { Apps } from './apps.js';
import type { Entry } from './entry.js';
import { followed } from './routers.js';

interface Standing {
  readonly root: string;
  readonly value: Value;
  readonly convention: Machine['catalogue']['middlewareFiles'][number];
}

/** @returns a function that puts before an entry what its app runs before it */
export function behindMiddleware(m: Machine, apps: Apps, files: readonly string[]): (entry: Entry) => Entry {
  const standing = m.catalogue.middlewareFiles.flatMap((convention): Standing[] => {
    const matches = picomatch([...convention.files], { dot: true });
    return files.flatMap((file) => {
      const root = apps.rootOf(file);
      if (!matches(root === '' ? file : file.slice(root.length + 1)) || !apps.dependsOn(file, convention.package)) return [];
      const name = convention.exports.find((one) => moduleExport(m, file, one) !== null);
      const value = name === undefined ? null : moduleExport(m, file, name);
      return value ? [{ root, value, convention }] : [];
    });
  });
  return (entry) => {
    const root = apps.rootOf(entry.file);
    const before = standing.filter((one) => one.root === root && one.convention.before.includes(entry.framework));
    return before.reduceRight(behind, entry);
  };

  function behind(entry: Entry, { value, convention: { next } }: Standing): Entry {
    const handler = entry.links.at(-1);
    if (!handler) return entry;
    const around = value.t === 'array' ? value.items : atoms(value);
    const params = entry.params.map((param) => followed(m, param, around));
    if (typeof next === 'object' && next !== null)
      return { ...entry, params, links: [...entry.links.slice(0, -1), inside(m, value, handler, next)], protocol: { ...entry.protocol, own: 0 } };
    const links = value.t === 'array' ? value.items : [m.values.union(atoms(value))];
    return { ...entry, params, links: [...links, ...entry.links], protocol: { next, ...(next === null ? {} : { optional: true }), own: 1 } };
  }
}
