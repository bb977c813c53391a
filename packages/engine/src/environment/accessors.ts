/**
 * Every read of the project: those of single modules, and those through the project's own functions that read the variable they are named
 * (`requireEnv('API_KEY')`), at any distance.
 */
import { parsePath } from '@gatelint/catalogue';
import type { Expr, Modules } from '@gatelint/ts-facts';
import type { EnvAccess } from './access.js';
import { createDenoter, type Denoted } from './denote.js';
import { isVariableName, scanModule, type OpenRead, type Read, type Scan } from './scan.js';
import { createSpread } from './spread.js';
import { createTexts, type Text } from './texts.js';
import type { TypeOracle } from '../type-oracle.js';

export interface Dynamic {
  readonly file: string;
  readonly at: { readonly start: number; readonly end: number };
  /** What the name starts with, where that much is constant; else empty. */
  readonly prefix: string;
  /** What it ends with. */
  readonly suffix: string;
}

export interface AllReads {
  readonly reads: readonly Read[];
  readonly dynamic: readonly Dynamic[];
}

/** A function's parameter that names a variable, or holds such names, with what the function puts around it. */
interface Accessor {
  readonly file: string;
  readonly fn: number;
  readonly index: number;
  /** Where in the parameter the name stands: a member by its name, any item by `*`. */
  readonly path: readonly string[];
  readonly head: string;
  readonly tail: string;
  /** Where the variable is read in the end: dynamic, unless a call names it. */
  readonly open: { readonly file: string; readonly at: OpenRead['at'] };
  called: boolean;
}

/** Accessors that call accessors: so many levels are followed. */
const maxRounds = 6;

/**
 * @param named functions that the configuration calls accessors (module and access path), whatever their bodies say
 */
