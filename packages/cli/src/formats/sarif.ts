/**
 * `--format sarif`: SARIF 2.1.0, as code hosts take it. Traces are code flows. What exceeds the limits of GitHub code scanning would make it refuse the whole
 * file, so it is cut, and the cut is said.
 */
import type { Finding, Rule, Severity, TraceStep } from '@gatelint/engine';
import type { View } from './view.js';

const limits = { results: 25_000, relatedLocations: 100, flowLocations: 1_000 };
const base = '%SRCROOT%';

export function formatSarif({ result, prefix }: View, rules: readonly Rule[]): string {
  const described = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const index = new Map(described.map(({ id }, position) => [id, position]));
  const place = (file: string, region: object | null) => ({
    physicalLocation: { artifactLocation: { uri: encodePath(prefix + file), uriBaseId: base }, ...(region ? { region } : {}) },
  });
  const step = ({ file, line, note }: TraceStep) => ({ ...place(file, { startLine: line }), message: { text: note } });

  const ofFinding = (finding: Finding) => {
    const { rule, severity, message, file, line, column, endLine, endColumn, related, fingerprint } = finding;
    const at = place(file, { startLine: line, startColumn: column, endLine, endColumn });
    const flow = [{ ...at, message: { text: message } }, ...related.map(step)].slice(0, limits.flowLocations);
    return {
      ruleId: rule,
      ruleIndex: index.get(rule) ?? -1,
      level: levelOf(severity),
      message: { text: message },
      locations: [at],
      // The name that GitHub compares between runs, and our own, which stays what it is if that one changes.
      partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'gatelint/v1': fingerprint },
      ...(related.length === 0
        ? {}
        : {
            relatedLocations: related.slice(0, limits.relatedLocations).map((one, id) => ({ id, ...step(one) })),
            codeFlows: [{ threadFlows: [{ locations: flow.map((location) => ({ location })) }] }],
          }),
    };
  };

  const results = result.findings.map(ofFinding);
  const notifications = [
    ...result.coverage.unread.map(({ file, because }) => ({ level: 'warning', message: { text: `Not read: ${because}` }, locations: [place(file, null)] })),
    ...result.coverage.undecided.map(({ rule, file, line, because }) => ({
      level: 'note',
      message: { text: `Undecided by ${rule}: ${because}` },
      locations: [place(file, { startLine: line })],
    })),
    ...result.internalErrors.map(({ rule, file, message }) => ({
      level: 'error',
      message: { text: `Internal error of rule ${rule}: ${message}` },
      locations: [place(file, null)],
    })),
    ...(results.length > limits.results
      ? [
          {
            level: 'warning',
            message: { text: `${results.length - limits.results} of ${results.length} results are left out: code hosts take no more than ${limits.results}.` },
          },
        ]
      : []),
  ];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: result.tool.name, semanticVersion: result.tool.version, rules: described.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [base]: { description: { text: 'The top of the repository.' } } },
        invocations: [{ executionSuccessful: result.internalErrors.length === 0, toolExecutionNotifications: notifications }],
        results: results.slice(0, limits.results),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule({ id, severity, preset, docs }: Rule): object {
  const sections: readonly (readonly [string, string])[] = [
    ['Why', docs.why],
    ['Fix', docs.fix],
    ['Limits', docs.limits],
  ];
  return {
    id,
    name: id.replace(/(?:^|-)([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: docs.description },
    fullDescription: { text: docs.why },
    help: {
      text: sections.map(([title, text]) => `${title}: ${text}`).join('\n\n'),
      markdown: sections.map(([title, text]) => `**${title}.** ${text}`).join('\n\n'),
    },
    defaultConfiguration: { level: levelOf(severity) },
    properties: { tags: ['security', 'backend', preset], precision: 'high', 'problem.severity': severity === 'error' ? 'error' : 'warning' },
  };
}

function levelOf(severity: Severity): 'error' | 'warning' {
  return severity;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
