/** Answers to what rules ask about ways to data, of all sources, by the file that each stands in. */
import type { Command, Table } from '@gatelint/sql-facts';
import type { Config } from '../config.js';
import { compare } from '../findings.js';
import type { Intents } from '../intents.js';
import { lazily } from '../lazily.js';
import type { Anchor } from '../rule.js';
import { anchor } from '../schema/places.js';
import { printed, sqlIdentifier, userData } from '../schema/user-data.js';
import { cellOf, type Cell } from './cells.js';
import type { SourceAccess } from './exposure.js';
import { functionQuestions } from './functions.js';
import { grantQuestions } from './grants.js';
import { createPasses } from './passes.js';
import type { AccessQuestions, Client, ColumnQuestion, SecretQuestion } from './questions.js';
import { holdsSecret } from './secrets.js';
import { describedQuestions, extensionQuestions, listingQuestions, managedReferences, queueQuestions, type Brings } from './served.js';
import { viewQuestions } from './views.js';

export interface AnswerOptions {
  readonly accesses: () => readonly SourceAccess[];
  readonly config: Config;
  readonly intents: Intents;
}

export interface AccessAnswers extends AccessQuestions {
  /** Asks everything that could use an intent. */
  useIntents(): void;
}

export function createAccessAnswers({ accesses, config, intents }: AnswerOptions): AccessAnswers {
  const sources = lazily(() => accesses().map((access) => sourceAnswers(access, config, intents)));
  const by = <Question extends { readonly at: Anchor }>(ask: (source: SourceAnswers) => readonly Question[]): ((file: string) => readonly Question[]) => {
    const grouped = lazily(() => byFile(sources().flatMap(ask)));
    return (file) => grouped().get(file) ?? [];
  };
  const views = by((source) => source.views());
  const functions = by((source) => source.functions());
  return {
    views,
    functions,
    grants: by(({ access }) => grantQuestions(access)),
    columns: by(({ access }) => columnQuestions(access)),
    secrets: by((source) => source.secrets()),
    managedReferences: by(({ access }) => brought(access, managedReferences)),
    extensions: by(({ access }) => brought(access, extensionQuestions)),
    listings: by(({ access }) => brought(access, listingQuestions)),
    queues: by(({ access }) => brought(access, queueQuestions)),
    described: by(({ access, cell }) => brought(access, (one, brings) => describedQuestions(one, brings, cell))),
    useIntents() {
      views('');
      functions('');
    },
  };
}

const brought = <Answer>(access: SourceAccess, ask: (access: SourceAccess, brings: Brings) => readonly Answer[]): readonly Answer[] =>
  access.platform?.brings ? ask(access, access.platform.brings) : [];

type SourceAnswers = ReturnType<typeof sourceAnswers>;

function sourceAnswers(access: SourceAccess, config: Config, intents: Intents) {
  const reasons = lazily(() => userData(access.source, config.sql.userTables));
  const passes = createPasses(access.meanings);
  const does = (table: Table, command: Command, { role, who }: Client): Cell => cellOf(access.rights, table, command, role, who, passes);
  const cell = (table: Table, client: Client): Cell => does(table, 'select', client);
  return {
    access,
    cell,
    views: () =>
      viewQuestions({
        access,
        cell,
        isUserScoped: (table) => reasons().has(printed(table)),
        declared: (view) => intents.declared(anchor(view.at), 'public')?.reason || null,
      }),
    functions: () => functionQuestions({ access, cell: does, declared: (one) => intents.declared(anchor(one.at), 'public')?.reason || null }),
    secrets: () => secretQuestions(access, cell),
  };
}

function columnQuestions({ source }: SourceAccess): ColumnQuestion[] {
  return source.schema.tables.flatMap((table) =>
    table.assumed
      ? []
      : table.columns.filter(({ local }) => local).map(({ at, name, type }) => ({ at: anchor(at), table: printed(table), column: name, type })),
  );
}

/** Where row level security is off, that is what is to be said about the table. */
function secretQuestions(access: SourceAccess, cell: (table: Table, client: Client) => Cell): SecretQuestion[] {
  return access.source.schema.tables.flatMap((table) => {
    const columns = table.columns.filter(holdsSecret);
    if (columns.length === 0 || table.rls === 'no') return [];
    const reading = access.exposure(table).roles.filter(({ commands }) => commands.includes('select'));
    return columns.flatMap((column): SecretQuestion[] => {
      const client = reading.find((one) => (one.columns.select?.includes(column.name) ?? true) && cell(table, one).is === 'open');
      const sql = { table: [table.schema, table.name].map(sqlIdentifier).join('.'), column: sqlIdentifier(column.name) };
      return client === undefined
        ? []
        : [{ at: anchor(column.at), table: printed(table), column: column.name, sql, client: { role: client.role, who: client.who } }];
    });
  });
}

function byFile<Question extends { readonly at: Anchor }>(all: readonly Question[]): ReadonlyMap<string, readonly Question[]> {
  const found = new Map<string, Question[]>();
  for (const one of [...all].sort((a, b) => compare(a.at.file, b.at.file) || a.at.start - b.at.start || a.at.end - b.at.end)) {
    const own = found.get(one.at.file);
    if (own) own.push(one);
    else found.set(one.at.file, [one]);
  }
  return found;
}
