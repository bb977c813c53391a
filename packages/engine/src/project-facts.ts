/** The facts of a project in one state of its files, each computed when it is first asked for, and the questions that rules ask about them. */
import { catalogue as builtIn, type Catalogue, type Library } from '@gatelint/catalogue';
import { decode, findSources, foldSource, type SchemaCache, type SourceSchema } from '@gatelint/sql-facts';
import type { FileSystem, LiveModules } from '@gatelint/ts-facts';
import { onPlatform } from './access/platform.js';
import { createAnalyzer, type AnalysedEntry, type Analyzer } from './analysis/index.js';
import type { Config } from './config.js';
import { createEnvironment, type Environment } from './environment/index.js';
import picomatch from 'picomatch';
import { isTest, kindOf, type FileKind } from './file-kinds.js';
import { compare } from './findings.js';
import { createIntents, intentMark, type IntentComment, type Intents } from './intents.js';
import { internalError } from './judge.js';
import { lazily } from './lazily.js';
import { linesOf, type Lines } from './positions.js';
import type { AccessMatrix, InternalError } from './report.js';
import type { Anchor, EnumQuestion, Language, Questions, TableQuestion, TelemetryQuestion } from './rule.js';
import type { OpenTypeOracle } from './type-oracle.js';
import { codeSchemas, mayDeclareTables } from './code-schema/index.js';
import { joined, withRemarks } from './schema/beside.js';
import { withDriftFrom } from './schema/history.js';
import { createSchemaQuestions } from './schema/index.js';
import { createSuppressions, type Suppressions } from './suppressions.js';

export interface FactsOptions {
  /** Absolute, without a slash at its end. */
  readonly root: string;
  readonly files: FileSystem;
  readonly config: Config;
  readonly modules: LiveModules;
  /** The unsaved text that is laid over a file; null when none is. */
  readonly overlaid: (file: string) => string | null;
  readonly schemas: SchemaCache;
  /** What an earlier state of the files has left to go on with. */
  readonly kept: Kept;
  /** Every file of the project, relative to the root, sorted. */
  readonly paths: readonly string[];
  /** Makes the type checker that is asked what syntax leaves undecided; null: none is. */
  readonly openTypes: OpenTypeOracle | null;
}

/** What outlives one state of the files. Whoever changes a file lets go of what rests on it. */
export interface Kept {
  analyzer: Analyzer | null;
  sources: { readonly found: readonly SourceSchema[]; readonly errors: readonly InternalError[] } | null;
}

export interface ProjectFacts extends Questions {
  /** Files that are judged, sorted. */
  judged(language?: Language): readonly string[];
  /** Languages whose rules are asked about a file; none when it is not judged. */
  languages(file: string): readonly Language[];
  environment(): Environment;
  allEntries(): readonly AnalysedEntry[];
  allTelemetry(): readonly TelemetryQuestion[];
  allTables(): readonly TableQuestion[];
  allEnums(): readonly EnumQuestion[];
  accessMatrices(): readonly AccessMatrix[];
  /** What could not be followed and belongs to no single question. */
  strays(): readonly { readonly at: Anchor; readonly rule: string; readonly because: string }[];
  /** Lines about what was left alone and why. */
  notes(): readonly string[];
  unread(): readonly { readonly file: string; readonly because: string }[];
  /** Mistakes of our own that cost a part of the facts. */
  errors(): readonly InternalError[];
  lines(file: string): Lines;
  /** Null when it cannot be read. */
  text(file: string): string | null;
  suppressions(file: string): Suppressions;
}

