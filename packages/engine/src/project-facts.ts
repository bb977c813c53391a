/** The facts of a project in one state of its files, each computed when it is first asked for, and the questions that rules ask about them. */
import { catalogue as builtIn, type Catalogue, type Library } from '@gatelint/catalogue';
import type { LiveModules } from '@gatelint/ts-facts';
import { createAnalysis } from './analysis/index.js';
import type { Config } from './config.js';
import { createEnvironment, type Environment } from './environment/index.js';
import picomatch from 'picomatch';
import { isTest, kindOf, type FileKind } from './file-kinds.js';
import { createIntents, type IntentComment, type Intents } from './intents.js';
import { lazily } from './lazily.js';
import { linesOf, type Lines } from './positions.js';
import type { EntryQuestions, EnumQuestion, Language, Questions, TableQuestion, TelemetryQuestion } from './rule.js';
import { createSuppressions, type Suppressions } from './suppressions.js';

export interface FactsOptions {
  readonly config: Config;
  readonly modules: LiveModules;
  /** Every file of the project, relative to the root, sorted. */
  readonly paths: readonly string[];
}

export interface ProjectFacts extends Questions {
  /** Files that are judged, sorted. */
  judged(language?: Language): readonly string[];
  /** Languages whose rules are asked about a file; none when it is not judged. */
  languages(file: string): readonly Language[];
  environment(): Environment;
  allEntries(): readonly EntryQuestions[];
  allTelemetry(): readonly TelemetryQuestion[];
  allTables(): readonly TableQuestion[];
  allEnums(): readonly EnumQuestion[];
  lines(file: string): Lines;
  suppressions(file: string): Suppressions;
  /** Whether a file is one that an answer can depend on. */
  matters(file: string): boolean;
}

export function createProjectFacts({ config, modules, paths }: FactsOptions): ProjectFacts {
  const text = (file: string): string | null => modules.text(file);
  const kinds = lazily(() => {
    const found = new Map<FileKind, string[]>();
    for (const path of paths) found.set(kindOf(path), [...(found.get(kindOf(path)) ?? []), path]);
    return found;
  });
  const matching = (globs: readonly string[]): string[] => {
    const matches = picomatch([...globs], { dot: true });
    return paths.filter((path) => matches(path));
  };
  const ofKind = (...wanted: readonly FileKind[]): string[] => wanted.flatMap((kind) => kinds().get(kind) ?? []).sort();
  const catalogue = lazily(() => withUserRows(builtIn, config));

  const commentsOf = (file: string): readonly (IntentComment & { readonly kind: 'line' | 'block' })[] => modules.load(file)?.comments ?? [];
  const intents = lazily((): Intents => createIntents(commentsOf, text));

  const environment = lazily(() =>
    createEnvironment({
      modules,
      catalogue: catalogue(),
      config,
      files: ofKind('code', 'test'),
      others: ofKind('prisma', 'settings'),
      inventories: config.env.inventories === null ? ofKind('inventory') : matching(config.env.inventories),
      isTest,
      text,
    }),
  );

  const analysis = lazily(() => createAnalysis({ modules, catalogue: catalogue(), config, intents: intents(), files: ofKind('code'), paths }));

  const lines = new Map<string, Lines>();
  const suppressions = new Map<string, Suppressions>();
  const linesIn = (file: string): Lines => keep(lines, file, () => linesOf(text(file) ?? ''));

  const languages = (file: string): readonly Language[] => (kindOf(file) === 'code' || kindOf(file) === 'prisma' ? ['ts'] : []);
  const judged = lazily(() => paths.filter((path) => languages(path).length > 0));

  return {
    config,
    judged: (language) => (language ? judged().filter((path) => languages(path).includes(language)) : judged()),
    languages,
    environment,
    allEntries: () => analysis().entries(),
    allTelemetry: () => analysis().telemetry(),
    allTables: () => [],
    allEnums: () => [],
    entries: (file) => byFile(analysis().entries(), file),
    telemetry: (file) => byFile(analysis().telemetry(), file),
    tables: () => [],
    enums: () => [],
    env: (file) => environment().of(file),
    dynamicEnv: (file) => environment().dynamic(file),
    inventory: () => environment().inventory(),
    idleIntents: (file) => ({ idle: intents().idle(file), unknown: intents().unknown(file) }),
    lines: linesIn,
    suppressions: (file) =>
      keep(suppressions, file, () => {
        const own = text(file)?.includes('eslint') ? commentsOf(file) : [];
        const at = linesIn(file);
        return createSuppressions(own.map(({ kind, text: words, at: span }) => ({ kind, text: words, start: at.position(span.start), end: at.position(span.end) })), languages(file).includes('sql') ? 'sql' : 'ts');
      }),
    matters: (file) => kindOf(file) !== 'other',
  };
}

const byFile = <Question extends { readonly at: { readonly file: string } }>(all: readonly Question[], file: string): Question[] => all.filter((one) => one.at.file === file);

function keep<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}

/** The catalogue with the rows and hosts of the configuration, which come first and so win where they speak of the same thing. */
function withUserRows(base: Catalogue, config: Config): Catalogue {
  const own = new Map<string, Library['rows'][number][]>();
  for (const { module, ...row } of config.catalogue) own.set(module, [...(own.get(module) ?? []), { ...row, source: 'gatelint.config.json' }]);
  const libraries = [...own].map(([name, rows]): Library => ({ name, also: [], version: null, same: {}, functions: {}, rows }));
  return { ...base, libraries: [...libraries, ...base.libraries], hosts: [...config.hosts, ...base.hosts] };
}
