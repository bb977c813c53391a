/**
 * Opens a project. Nothing is computed before it is asked for. When a file changes, the answers that rest on it are let go, and what is asked next computes those
 * anew; the rest is kept. An answer is the same as that of a project opened on the files as they are.
 */
import { createModules, walk, type FileSystem } from '@gatelint/ts-facts';
import picomatch from 'picomatch';
import { isInventory } from './environment/inventory.js';
import { compare, finish, place, type Placed, type RawFinding } from './findings.js';
import { internalError, judgeFile, type Verdict } from './judge.js';
import type { FactCache, Judged, OpenOptions, Project } from './project.js';
import { createProjectFacts, type Kept, type ProjectFacts } from './project-facts.js';
import { byFileAndLine, entryReport, enumReport, tableReport, telemetryReport } from './report-of.js';
import type { CheckResult, Coverage, InternalError, Report, Severity } from './report.js';
import type { Advice } from './explanation.js';
import { explainPlace } from './explain/explain-place.js';
import type { Anchor, Rule } from './rule.js';
import { version } from './version.js';

const tool = { name: 'gatelint', version } as const;

export function openProject(options: OpenOptions): Project {
  const { config, rules } = options;
  const root = options.root.replace(/(?<=.)\/$/u, '');
  const modules = createModules({ root, files: options.files });
  const overlays = new Map<string, string>();
  const schemas = options.cache ?? memoryCache();
  let walked: readonly string[] | null = null;
  let stamps = new Map<string, string>();
  let known: ProjectFacts | null = null;
  const kept: Kept = { analyzer: null, sources: null };

  /** Walks the files, and notes the state of those that are no modules (manifests, migrations, settings): the modules watch over their own. */
  const look = (): readonly string[] => {
    if (walked) return walked;
    walked = withInventories(options.files, root, config.ignore, walk(options.files, root, { ignore: config.ignore }));
    stamps = new Map(walked.map((path) => [path, isModule.test(path) ? '' : stampOf(options.files.stat(`${root}/${path}`))]));
    return walked;
  };

  /** Files have another content, or have come or gone: what rests on them is let go. */
  const changed = (contents: readonly string[], cameOrWent: readonly string[]): void => {
    const all = [...contents, ...cameOrWent];
    if (all.length === 0) return;
    known = null;
    const code = all.filter((file) => isModule.test(file));
    const others = all.filter((file) => !isModule.test(file));
    if (others.some((file) => isSchema.test(file)) || cameOrWent.length > 0 || all.some((file) => isSettings(file))) kept.sources = null;
    // A manifest or a setting says where imports lead and which app a file is of.
    if (others.some((file) => isSettings(file)) || kept.analyzer?.isWorn()) kept.analyzer = null;
    else kept.analyzer?.changed([...code, ...modules.moved()]);
  };

  const isThere = (file: string): boolean => options.files.stat(`${root}/${file}`) !== null;

  const facts = (): ProjectFacts => {
    if (!known) {
      // A buffer that was never saved is a file like any other; one that is on the disk and was not walked is left out on purpose.
      const unsaved = [...overlays.keys()].filter((file) => options.files.stat(`${root}/${file}`) === null);
      const paths = [...new Set([...look(), ...unsaved])].sort(compare);
      known = createProjectFacts({
        root,
        files: options.files,
        config,
        modules,
        schemas,
        kept,
        overlaid: (file) => overlays.get(file) ?? null,
        paths,
        openTypes: options.types ?? null,
      });
    }
    return known;
  };

  const severityOf = (rule: Rule): Severity | 'off' =>
    config.rules[rule.id] ?? (config.preset === 'strict' || rule.preset === 'recommended' ? rule.severity : 'off');
  /** The rules that run: those that are on, or those that are asked for by name. */
  const chosen = (ids: readonly string[] | undefined): readonly Rule[] => rules.filter((rule) => (ids ? ids.includes(rule.id) : severityOf(rule) !== 'off'));
  const severityIn = (raw: RawFinding): Severity => {
    const set = config.rules[raw.rule];
    if (set === 'error' || set === 'warning') return set;
    return raw.severity ?? rules.find((rule) => rule.id === raw.rule)?.severity ?? 'error';
  };

  /** What the rules say about a file, before suppressions; undecided answers are findings where the configuration wants them to be. */
  const judgeOne = (file: string, asked: readonly Rule[]): Verdict => {
    const languages = facts().languages(file);
    const verdict = judgeFile(
      file,
      asked.filter((rule) => rule.languages.some((language) => languages.includes(language))),
      facts(),
    );
    if (config.undecided !== 'error') return verdict;
    const blocking = verdict.undecided
      .filter(({ at }) => at.file === file)
      .map(({ at, rule, because }): RawFinding => ({
        rule,
        messageId: 'undecided',
        message: `This cannot be decided: ${because}.`,
        data: { because },
        at,
        severity: 'error',
        related: [],
      }));
    return { ...verdict, findings: [...verdict.findings, ...blocking] };
  };

  const check = (asked: readonly Rule[], onProgress: ((done: number, total: number) => void) | undefined): CheckResult => {
    const files = facts().judged();
    const placed: Placed[] = [];
    const undecided: { file: string; line: number; rule: string; because: string }[] = [];
    const errors: InternalError[] = [];
    for (const [index, file] of files.entries()) {
      const verdict = judgeOne(file, asked);
      for (const raw of verdict.findings) {
        const finding = suppressed(raw, severityIn(raw), facts());
        if (finding) placed.push(finding);
      }
      for (const { at, rule, because } of verdict.undecided)
        undecided.push({ file: at.file, line: facts().lines(at.file).position(at.start).line, rule, because });
      errors.push(...verdict.errors);
      onProgress?.(index + 1, files.length);
    }
    const ids = new Set(asked.map((rule) => rule.id));
    try {
      for (const { at, rule, because } of facts().strays())
        if (ids.has(rule)) undecided.push({ file: at.file, line: facts().lines(at.file).position(at.start).line, rule, because });
    } catch (error) {
      errors.push(internalError('coverage', '', error));
    }
    return { version: 1, tool, coverage: coverage(undecided), findings: finish(placed), internalErrors: distinct([...facts().errors(), ...errors]) };
  };

  const coverage = (undecided: Coverage['undecided']): Coverage => ({
    files: facts().judged().length,
    unread: unique(facts().unread()),
    undecided: unique([...undecided].sort((a, b) => byFileAndLine(a, b) || compare(a.rule, b.rule) || compare(a.because, b.because))),
    notes: facts().notes(),
  });

  return {
    check: ({ rules: ids, onProgress } = {}) => check(chosen(ids), onProgress),
    report({ onProgress } = {}) {
      const result = check(chosen(undefined), onProgress);
      const errors: InternalError[] = [];
      const part = <Answer>(name: string, empty: Answer, answer: () => Answer): Answer => {
        try {
          return answer();
        } catch (error) {
          errors.push(internalError(`report ${name}`, '', error));
          return empty;
        }
      };
      const all = facts();
      const report = {
        entries: part('entries', [], () =>
          all
            .allEntries()
            .map((entry) => entryReport(entry, all.lines(entry.at.file)))
            .sort((a, b) => byFileAndLine(a, b) || a.column - b.column || compare(a.name, b.name)),
        ),
        telemetry: part('telemetry', [], () =>
          all
            .allTelemetry()
            .map(telemetryReport)
            .sort((a, b) => byFileAndLine(a, b) || compare(a.call, b.call)),
        ),
        env: part('env', { variables: [], inventories: [], unused: [], dynamic: [] }, () => all.environment().report()),
        tables: part('tables', [], () =>
          all
            .allTables()
            .map(tableReport)
            .sort((a, b) => compare(a.name, b.name) || byFileAndLine(a, b)),
        ),
        enums: part('enums', [], () =>
          all
            .allEnums()
            .map(enumReport)
            .sort((a, b) => compare(a.table, b.table) || compare(a.column, b.column)),
        ),
        access: part('access', [], () => all.accessMatrices()),
      };
      const { findings, internalErrors, ...head } = result;
      return { ...head, ...report, findings, internalErrors: [...internalErrors, ...errors] } satisfies Report;
    },
    why(file, line) {
      const errors: InternalError[] = [];
      const verdicts = new Map<string, Verdict>();
      const adviceAt = (at: Anchor): readonly Advice[] => {
        const verdict = verdicts.get(at.file) ?? judgeOne(at.file, chosen(undefined));
        if (!verdicts.has(at.file)) errors.push(...verdict.errors);
        verdicts.set(at.file, verdict);
        return verdict.findings.flatMap((raw) => {
          const finding = at.start <= raw.at.start && raw.at.end <= at.end ? suppressed(raw, severityIn(raw), facts()) : null;
          const rule = rules.find(({ id }) => id === raw.rule);
          return finding && rule ? [{ rule: raw.rule, severity: finding.severity, message: raw.message, fix: rule.docs.fix }] : [];
        });
      };
      const explained = explainPlace(facts(), adviceAt, file, line);
      return { version: 1, tool, ...explained, internalErrors: distinct([...facts().errors(), ...errors]) };
    },
    judge(file, ids) {
      const own = relative(root, file);
      const { findings, errors } = judgeOne(own, chosen(ids));
      if (errors[0]) throw new Error(`${errors[0].rule} on ${errors[0].file}: ${errors[0].message}`, { cause: errors[0] });
      return findings
        .map((raw): Judged => ({
          rule: raw.rule,
          severity: severityIn(raw),
          message: raw.message,
          messageId: raw.messageId,
          data: raw.data,
          start: raw.at.start,
          end: raw.at.end,
        }))
        .sort((a, b) => a.start - b.start || compare(a.rule, b.rule) || compare(a.message, b.message));
    },
    overlay(file, text) {
      const own = relative(root, file);
      if (text === null ? !overlays.delete(own) : overlays.get(own) === text) return;
      if (text !== null) overlays.set(own, text);
      modules.overlay(own, text);
      changed([own], isThere(own) ? [] : [own]);
    },
    refresh() {
      const contents = modules.refresh();
      if (walked === null) return;
      const [before, beforeStamps] = [new Set(look()), stamps];
      walked = null;
      const now = new Set(look());
      const others = [...stamps].filter(([path, stamp]) => beforeStamps.has(path) && beforeStamps.get(path) !== stamp).map(([path]) => path);
      const cameOrWent = [...[...before].filter((path) => !now.has(path)), ...[...now].filter((path) => !before.has(path))];
      if (cameOrWent.length > 0 || others.some(isSettings)) modules.relocate();
      // Hosts look again before each answer; as a rule nothing has happened, and what was computed holds.
      changed([...new Set([...contents, ...others])], cameOrWent);
    },
    files: (language) => facts().judged(language),
  };
}

