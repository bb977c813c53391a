/**
 * ESLint directive comments, for hosts that are not ESLint: `eslint-disable`, `eslint-enable`, `eslint-disable-line`, `eslint-disable-next-line` and
 * `eslint gatelint/x: off`, with the meaning that ESLint gives them. They are parsed here once, for the command line and for the SQL language alike.
 */
import type { Position } from './positions.js';
import type { Severity } from './report.js';

export interface DirectiveComment {
  readonly kind: 'line' | 'block';
  readonly text: string;
  readonly start: Position;
  readonly end: Position;
}

type DirectiveLabel = 'disable' | 'enable' | 'disable-line' | 'disable-next-line' | 'config';

export interface Directive {
  readonly label: DirectiveLabel;
  /** What stands between the label and the justification. */
  readonly value: string;
  readonly justification: string;
  /** Rules it names, as written; empty: all. */
  readonly rules: readonly string[];
}

export interface Suppressions {
  /** Whether a finding of the rule (its id without the plugin's name) at this position is switched off. */
  covers(rule: string, at: Position): boolean;
  /** Severity that an `eslint gatelint/x: …` comment gives the rule in this file; null when none does. */
  severity(rule: string): Severity | 'off' | null;
}

const labels: Readonly<Record<string, DirectiveLabel>> = {
  eslint: 'config',
  'eslint-disable': 'disable',
  'eslint-enable': 'enable',
  'eslint-disable-line': 'disable-line',
  'eslint-disable-next-line': 'disable-next-line',
};

/**
 * Reads one comment (text without its delimiters). Null when it is no directive, or one that ESLint passes over: whole-file directives count in block
 * comments only. `language: 'sql'` accepts them in line comments too, since `--` is how SQL is commented.
 */
export function parseDirective(text: string, kind: 'line' | 'block', language: 'ts' | 'sql'): Directive | null {
  const separator = /\s-{2,}\s/u.exec(text);
  const head = (separator ? text.slice(0, separator.index) : text).trim();
  const match = /^(eslint(?:-(?:enable|disable(?:-(?:next-)?line)?))?)(?=\s|$)/u.exec(head);
  if (!match) return null;
  const label = labels[match[1]!]!;
  if (kind === 'line' && language === 'ts' && label !== 'disable-line' && label !== 'disable-next-line') return null;
  const value = head.slice(match[0].length).trim();
  if (label === 'config' && value === '') return null;
  return {
    label,
    value,
    justification: separator ? text.slice(separator.index + separator[0].length).trim() : '',
    rules:
      label === 'config'
        ? []
        : value
            .split(',')
            .map((name) => name.trim().replace(/^(['"]?)(.*)\1$/su, '$2'))
            .filter((name) => name !== ''),
  };
}

interface Switch extends Position {
  readonly on: boolean;
  /** Rule id without the plugin's name; null: every rule. */
  readonly rule: string | null;
}

const prefix = 'gatelint/';

/** The directives of one file. Comments in any order. */
export function createSuppressions(comments: readonly DirectiveComment[], language: 'ts' | 'sql'): Suppressions {
  const blocks: Switch[] = [];
  const lines: { readonly line: number; readonly rule: string | null }[] = [];
  const severities = new Map<string, Severity | 'off'>();

  for (const comment of comments) {
    const directive = parseDirective(comment.text, comment.kind, language);
    if (!directive) continue;
    if (directive.label === 'config') {
      for (const [rule, severity] of severitiesIn(directive.value)) severities.set(rule, severity);
      continue;
    }
    // ESLint calls a disable-line comment over several lines a problem and gives it no effect.
    if (directive.label === 'disable-line' && comment.start.line !== comment.end.line) continue;
    const named = directive.rules.filter((rule) => rule.startsWith(prefix)).map((rule) => rule.slice(prefix.length));
    const rules: readonly (string | null)[] = directive.rules.length === 0 ? [null] : named;
    for (const rule of rules) {
      if (directive.label === 'disable-line') lines.push({ line: comment.start.line, rule });
      else if (directive.label === 'disable-next-line') lines.push({ line: comment.end.line + 1, rule });
      else blocks.push({ ...comment.start, on: directive.label === 'disable', rule });
    }
  }
  blocks.sort((a, b) => a.line - b.line || a.column - b.column);

  return {
    covers(rule, at) {
      if (lines.some((one) => one.line === at.line && (one.rule === null || one.rule === rule))) return true;
      let off = false;
      for (const one of blocks) {
        if (one.line > at.line || (one.line === at.line && one.column > at.column)) break;
        if (one.rule === null || one.rule === rule) off = one.on;
      }
      return off;
    },
    severity: (rule) => severities.get(rule) ?? null,
  };
}

/** `gatelint/a: off, gatelint/b: ["error"]`: severities of our rules; what cannot be read is passed over, as ESLint ignores a broken comment. */
function severitiesIn(value: string): [string, Severity | 'off'][] {
  const found: [string, Severity | 'off'][] = [];
  for (const match of value.matchAll(/(?<![\w/-])["']?gatelint\/([\w-]+)["']?\s*:\s*\[?\s*["']?(off|warn|error|[012])\b/gu)) {
    const word = match[2]!;
    found.push([match[1]!, word === 'off' || word === '0' ? 'off' : word === 'warn' || word === '1' ? 'warning' : 'error']);
  }
  return found;
}
