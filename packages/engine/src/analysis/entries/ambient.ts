/** Names that are there without an import: a framework brings what its packages and certain modules of the project export. */
import picomatch from 'picomatch';
import type { Machine } from '../machine.js';
import { moduleExport, packageExport } from '../module-values.js';
import type { Apps } from './apps.js';

/** @param files modules of the project, sorted */
export function ambientNames(m: Machine, apps: Apps, files: readonly string[]): Machine['ambient'] {
  const conventions = m.catalogue.ambient.map((one) => ({ one, within: picomatch([...one.within]), from: picomatch([...one.from]) }));
  const inside = (file: string, root: string): string => (root === '' ? file : file.slice(root.length + 1));
  const sources = new Map<string, readonly string[]>();
  const sourcesOf = (root: string, index: number, from: (path: string) => boolean): readonly string[] => {
    const key = `${index}:${root}`;
    let known = sources.get(key);
    if (!known) sources.set(key, (known = files.filter((file) => apps.rootOf(file) === root && from(inside(file, root)))));
    return known;
  };
  return (file, name) => {
    const root = apps.rootOf(file);
    for (const [index, { one, within, from }] of conventions.entries()) {
      if (!within(inside(file, root)) || !apps.dependsOn(file, one.package)) continue;
      for (const source of sourcesOf(root, index, from)) {
        if (source === file) continue;
        const value = moduleExport(m, source, name);
        if (value) return value;
      }
      const known = one.packages.find((each) => m.matcher.leadsOn(each, [name]));
      if (known !== undefined) return packageExport(m, known, name);
    }
    return null;
  };
}
