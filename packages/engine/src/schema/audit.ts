/** Tables that say what happened, and who can change what they say. */
import { commands as allCommands, refusesAlways, type SourceSchema, type Table } from '@gatelint/sql-facts';
import type { SourceAccess } from '../access/exposure.js';
import { commandsOf } from './policies.js';
import type { AuditChange, Command, PolicyQuestion } from './questions.js';
import { singular, wordsOf } from './words.js';

const RECORDS: ReadonlySet<string> = new Set(['log', 'trail', 'event', 'entry', 'record', 'history', 'line', 'transaction']);

/** By its name: `audit_log`, `accounts_audit`, `ledger_entries`, `security_logs`. An audit or a ledger that is a thing of the business by itself is none. */
function isAudit({ name }: Table): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (last === 'audit' || last === 'ledger') return true;
  const before = words.at(-2) ?? '';
  if (before === 'audit' || before === 'ledger') return RECORDS.has(singular(last));
  return singular(last) === 'log' && /^(?:security|activity|access)$/.test(before);
}

/** Who may change or delete what an audit table holds; [] for other tables, and where a trigger refuses. */
export function auditChanges({ source, platform, rights, exposure }: SourceAccess, table: Table, policies: readonly PolicyQuestion[]): AuditChange[] {
  if (!isAudit(table) || table.assumed) return [];
  const changes = (['update', 'delete'] as const).filter((command) => !refused(source, table, command));
  const clients = new Map(exposure(table).roles.map((one) => [one.role, one.who]));
  const service = new Set((platform?.roles ?? []).map((one) => one.role));
  const found: AuditChange[] = [];
  const add = (role: string, may: readonly Command[], client: boolean): void => {
    const open = changes.filter((command) => may.includes(command) && passes(table, policies, rights.held(role), command, clients.get(role) ?? null));
    if (open.length > 0) found.push({ role, commands: open, client });
  };
  for (const { role, commands } of exposure(table).roles) add(role, commands, true);
  for (const { role, privileges } of table.access)
    if (!service.has(role) && role !== table.owner && rights.bypasses(role) !== 'yes')
      add(
        role,
        allCommands.filter((command) => privileges.includes(command)),
        false,
      );
  return found;
}

function passes(table: Table, policies: readonly PolicyQuestion[], held: ReadonlySet<string>, command: Command, who: 'anyone' | 'signed-in' | null): boolean {
  if (table.rls === 'no') return true;
  return policies.some((policy) => {
    if (!policy.permissive || !commandsOf(policy).includes(command) || !policy.roles.some((one) => one === 'public' || held.has(one))) return false;
    const meaning = policy.meaning.using;
    if (meaning === null) return false;
    // Who passes for nobody's rows may pass for their own, which is what an audit is about.
    return (
      who === null ||
      (who === 'anyone' ? meaning.anonymous : meaning.stranger).passes !== 'none' ||
      (who === 'signed-in' && meaning.callers.length > 0 && meaning.columns.length > 0)
    );
  });
}

/** Whether a trigger lets no row be changed. */
function refused({ schema }: SourceSchema, table: Table, command: 'update' | 'delete'): boolean {
  return table.triggers.some(
    (trigger) =>
      trigger.timing === 'before' &&
      trigger.enabled !== 'no' &&
      trigger.events.includes(command) &&
      schema.functions.some((one) => one.schema === trigger.function.schema && one.name === trigger.function.name && refusesAlways(one)),
  );
}
