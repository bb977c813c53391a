/** The modules that a question needs: those asked about and all that they import within the project, with the names that they take from packages. */
import type { TypeSources } from '@gatelint/engine';
import type { Stubs } from './stubs.js';

type Module = NonNullable<ReturnType<TypeSources['modules']['load']>>;

const isCode = /\.[cm]?[jt]sx?$/u;

export class Closure {
  private readonly seen = new Set<string>();

  constructor(
    private readonly sources: TypeSources,
    private readonly stubs: Stubs,
  ) {}

  has(file: string): boolean {
    return this.seen.has(file);
  }

  /** @returns the files that were not known before, in the order in which they were found */
  add(files: readonly string[]): readonly string[] {
    const found: string[] = [];
    const waiting = [...files].reverse();
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (this.seen.has(file)) continue;
      this.seen.add(file);
      const module = this.sources.modules.load(file);
      if (!module) continue;
      found.push(file);
      waiting.push(...this.follow(module));
    }
    return found;
  }

  /** Where a specifier leads, as the rest of Gatelint has it; null for packages and for what lies outside of the root. */
  resolve(from: string, specifier: string): string | null {
    const where = this.sources.modules.resolve(from, specifier);
    return where.is === 'file' && isCode.test(where.file) && !where.file.startsWith('../') ? where.file : null;
  }

  private follow(module: Module): string[] {
    const files: string[] = [];
    const text = this.sources.modules.text(module.file) ?? '';
    const reach = (specifier: string, name: string, local: string | null): void => {
      const target = this.resolve(module.file, specifier);
      if (target !== null) {
        files.push(target);
        if (name !== '*') this.throughBarrels(target, name, new Set());
        return;
      }
      this.stubs.add(specifier, name);
      if (local === null) return;
      // `Stripe.Checkout.Session`, and the members of a namespace: types by their upper case.
      for (const [, dotted = ''] of text.matchAll(new RegExp(`\\b${escaped(local)}\\.((?:[\\w$]+\\.)*[A-Z][\\w$]*)`, 'gu')))
        this.stubs.add(specifier, name === '*' ? dotted : `${name}.${dotted}`);
      if (name === '*') for (const [, member = ''] of text.matchAll(new RegExp(`\\b${escaped(local)}\\.([\\w$]+)`, 'gu'))) this.stubs.add(specifier, member);
    };
    for (const one of module.imports) reach(one.source, one.imported, one.binding === null ? null : (module.bindings[one.binding]?.name ?? null));
    for (const one of module.exports) if (one.what.is === 'from') reach(one.what.source, one.what.imported, null);
    for (const one of module.exportAll) reach(one.source, '*', null);
    return files;
  }

  /** A name that a barrel has from `export * from 'package'` is asked of the package. */
  private throughBarrels(file: string, name: string, seen: Set<string>): boolean {
    if (seen.has(file)) return false;
    seen.add(file);
    const module = this.sources.modules.load(file);
    if (!module || module.exports.some((one) => one.name === name)) return module !== null;
    if (name === 'default') return false;
    const inner = module.exportAll.filter((one) => one.as === null);
    for (const { source } of inner) {
      const target = this.resolve(file, source);
      if (target !== null && this.throughBarrels(target, name, seen)) return true;
    }
    const outer = inner.find(({ source }) => this.resolve(file, source) === null);
    if (outer) this.stubs.add(outer.source, name);
    return outer !== undefined;
  }
}

const escaped = (name: string): string => name.replace(/\$/gu, '\\$');
