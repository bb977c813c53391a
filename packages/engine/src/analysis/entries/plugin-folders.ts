/** Folders whose modules are mounted on a router: each module under the path of its folder, after the middleware that a folder's own file of hooks registers. */
import { Env } from '../env.js';
import { noFacts, type Path } from '../facts.js';
import { FUEL } from '../fuel.js';
import type { FolderMount, Frame, Machine, RouterMade } from '../machine.js';
import { marksOf, type Unit } from '../memo.js';
import { moduleExport, moduleFrame } from '../module-values.js';
import { runPlugin } from '../plugins.js';
import { registryOf, type Registry } from '../registry.js';
import { applyValue } from '../call.js';
import { constantOf, type Value, type ValueOf } from '../value.js';

/** Folders that mount folders that mount folders. */
const ROUNDS = 6;
const script = /\.[cm]?[jt]s$/;
const start: Path = { env: Env.empty, facts: noFacts };

/** What the units register, with all that hangs in mounted folders. */
export function withFolders(m: Machine, units: readonly Unit[], files: readonly string[]): { readonly registry: Registry; readonly units: readonly Unit[] } {
  const all = [...units];
  const done = new Set<string>();
  for (let round = 0; ; round++) {
    const registry = registryOf(marksOf(all));
    const fresh = registry.folders.filter((one) => !done.has(keyOf(one)));
    if (fresh.length === 0 || round === ROUNDS) return { registry, units: all };
    for (const one of fresh) {
      done.add(keyOf(one));
      const inside = files.filter((file) => file.startsWith(one.folder === '' ? '' : `${one.folder}/`) && script.test(file) && !file.endsWith('.d.ts'));
      all.push(m.memo.rootUnit(`folder:${keyOf(one)}|${inside.join()}`, [one.router], FUEL.folder, () => mountFolder(m, one, inside)));
    }
  }
}

const keyOf = (one: FolderMount): string => JSON.stringify([one.router.site, one.at, one.folder, one.prefix, one.hooks, one.cascade]);

function mountFolder(m: Machine, mount: FolderMount, files: readonly string[]): void {
  const module = m.modules.load(mount.at.file);
  if (!module || mount.makes.role !== 'creates-router') return;
  const f = moduleFrame(m, module);
  mountLevel(f, mount, mount.folder, mount.prefix, mount.prefix, mount.router, files);
}

/** @param above the router of the folder above; @param own the path from there, @param whole the path from the router that all is mounted on. */
function mountLevel(f: Frame, mount: FolderMount, folder: string, own: string, whole: string, above: ValueOf<'library'>, files: readonly string[]): void {
  const m = f.machine;
  const { row, router, makes } = mount;
  if (makes.role !== 'creates-router') return;
  const inherits = mount.hooks && mount.cascade;
  const parent = inherits ? above : router;
  const site = `${router.site ?? ''}>${mount.at.file}:${mount.at.start}:${folder}`;
  m.memo.mark('router made', {
    site,
    framework: mount.framework,
    at: mount.at,
    row: makes,
    prefix: inherits ? own : whole,
    root: null,
    parent: parent.site,
  } satisfies RouterMade);
  const level = m.values.library(router.package, router.path, { ...router, site });
  const here = files.filter((file) => parentOf(file) === folder);
  const isHooks = (file: string): boolean => mount.hooks && baseOf(file).toLowerCase().replaceAll('_', '') === row.hooksFile;
  const index = here.find((file) => baseOf(file) === 'index');
  for (const file of here.filter(isHooks)) shared(f, mount, file, level);
  for (const file of index === undefined ? here.filter((one) => !isHooks(one)) : [index]) {
    const plugin = moduleExport(m, file, 'default');
    if (!plugin) continue;
    const prefix = moduleExport(m, file, 'autoPrefix');
    // A plugin that asks for the router that it is mounted on gets the one that the folder is.
    const on = isShared(plugin) && !mount.hooks ? router : level;
    runPlugin(f, plugin, on, makes, textOf(prefix), start, mount.at, undefined);
  }
  const below = folder === '' ? '' : `${folder}/`;
  const folders = new Set(
    files.filter((file) => file.startsWith(below) && parentOf(file) !== folder).map((file) => file.slice(below.length).split('/')[0] ?? ''),
  );
  for (const name of folders) mountLevel(f, mount, `${below}${name}`, `/${name}`, `${whole}/${name}`, level, files);
}

/** A file of hooks registers on the folder's router itself. */
function shared(f: Frame, mount: FolderMount, file: string, level: ValueOf<'library'>): void {
  const plugin = moduleExport(f.machine, file, 'default');
  const thrown = f.throws.length;
  const fn = plugin && isShared(plugin) ? plugin.parts[0] : plugin;
  if (fn) applyValue(f, fn, [level, f.machine.values.record({})], start, mount.at);
  f.throws.length = thrown;
}

const isShared = (value: Value): value is ValueOf<'native'> => value.t === 'native' && value.name === 'shared-router';

function textOf(value: Value | null): string {
  const constant = value ? constantOf(value) : null;
  return typeof constant === 'string' ? constant : '';
}

const parentOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');
const baseOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
