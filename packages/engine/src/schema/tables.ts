/** Each table of a source: its row level security, who can reach it, what is declared about it, and how heavily missing RLS weighs there. */
import { platformSchemas, type Place, type PolicyMeanings, type SourceSchema, type Table } from '@gatelint/sql-facts';
import type { Config } from '../config.js';
import { compare } from '../findings.js';
import type { Intents } from '../intents.js';
import type { TraceStep } from '../report.js';
import type { TableQuestion } from '../rule.js';
import type { SourceAccess } from '../access/exposure.js';
import { anchor, placeIn } from './places.js';
import { auditChanges } from './audit.js';
import { policyQuestions, sharedCommands } from './policies.js';
import { Structures } from './structure.js';
import { uncoveredGrants } from './uncovered-grants.js';
import { printed, sqlIdentifier, userData } from './user-data.js';

/** Tables of the platform are not the project's: they are asked about for the policies that the project puts on them, and not reported. */
const isPlatformTable = ({ source }: SourceSchema, table: Table): boolean =>
  table.assumed && source.exposedSchemas.length > 0 && platformSchemas.has(table.schema);

/** Tables of the project first; `platform` are those of the platform that the files put policies on. */
export function tableQuestions(
  access: SourceAccess,
  config: Config,
  intents: Intents,
): { readonly own: readonly TableQuestion[]; readonly platform: readonly TableQuestion[] } {
  const { source } = access;
  const exposedSchemas = config.sql.exposedSchemas ?? source.source.exposedSchemas;
  const reasons = userData(source, config.sql.userTables);
  const tables = source.schema.tables.filter((table) => !isPlatformTable(source, table));
  const usesRls = tables.some((table) => table.rlsAt !== null || table.policies.length > 0);
  const asked: Asked = { access, meanings: access.meanings, structures: new Structures(source), intents };
  const questions = tables.map((table) => {
    const exposed = exposedSchemas.includes(table.schema) && !closedToClients(table);
    return question(asked, table, exposed, reasons.get(printed(table)) ?? null);
  });
  const platform = source.schema.tables
    .filter((table) => isPlatformTable(source, table) && table.policies.length > 0)
    .map((table) => ({ ...question(asked, table, false, 'belongs to the users of the platform'), weight: null }));
  return { own: weigh(questions, source, config, usesRls), platform };
}

type Unweighed = Omit<TableQuestion, 'weight'>;

/** What all tables of a source are asked of. */
interface Asked {
  readonly access: SourceAccess;
  readonly meanings: PolicyMeanings;
  readonly structures: Structures;
  readonly intents: Intents;
}

function question({ access, meanings, structures, intents }: Asked, table: Table, exposed: boolean, userScopedBecause: string | null): Unweighed {
  const { source } = access;
  const { rls, because } = rlsOf(source, table);
  const turnedOff = rls === 'off' ? table.rlsAt : null;
  // Where row level security was turned off is where the fix belongs; else where the table was made.
  const at = anchor(turnedOff ?? table.at);
  const places = [anchor(table.at), ...(turnedOff === null ? [] : [anchor(turnedOff)])];
  const declared = (kind: 'public' | 'deny-all') =>
    places.map((place) => intents.declared(place, kind)).find((one) => one !== null && one.reason !== '') ?? null;
  const policyList = policyQuestions(table, userScopedBecause !== null, meanings, structures, intents);
  const closed = rls === 'on' && table.policies.length === 0;
  // An intent is asked for only where it would change an answer: elsewhere it does nothing, and that is reported.
  const intent = rls === 'on' && !closed ? null : (declared('public') ?? (closed ? declared('deny-all') : null));
  return {
    name: printed(table),
    sql: [table.schema, table.name].flatMap((part) => (part === '' ? [] : sqlIdentifier(part))).join('.'),
    ...placeIn(source, table.at),
    at,
    userScoped: userScopedBecause !== null,
    userScopedBecause,
    rls,
    because,
    rlsAt: turnedOff === null ? null : anchor(turnedOff),
    createdAt: anchor(table.at),
    rlsSetAt: table.rlsAt === null ? null : anchor(table.rlsAt),
    forced: table.forced,
    policies: table.policies.length,
    policiesBecause: doubtAbout(table, 'policies'),
    policyList,
    auditChanges: auditChanges(access, table, policyList),
    parent: parentOf(table),
    ownerBypasses: access.rights.bypasses(table.owner),
    sharedCommands: sharedCommands(table),
    uncovered: uncoveredGrants(access, table),
    structure: () => structures.of(table),
    exposed,
    exposure: access.exposure(table),
    closedByGrants: access.serves(table.schema) && access.exposure(table).state === 'unreachable',
    foreign: table.kind === 'foreign',
    intent: intent === null ? null : { kind: intent.kind, reason: intent.reason },
    related: relatedTo(source, table, turnedOff),
  };
}