export function readProject(
  files: readonly string[],
  textOf: (file: string) => string | null,
  modules: Modules,
  access: EnvAccess,
  named: readonly { readonly module: string; readonly path: string }[] = [],
  types: TypeOracle | null = null,
): AllReads {
  /** Parameters that are given the environment. */
  const given = new Set<string>();
  const isGiven = (file: string, fn: number, index: number): boolean => given.has(`${file} ${fn} ${index}`);
  const spread = createSpread(files, textOf, modules, access, isGiven);
  const denoter = createDenoter(modules, undefined, isGiven);
  const texts = createTexts(denoter, (file, expr) => types?.literalsOf({ file, ...expr.at }) ?? null);
  const scans = new Map<string, Scan>();
  const accessors = new Map<string, Accessor>();
  const reads: Read[] = [];
  const dynamic: Dynamic[] = [];
  const settled = new Set<string>();
  const answered = new Set<string>();

  for (const { module, path } of named) {
    const file = files.find((one) => one === module || one.replace(/(?:\/index)?\.[cm]?[jt]sx?$/u, '') === module);
    let at: Denoted | null = file === undefined ? null : { is: 'module', file };
    for (const key of parsePath(path) ?? []) at = at && denoter.step(at, key);
    if (at?.is !== 'fn') continue;
    spread.add(at.file);
    accessors.set(JSON.stringify([module, path]), {
      file: at.file,
      fn: at.fn,
      index: 0,
      path: [],
      head: '',
      tail: '',
      open: { file: at.file, at: { start: 0, end: 0 } },
      called: true,
    });
  }

  for (let round = 0, grew = true; grew && round < maxRounds; round += 1) {
    grew = false;
    spread.grow((denoted) => givesEnvironment(denoted) || givesAccessor(denoted));
    for (const file of spread.files) if (!scans.has(file)) scans.set(file, scanModule(file, { env: spread.denoter, all: denoter }, access, texts));
    for (const { passes } of [...scans.values()]) {
      for (const to of passes) {
        if (isGiven(to.file, to.fn, to.index)) continue;
        given.add(`${to.file} ${to.fn} ${to.index}`);
        spread.add(to.file);
        scans.delete(to.file);
        grew = true;
      }
    }
    for (const [file, { open }] of scans) {
      for (const one of open) {
        const key = `${file} ${one.at.start} ${one.at.end} ${JSON.stringify(one.text)}`;
        if (settled.has(key)) continue;
        settled.add(key);
        grew = settle(file, one.text, one.at, { file, at: one.at }) || grew;
      }
    }
    const names = new Set([...spread.names, ...[...accessors.values()].flatMap((one) => denoter.module(one.file)?.functions[one.fn]?.name ?? [])]);
    for (const [file, { calls }] of scans) {
      for (const call of calls) {
        if (!couldBe(file, call.callee, names)) continue;
        const callee = denoter.denote(file, call.callee);
        if (callee?.is !== 'fn') continue;
        for (const [id, accessor] of accessors) {
          const key = `${file} ${call.at.start} ${call.at.end} ${id}`;
          if (accessor.file !== callee.file || accessor.fn !== callee.fn || answered.has(key)) continue;
          answered.add(key);
          accessor.called = true;
          const rest = denoter.module(accessor.file)?.functions[accessor.fn]?.params[accessor.index]?.rest ?? false;
          // Nothing where the argument is left out: the function has a default of its own, and reads nothing by this call.
          for (const text of texts.given(file, call.args, accessor.index, rest, accessor.path)) {
            const around: Text = { head: accessor.head + text.head, hole: text.hole, tail: text.tail + accessor.tail };
            grew = settle(file, around, call.at, accessor.open) || grew;
          }
        }
      }
    }
  }
  for (const one of accessors.values()) if (!one.called) dynamic.push({ ...one.open, prefix: one.head, suffix: one.tail });
  for (const { reads: own } of scans.values()) reads.push(...own);
  return { reads, dynamic };

  /** Sorts one text out; true when it made a new accessor. */
  function settle(file: string, text: Text, at: OpenRead['at'], open: Accessor['open']): boolean {
    if (text.hole === null) {
      if (isVariableName(text.head + text.tail)) reads.push({ file, name: text.head + text.tail, at, schema: false, meta: false });
      return false;
    }
    if (text.hole === 'unknown') {
      dynamic.push({ file, at, prefix: text.head, suffix: text.tail });
      return false;
    }
    const key = JSON.stringify([file, text]);
    if (accessors.has(key)) return false;
    accessors.set(key, { file, ...text.hole, head: text.head, tail: text.tail, open, called: false });
    return true;
  }

  /** The environment itself, or an object that holds it. */
  function givesEnvironment(denoted: Denoted | null): boolean {
    if (denoted?.is === 'path') return access.isObject(denoted);
    if (denoted?.is !== 'expr' || denoted.expr.k !== 'object') return false;
    return denoted.expr.props.some((prop) => {
      if (prop.kind === 'spread') return access.isObject(spread.denoter.denote(denoted.file, prop.value));
      return typeof prop.key === 'string' && access.isObject(spread.denoter.step(denoted, prop.key));
    });
  }

  /** An accessor, or something that has one as a member. */
  function givesAccessor(denoted: Denoted | null): boolean {
    if (denoted === null || denoted.is === 'path' || denoted.is === 'module') return false;
    const own = accessorsIn(denoted.file);
    if (denoted.is !== 'class' && denoted.is !== 'instance' && own.length === 0) return false;
    if (denoted.is === 'fn') return own.includes(denoted.fn);
    if (denoted.is !== 'expr') return classGivesAccessor(denoted.file, denoted.class);
    if (denoted.expr.k !== 'object') return false;
    return denoted.expr.props.some((prop) => {
      const member = prop.kind === 'value' && typeof prop.key === 'string' ? denoter.step(denoted, prop.key) : null;
      return member?.is === 'fn' && own.includes(member.fn);
    });
  }

  function accessorsIn(file: string): number[] {
    return [...accessors.values()].filter((one) => one.file === file).map((one) => one.fn);
  }

  /** A class with an accessor among its members, its own or inherited. */
  function classGivesAccessor(file: string, id: number, depth = maxRounds): boolean {
    const one = denoter.module(file)?.classes[id];
    if (!one || depth <= 0 || accessors.size === 0) return false;
    const own = accessorsIn(file);
    if (one.members.some((member) => member.fn !== null && own.includes(member.fn))) return true;
    const base = one.extends ? denoter.denote(file, one.extends) : null;
    return base?.is === 'class' && classGivesAccessor(base.file, base.class, depth - 1);
  }

  /** Whether a callee may be one of the accessors, by the last name in it: spares following every call of every file. */
  function couldBe(file: string, callee: Expr, names: ReadonlySet<string>): boolean {
    if (callee.k === 'member') return typeof callee.property === 'string' && names.has(callee.property);
    if (callee.k !== 'ref') return false;
    const module = denoter.module(file);
    const binding = module?.bindings[callee.binding];
    if (!binding) return false;
    const imported = binding.import === null ? null : module?.imports[binding.import]?.imported;
    return names.has(binding.name) || (imported != null && names.has(imported));
  }
}
