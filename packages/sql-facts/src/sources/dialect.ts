/** Which database a folder of SQL is written for: folders of every database are called `migrations`. */
import { Lexer } from '../lexer.js';
import type { Source } from '../schema.js';

type Dialect = Source['dialect'];

const names: Readonly<Record<string, Dialect>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  pg: 'postgresql',
  cockroachdb: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  singlestore: 'mysql',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  turso: 'sqlite',
  libsql: 'sqlite',
  sqlserver: 'sqlserver',
  mssql: 'sqlserver',
  mongodb: 'mongodb',
  clickhouse: 'clickhouse',
};

/** A name as tools and folders spell it; `unknown` for others. */
export const dialectNamed = (name: string | null | undefined): Dialect => names[(name ?? '').toLowerCase()] ?? 'unknown';

export const printedDialect: Readonly<Record<Dialect, string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  sqlite: 'SQLite',
  sqlserver: 'SQL Server',
  mongodb: 'MongoDB',
  clickhouse: 'ClickHouse',
  unknown: 'another database',
};

/** Words and pairs of words that one database alone understands. */
const marks: readonly { readonly dialect: Dialect; readonly pattern: RegExp }[] = [
  {
    dialect: 'clickhouse',
    pattern:
      /\bengine\s*=\s*\w*(?:mergetree|distributed|null|kafka|memory)\b|\blowcardinality\s*\(|\bmaterialized\s+view\b[^;]*\bto\b[^;]*\bas\s+select\b[^;]*\buniqstate\b/i,
  },
  {
    dialect: 'mysql',
    pattern: /\bengine\s*=\s*innodb\b|\bauto_increment\b|\bdefault\s+charset\b|\bunsigned\b|\btinyint\s*\(|\bon\s+update\s+current_timestamp\b/i,
  },
  { dialect: 'sqlite', pattern: /\bautoincrement\b|^\s*pragma\s/im },
  { dialect: 'sqlserver', pattern: /\bnvarchar\s*\(|\bidentity\s*\(\s*\d+\s*,|^\s*go\s*$|\[dbo\]/im },
  {
    dialect: 'postgresql',
    pattern:
      /\brow\s+level\s+security\b|\bplpgsql\b|\bjsonb\b|\btimestamptz\b|\b(?:big)?serial\b|\bgen_random_uuid\s*\(|\bcreate\s+extension\b|\bcreate\s+type\b[^;]*\bas\s+enum\b|\$\$|::\s*\w|\bbytea\b|\bcreate\s+policy\b|\busing\s+(?:gin|gist|btree)\b|\buuid\b|\btext\s*\[\s*\]/i,
  },
];

/** The database that texts are written for, by what only it would understand. Texts that any database could take are `unknown`. */
export function sniffDialect(texts: readonly string[]): Dialect {
  const votes = new Map<Dialect, number>();
  const vote = (dialect: Dialect): void => void votes.set(dialect, (votes.get(dialect) ?? 0) + 1);
  for (const text of texts) {
    const { code, backticks } = codeOf(text);
    for (const { dialect, pattern } of marks) if (pattern.test(code)) vote(dialect);
    // Identifiers in backticks: PostgreSQL has no such quotes.
    if (backticks) vote(votes.has('sqlite') ? 'sqlite' : 'mysql');
  }
  let best: Dialect = 'unknown';
  for (const { dialect } of marks) if ((votes.get(dialect) ?? 0) > (votes.get(best) ?? 0)) best = dialect;
  return best;
}

/** A text without its comments and strings. */
function codeOf(text: string): { readonly code: string; readonly backticks: boolean } {
  const parts: string[] = [];
  let backticks = false;
  const lexer = new Lexer(text.slice(0, 200_000));
  let end = 0;
  while (lexer.next()) {
    const skipped = lexer.kind === 'line-comment' || lexer.kind === 'block-comment' || lexer.kind === 'string';
    parts.push(lexer.text.slice(end, lexer.start), skipped ? ' ' : lexer.kind === 'dollar' ? '$$ ' : lexer.value);
    end = lexer.end;
    if (lexer.isSymbol(96)) backticks = true;
  }
  return { code: parts.join(''), backticks };
}