export function createProjectFacts({ root, files, config, modules, overlaid, schemas, kept, paths, openTypes }: FactsOptions): ProjectFacts {
  const errors: InternalError[] = [];
  const looked = new Set<string>();
  const looking: LiveModules = {
    ...modules,
    load(file) {
      looked.add(file);
      return modules.load(file);
    },
  };
  const sources = lazily((): readonly SourceSchema[] => {
    if (!kept.sources) {
      const failed: InternalError[] = [];
      const found = findSources(files, root, paths, { migrations: config.sql.migrations }).flatMap((one) => {
        const source = onPlatform(one, catalogue().databases);
        try {
          const beside = (source.beside ?? []).map((one) => foldSource(files, root, one, overlaid, schemas));
          return [withDriftFrom(withRemarks(foldSource(files, root, source, overlaid, schemas), beside), beside)];
        } catch (error) {
          failed.push(internalError('schema', source.path, error));
          return [];
        }
      });
      kept.sources = { found, errors: failed };
    }
    errors.push(...kept.sources.errors);
    return kept.sources.found;
  });
  const inSchema = lazily(() => new Set(sources().flatMap(({ source, drift = [] }) => [...source.files, ...drift.map((one) => one.at.file)])));
  const mayDeclare = lazily(() => mayDeclareTables(catalogue().libraries));
  /** Tables of code stand beside those of migrations, and are read anew with each state of the files. */
  const allSources = lazily((): readonly SourceSchema[] => {
    try {
      const manifests = new Set(paths.filter((path) => /(?:^|\/)package\.json$/u.test(path)));
      const appOf = (file: string): string => {
        for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1))
          if (manifests.has(`${file.slice(0, at)}/package.json`)) return file.slice(0, at);
        return '';
      };
      return joined(sources(), codeSchemas({ modules: looking, libraries: catalogue().libraries, files: ofKind('code'), text, appOf }));
    } catch (error) {
      errors.push(internalError('schema in code', '', error));
      return sources();
    }
  });
  const sqlTexts = new Map<string, string | null>();
  /** SQL is decoded as its parser decodes it: what is not UTF-8 is replaced there, and refused in modules. */
  const text = (file: string): string | null =>
    isSql(file) ? keep(sqlTexts, file, () => overlaid(file) ?? decode(files.read(`${root}/${file}`)).text) : modules.text(file);
  const kinds = lazily(() => {
    const found = new Map<FileKind, string[]>();
    for (const path of paths) keep(found, kindOf(path), () => []).push(path);
    return found;
  });
  const matching = (globs: readonly string[]): string[] => {
    const matches = picomatch([...globs], { dot: true });
    return paths.filter((path) => matches(path));
  };
  const ofKind = (...wanted: readonly FileKind[]): string[] => wanted.flatMap((kind) => kinds().get(kind) ?? []).sort();
  const catalogue = lazily(() => withUserRows(builtIn, config));

  const sqlComments = lazily(() => {
    const found = new Map<string, (IntentComment & { readonly kind: 'line' | 'block' })[]>();
    for (const { comments } of sources()) for (const comment of comments) keep(found, comment.at.file, () => []).push(comment);
    return found;
  });
  const commentsOf = (file: string): readonly (IntentComment & { readonly kind: 'line' | 'block' })[] =>
    isSql(file) ? (sqlComments().get(file) ?? []) : (looking.load(file)?.comments ?? []);
  const intents = lazily((): Intents => createIntents(commentsOf, text));

  const types = lazily(() => openTypes && openTypes({ modules, files: ofKind('code') }));

  const environment = lazily(() =>
    createEnvironment({
      modules: looking,
      catalogue: catalogue(),
      config,
      files: ofKind('code', 'test'),
      others: ofKind('prisma', 'settings'),
      inventories: config.env.inventories === null ? ofKind('inventory') : matching(config.env.inventories),
      isTest,
      text,
      types: types(),
    }),
  );

  let analysed = false;
  const analysis = lazily(() => {
    analysed = true;
    // What a type checker says may rest on any file.
    if (openTypes) kept.analyzer = null;
    kept.analyzer ??= createAnalyzer({ modules, catalogue: catalogue(), types: types() });
    return kept.analyzer.analyse({ config, intents: intents(), files: ofKind('code'), paths });
  });

  const lines = new Map<string, Lines>();
  const suppressions = new Map<string, Suppressions>();
  const linesIn = (file: string): Lines => keep(lines, file, () => linesOf(text(file) ?? ''));

  const schema = lazily(() => createSchemaQuestions({ sources: allSources(), config, catalogue: catalogue(), intents: intents() }));
  /** Whatever could use an intent asks for it: what is left over then does nothing. */
  const askForIntents = lazily(() => {
    for (const entry of analysis().entries()) entry.auth();
    schema().tables();
    schema().access.useIntents();
  });

  const included = lazily(() => new Set(paths));
  /** What earlier states of the files had loaded is not told: who opens the project now would not come by it. */
  const unreadModules = (): { file: string; because: string }[] => {
    const loaded = new Set([...looked, ...(analysed ? analysis().loaded() : [])]);
    return modules
      .unread()
      .flatMap(({ file, because, loaded: understood }) =>
        !isSql(file) && isRead.has(kindOf(file)) && (understood ? loaded.has(file) : included().has(file)) ? [{ file, because }] : [],
      );
  };
  const languages = (file: string): readonly Language[] => {
    // A linter asks about whatever is opened in it, and some of that is left out of the project on purpose.
    if (!included().has(file)) return [];
    const kind = kindOf(file);
    if (kind === 'code') return ['ts'];
    // What a Prisma schema says of variables is judged with the code, what it says of tables with the migrations.
    if (kind === 'prisma') return inSchema().has(file) ? ['ts', 'sql'] : ['ts'];
    return isSql(file) && inSchema().has(file) ? ['sql'] : [];
  };
  const judged = lazily(() => paths.filter((path) => languages(path).length > 0));

  return {
    config,
    judged: (language) => (language ? judged().filter((path) => languages(path).includes(language)) : judged()),
    languages,
    environment,
    allEntries: () => analysis().entries(),
    allTelemetry: () => analysis().telemetry(),
    allTables: () => schema().tables(),
    allEnums: () => schema().enums(),
    accessMatrices: () => schema().matrices(),
    // Entries are followed only for rules that ask about them, and what strayed on the way is told with their answers.
    strays: () => (analysed ? analysis().undecided() : []),
    notes: () => [...new Set([...modules.notes().map(({ file, because }) => `${file}: ${because}`), ...schema().notes()])].sort(compare),
    errors: () => errors,
    unread: () => [...unreadModules(), ...schema().unread()].sort((a, b) => compare(a.file, b.file) || compare(a.because, b.because)),
    entries: byFile(() => analysis().entries()),
    telemetry: byFile(() => analysis().telemetry()),
    tables: (file) => (isSql(file) || mayDeclare()(text(file) ?? '') ? schema().tablesIn(file) : []),
    history: (file) => (isSql(file) ? schema().historyIn(file) : []),
    enums: (file) => (isSql(file) || mayDeclare()(text(file) ?? '') ? schema().enumsIn(file) : []),
    get access() {
      return schema().access;
    },
    env: (file) => environment().of(file),
    dynamicEnv: (file) => environment().dynamic(file),
    inventory: () => environment().inventory(),
    idleIntents(file) {
      if (!intentMark.test(text(file) ?? '')) return { idle: [], unknown: [] };
      askForIntents();
      return { idle: intents().idle(file), unknown: intents().unknown(file) };
    },
    lines: linesIn,
    text,
    suppressions: (file) =>
      keep(suppressions, file, () => {
        const own = text(file)?.includes('eslint') ? commentsOf(file) : [];
        const at = linesIn(file);
        return createSuppressions(
          own.map(({ kind, text: words, at: span }) => ({ kind, text: words, start: at.position(span.start), end: at.position(span.end) })),
          languages(file).includes('sql') ? 'sql' : 'ts',
        );
      }),
  };
}

type Asked = { readonly at: { readonly file: string } };

/** Questions by the file that they stand in, in their order. */
function byFile<Question extends Asked>(all: () => readonly Question[]): (file: string) => readonly Question[] {
  const grouped = lazily(() => {
    const found = new Map<string, Question[]>();
    for (const one of all()) keep(found, one.at.file, () => []).push(one);
    return found;
  });
  return (file) => grouped().get(file) ?? [];
}

/** Files that an answer is wrong without; the others are only looked through for names. */
const isRead: ReadonlySet<FileKind> = new Set<FileKind>(['code', 'test', 'inventory']);

const isSql = (file: string): boolean => file.endsWith('.sql') || file.endsWith('.prisma');

function keep<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
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