/** The finding at its place; null when a comment in the file switches it off. */
function suppressed(raw: RawFinding, severity: Severity, facts: ProjectFacts): Placed | null {
  const lines = facts.lines(raw.at.file);
  const comments = facts.suppressions(raw.at.file);
  const set = comments.severity(raw.rule);
  if (set === 'off' || comments.covers(raw.rule, lines.position(raw.at.start))) return null;
  return place(raw, set ?? severity, lines);
}

/**
 * The files walked, and the inventories beside packages that git is told to ignore: `.env*` in a .gitignore covers `.env.example` too, which people then add
 * by force.
 */
function withInventories(files: FileSystem, root: string, ignore: readonly string[], walked: readonly string[]): readonly string[] {
  const folders = new Set(['', ...walked.filter((file) => /(?:^|\/)package\.json$/u.test(file)).map((file) => file.slice(0, -'package.json'.length))]);
  const isIgnored = picomatch(
    ignore.flatMap((glob) => [glob, `**/${glob}`, `${glob}/**`]),
    { dot: true },
  );
  const found = [...folders].flatMap((folder) =>
    files
      .list(`${root}/${folder}`.replace(/\/$/u, ''))
      .flatMap(({ name, kind }) => (kind === 'file' && isInventory(name) && !isIgnored(folder + name) ? [folder + name] : [])),
  );
  return [...new Set([...walked, ...found])].sort(compare);
}

