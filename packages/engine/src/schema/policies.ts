/** Each policy of a table, and whether it lets everyone write. */
import type { Expression, Policy, Table } from '@gatelint/sql-facts';
import type { Intents } from '../intents.js';
import type { PolicyQuestion } from '../rule.js';
import { anchor } from './places.js';

/** Roles that anyone has, and the role that everyone has who has signed up. */
const ANYONE: ReadonlySet<string> = new Set(['public', 'anon']);
const SIGNED_IN = 'authenticated';

export function policyQuestions(table: Table, userScoped: boolean, intents: Intents): PolicyQuestion[] {
  return [...table.policies]
    .sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.start - b.at.start))
    .map((policy): PolicyQuestion => {
      const open = openTo(policy, table, userScoped);
      const declared = open === null ? null : intents.declared(anchor(policy.at), 'public');
      const openNow = declared !== null && declared.reason !== '' ? null : open;
      return {
        name: policy.name,
        command: policy.command,
        at: anchor(policy.at),
        roles: policy.roles,
        openClause: openNow?.clause ?? null,
        openTo: openNow?.who ?? null,
        opens: openNow?.commands ?? [],
        using: policy.using?.text ?? null,
        check: policy.check?.text ?? null,
      };
    });
}

interface Opening {
  readonly clause: string;
  readonly who: 'anyone' | 'everyone who is signed in';
  readonly commands: readonly string[];
}

/** Why a policy lets everyone write; null when it does not. */
function openTo(policy: Policy, table: Table, userScoped: boolean): Opening | null {
  if (!policy.permissive || policy.command === 'select') return null;
  const written = policy.command === 'all' ? (['insert', 'update', 'delete'] as const) : ([policy.command] as const);
  const opened = written.flatMap((command) => {
    if (restricted(table, policy, command)) return [];
    // INSERT is decided by WITH CHECK, which falls back to USING; whoever passes USING may change or delete the row.
    const clause = command === 'insert' ? (policy.check ?? policy.using) : policy.using;
    // Without a clause a policy lets nobody pass.
    if (clause === null) return [];
    const who = whoPasses(clause, policy.roles);
    return who === null ? [] : [{ command, who, clause: `${clause === policy.check ? 'WITH CHECK' : 'USING'} (${clause.text.replace(/\s+/g, ' ')})` }];
  });
  const anyone = opened.find((one) => one.who === 'anyone') ?? opened[0];
  if (anyone === undefined) return null;
  // A table that belongs to nobody in particular may be everybody's who has an account.
  if (anyone.who !== 'anyone' && !userScoped) return null;
  return { clause: anyone.clause, who: anyone.who, commands: opened.map((one) => one.command) };
}

function whoPasses(clause: Expression, roles: readonly string[]): Opening['who'] | null {
  const anyone = roles.some((role) => ANYONE.has(role));
  if (!anyone && !roles.includes(SIGNED_IN)) return null;
  if (clause.constant === true) return anyone ? 'anyone' : 'everyone who is signed in';
  return asksOnlyForLogin(clause) ? 'everyone who is signed in' : null;
}

/** `auth.role() = 'authenticated'`, `auth.uid() IS NOT NULL`: asks whether there is a caller, and nothing about the row. */
function asksOnlyForLogin(clause: Expression): boolean {
  if (clause.columns.length > 0 || clause.functions.length !== 1) return false;
  const bare = clause.text.toLowerCase().replace(/\bselect\b|::text\b|[\s()]/g, '');
  return /^(?:auth\.role='authenticated'|'authenticated'=auth\.role|auth\.uidisnotnull)$/.test(bare);
}

/** Whether a restrictive policy, which every row has to pass as well, covers the command. */
function restricted(table: Table, policy: Policy, command: Policy['command']): boolean {
  return table.policies.some((other) => {
    if (other.permissive || (other.command !== 'all' && other.command !== command)) return false;
    if (!other.roles.includes('public') && !policy.roles.every((role) => other.roles.includes(role))) return false;
    const clause = command === 'insert' ? (other.check ?? other.using) : other.using;
    return clause !== null && clause.constant !== true;
  });
}
