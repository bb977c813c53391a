/**
 * Plugins: functions that are mounted on a router and are given one. They are run with it, so that what they register is registered. Folders of plugins are
 * written down and run later, when all files are at hand.
 */
import type { Row } from '@gatelint/catalogue';
import type { Expr } from '@gatelint/ts-facts';
import { argumentAt, stringAt } from './arguments.js';
import { applyValue } from './call.js';
import { folderOf } from './folder-names.js';
import type { Path, Site } from './facts.js';
import type { LibraryCall } from './library-call.js';
import { siteKey, type FolderMount, type Frame, type RouterMade } from './machine.js';
import { moduleExport } from './module-values.js';
import { atoms, truth, type Value, type ValueOf } from './value.js';

type MountRow = Extract<Row, { role: 'mounts-router' }>;
type MakingRow = Extract<Row, { role: 'creates-router' }>;

/** Plugins inside of plugins, beyond which one that mounts itself is taken for what it is. */
const DEPTH = 12;

export function mountPlugins(call: LibraryCall, row: MountRow): void {
  const { f, callee, args, path, at, expr } = call;
  const m = f.machine;
  const router = m.values.library(callee.package, callee.path.slice(0, -1), callee);
  const makes = makingRow(call);
  const mounted = args[row.router];
  if (router.site === null || !makes || !mounted) return;
  const prefix = stringAt(row.pathArg, args) ?? '';
  for (const atom of atoms(mounted)) {
    const folder = atom.t === 'library' ? m.matcher.rows(atom.package, atom.path).find((one) => one.role === 'mounts-folder') : undefined;
    if (folder?.role === 'mounts-folder') {
      const name = folderOf(f.module, optionExpr(expr?.args[row.router + 1], folder.folder));
      if (name === null) continue;
      const option = (key: string): Value | null => argumentAt(`${row.router + 1}.${key}`, args);
      const isOn = (key: string): boolean => truth(option(key) ?? m.values.undefined) !== false;
      m.memo.mark('folder', {
        router,
        row: folder,
        makes,
        framework: makes.framework,
        folder: name,
        prefix: `${prefix}${stringAt(`${row.router + 1}.${folder.prefix}`, args) ?? ''}`,
        hooks: isOn(folder.hooks),
        cascade: isOn(folder.cascade),
        at,
      } satisfies FolderMount);
    } else runPlugin(f, atom, router, makes, prefix, path, at, args[row.router + 1]);
  }
}

/** Runs what is mounted on `router`: on a router of its own that stands inside, or on that router itself where the plugin asks for it. */
export function runPlugin(
  f: Frame,
  plugin: Value,
  router: ValueOf<'library'>,
  makes: MakingRow,
  prefix: string,
  path: Path,
  at: Site,
  options: Value | undefined,
): void {
  const m = f.machine;
  const thrown = f.throws.length;
  const given = [options ?? m.values.record({})];
  if (plugin.t === 'module') {
    const main = moduleExport(m, plugin.file, 'default');
    if (main && main.t !== 'module') runPlugin(f, main, router, makes, prefix, path, at, options);
  } else if (plugin.t === 'native' && plugin.name === 'shared-router' && plugin.parts[0]) applyValue(f, plugin.parts[0], [router, ...given], path, at);
  else if (plugin.t === 'function' && (router.site ?? '').split('>').length <= DEPTH) {
    const site = `${router.site ?? ''}>${siteKey(at)}-${at.end}:${plugin.file}#${plugin.fn}`;
    m.memo.mark('router made', { site, framework: makes.framework, at, row: makes, prefix, root: null, parent: router.site } satisfies RouterMade);
    applyValue(f, plugin, [m.values.library(router.package, router.path, { ...router, site }), ...given], path, at);
  }
  // A plugin that fails fails at the start, in no request.
  f.throws.length = thrown;
}

/** The row that says how routers of this kind are made. */
function makingRow({ f, callee }: LibraryCall): MakingRow | null {
  for (let length = callee.path.length; length > 0; length--) {
    const row = f.machine.matcher.rows(callee.package, callee.path.slice(0, length)).find((one) => one.role === 'creates-router');
    if (row?.role === 'creates-router') return row;
  }
  return null;
}

function optionExpr(options: Expr | undefined, name: string): Expr | null {
  const prop = options?.k === 'object' ? options.props.find((one) => one.kind === 'value' && one.key === name) : undefined;
  return prop?.value ?? null;
}