const isModule = /\.[cm]?[jt]sx?$/u;
const isSchema = /\.(?:sql|prisma)$/u;
/** Manifests and the settings of compilers and platforms. */
const isSettings = (file: string): boolean => /\.(?:jsonc?|ya?ml|toml)$/u.test(file);

const stampOf = (stat: ReturnType<FileSystem['stat']>): string => (stat ? `${stat.size} ${stat.mtime}` : '');

/** Folded schemas by their content, for as long as the project is open. */
function memoryCache(): FactCache {
  const kept = new Map<string, string>();
  return { get: (key) => kept.get(key) ?? null, set: (key, value) => void kept.set(key, value) };
}

function relative(root: string, file: string): string {
  return file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
}

function unique<Item>(sorted: readonly Item[]): Item[] {
  return sorted.filter((item, index) => index === 0 || JSON.stringify(item) !== JSON.stringify(sorted[index - 1]));
}

/** One mistake of ours is told once a rule, with the first file that met it. */
function distinct(errors: readonly InternalError[]): InternalError[] {
  const found = new Map<string, InternalError>();
  for (const error of errors) {
    const key = `${error.rule}\n${error.message}\n${error.stack ?? ''}`;
    if (!found.has(key)) found.set(key, error);
  }
  return [...found.values()].sort((a, b) => compare(a.rule, b.rule) || compare(a.file, b.file));
}