function rlsOf({ source, unread }: SourceSchema, table: Table): { readonly rls: TableQuestion['rls']; readonly because: string | null } {
  if (table.rls === 'yes') return { rls: 'on', because: null };
  if (table.rls === 'unknown') return { rls: 'unknown', because: table.rlsBecause };
  // What is missing or cannot be read may well enable it.
  const gap =
    unread.find((one) => source.files.includes(one.file) && /cannot be read|larger/.test(one.because)) ??
    (source.incomplete ? source.skipped.find((one) => /not there/.test(one.because)) : undefined);
  return gap === undefined ? { rls: 'off', because: null } : { rls: 'unknown', because: `${gap.file} may enable row level security: ${gap.because}` };
}

const doubtAbout = (table: Table, about: Table['doubts'][number]['about'][number]): string | null =>
  table.doubts.find((doubt) => doubt.about.includes(about))?.because ?? (table.assumed && about === 'policies' ? 'no file creates the table' : null);

function parentOf({ partitionOf, inherits }: Table): string | null {
  const parent = partitionOf ?? inherits[0];
  return parent === undefined ? null : printed(parent);
}

/** Clients come as one of two roles; a table that both have lost every right to is out of their reach. */
function closedToClients(table: Table): boolean {
  return ['anon', 'authenticated'].every((role) => {
    const lost = table.revoked.find((one) => one.role === role)?.privileges ?? [];
    return lost.includes('all') || ['delete', 'insert', 'select', 'update'].every((right) => lost.includes(right));
  });
}

function relatedTo(source: SourceSchema, table: Table, turnedOff: Place | null): TraceStep[] {
  return turnedOff === null ? [] : [{ ...placeIn(source, table.at), note: 'the table is created here' }];
}

/**
 * How heavily missing row level security weighs. Where clients reach the schema it is an error for every table. Elsewhere isolation rests on the code, which is a warning for tables with user data: one each where other tables
 * have it (those were forgotten) and in the strict preset; one for all where none has it, for then it is a decision of the team and not thirty oversights. A Prisma schema cannot say it at all.
 */
function weigh(questions: readonly Unweighed[], source: SourceSchema, config: Config, usesRls: boolean): TableQuestion[] {
  const each = usesRls || config.preset === 'strict';
  const mute = source.source.layout === 'prisma-schema' || source.source.layout === 'code';
  const held = new Set(questions.flatMap((one) => (one.rls === 'on' ? [one.name] : [])));
  const inCode = questions
    // What is out of the clients' reach and part of a table that has it is read through that one.
    .filter((one) => one.parent === null || !held.has(one.parent))
    .filter((one) => !one.exposed && one.userScoped && !mute && one.rls !== 'on' && one.intent === null && !one.foreign)
    .sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.name, b.name));
  const counted = new Set(inCode);
  return questions.map((one) => {
    if (one.exposed) return { ...one, weight: { severity: 'error', alsoFor: 0 } };
    if (!counted.has(one) || (!each && one !== inCode[0])) return { ...one, weight: null };
    return { ...one, weight: { severity: 'warning', alsoFor: each ? 0 : inCode.length - 1 } };
  });
}
