/** Each policy of a table: what it means, and whether it lets everyone write, or read although it asks who they are. */
import type { ConditionMeaning, Expression, Passes, Policy, PolicyMeanings, Table } from '@gatelint/sql-facts';
import type { Intents } from '../intents.js';
import { anchor } from './places.js';
import type { Command, PolicyQuestion, SharedCommand } from './questions.js';
import type { Structures } from './structure.js';
import { tenantBlind } from './tenant-blind.js';
import { sqlIdentifier } from './user-data.js';

/** Roles that anyone has, and the role that everyone has who has signed up. */
const ANYONE: ReadonlySet<string> = new Set(['public', 'anon']);
const SIGNED_IN = 'authenticated';

const COMMANDS: readonly Command[] = ['select', 'insert', 'update', 'delete'];

export const commandsOf = (policy: Pick<Policy, 'command'>): readonly Command[] => (policy.command === 'all' ? COMMANDS : [policy.command]);

const inOrder = (policies: readonly Policy[]): Policy[] =>
  [...policies].sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.start - b.at.start));

export function policyQuestions(table: Table, userScoped: boolean, meanings: PolicyMeanings, structures: Structures, intents: Intents): PolicyQuestion[] {
  return inOrder(table.policies).map((policy): PolicyQuestion => {
    const meaning = meanings.of(table, policy);
    const { open, because } = new Openings(table, meanings, userScoped).of(policy);
    const declared = open === null ? null : intents.declared(anchor(policy.at), 'public');
    const openNow = declared !== null && declared.reason !== '' ? null : open;
    return {
      name: policy.name,
      sql: sqlIdentifier(policy.name),
      command: policy.command,
      permissive: policy.permissive,
      at: anchor(policy.at),
      roles: policy.roles,
      openClause: openNow?.clause ?? null,
      openTo: openNow?.who ?? null,
      opens: openNow?.commands ?? [],
      openBecause: openNow === null && open === null ? because : null,
      using: policy.using?.text ?? null,
      check: policy.check?.text ?? null,
      meaning,
      tenantBlind: policy.permissive ? tenantBlind(table, meaning, structures) : null,
    };
  });
}

type Who = 'anyone' | 'everyone who is signed in';

interface Opening {
  readonly clause: string;
  readonly who: Who;
  readonly commands: readonly Command[];
}

class Openings {
  constructor(
    private readonly table: Table,
    private readonly meanings: PolicyMeanings,
    private readonly userScoped: boolean,
  ) {}

  /** Why a policy lets everyone pass, or why that is not known; both null when it does not. */
  of(policy: Policy): { readonly open: Opening | null; readonly because: string | null } {
    const none = { open: null, because: null };
    if (!policy.permissive) return none;
    const doubts: string[] = [];
    const opened = commandsOf(policy).flatMap((command) => {
      const clause = clauseFor(policy, command);
      // Without a clause a policy lets nobody pass.
      if (clause === null || this.restricted(policy, command)) return [];
      const meaning = this.meaningOf(policy, clause);
      // That everyone may read is what many policies are for; that everyone may who was meant to be told apart is none.
      if (command === 'select' && !asksWhose(meaning)) return [];
      const { who, because } = whoPasses(meaning, policy.roles);
      if (because !== null && command !== 'select') doubts.push(because);
      return who === null ? [] : [{ command, who, clause: `${clause === policy.check ? 'WITH CHECK' : 'USING'} (${clause.text.replace(/\s+/g, ' ')})` }];
    });
    const anyone = opened.find((one) => one.who === 'anyone') ?? opened[0];
    if (anyone === undefined) return { open: null, because: doubts[0] ?? null };
    // A table that belongs to nobody in particular may be everybody's who has an account.
    if (anyone.who !== 'anyone' && !this.userScoped) return none;
    return { open: { clause: anyone.clause, who: anyone.who, commands: opened.map((one) => one.command) }, because: null };
  }

  private meaningOf(policy: Policy, clause: Expression): ConditionMeaning {
    const { using, check } = this.meanings.of(this.table, policy);
    return (clause === policy.check ? check : using)!;
  }

  /** Whether a restrictive policy, which every row has to pass as well, covers the command. */
  private restricted(policy: Policy, command: Command): boolean {
    return this.table.policies.some((other) => {
      if (other.permissive || (other.command !== 'all' && other.command !== command)) return false;
      if (!other.roles.includes('public') && !policy.roles.every((role) => other.roles.includes(role))) return false;
      const clause = clauseFor(other, command);
      return clause !== null && this.meaningOf(other, clause).stranger.passes !== 'all';
    });
  }
}

/** INSERT is decided by WITH CHECK, which falls back to USING; whoever passes USING may see, change or delete the row. */
function clauseFor(policy: Policy, command: Command): Expression | null {
  return command === 'insert' ? (policy.check ?? policy.using) : policy.using;
}

/** Whether a condition holds the row against who asks. */
const asksWhose = ({ callers, columns }: ConditionMeaning): boolean => callers.length > 0 && columns.length > 0;

function whoPasses({ anonymous, stranger }: ConditionMeaning, roles: readonly string[]): { readonly who: Who | null; readonly because: string | null } {
  const anyone = roles.some((role) => ANYONE.has(role));
  const asked: Passes[] = [...(anyone ? [anonymous] : []), ...(roles.includes('public') || roles.includes(SIGNED_IN) ? [stranger] : [])];
  if (anyone && anonymous.passes === 'all') return { who: 'anyone', because: null };
  if (asked.includes(stranger) && stranger.passes === 'all') return { who: 'everyone who is signed in', because: null };
  return { who: null, because: asked.find((one) => one.passes === 'unknown')?.because ?? null };
}

/** Commands for which several permissive policies are asked of one role: each is run for every row. */
export function sharedCommands(table: Table): SharedCommand[] {
  const permissive = inOrder(table.policies.filter((one) => one.permissive));
  const roles = [...new Set(permissive.flatMap((one) => one.roles))].sort();
  const found = new Map<string, SharedCommand>();
  for (const role of roles)
    for (const command of COMMANDS) {
      const asked = permissive.filter((one) => commandsOf(one).includes(command) && (one.roles.includes(role) || one.roles.includes('public')));
      const names = asked.map((one) => one.name);
      const key = JSON.stringify(names);
      // The same policies for another command or role are the same thing to put right.
      if (asked.length > 1 && !found.has(key)) found.set(key, { command, role, policies: names, at: anchor(asked[1]!.at) });
    }
  return [...found.values()];
}
