/** A thousand migrations, made up: what folding them costs beside parsing them. */
import { nodeFileSystem } from '@gatelint/engine/node';
import { findSources, foldSource, parseSql } from '@gatelint/sql-facts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './measure.js';

export interface FoldCost {
  readonly files: number;
  readonly statements: number;
  /** Milliseconds, medians. */
  readonly parse: number;
  /** Parsing included. */
  readonly fold: number;
  /** Fold to parse of each round, then the median. */
  readonly ratio: number;
}

/** @param root a folder that may be written to */
export function measureFold(root: string, files: number, rounds: number): FoldCost {
  const texts = Object.fromEntries(Array.from({ length: files }, (_, index) => [`supabase/migrations/${20250101000000 + index}_step.sql`, migration(index)]));
  mkdirSync(join(root, 'supabase/migrations'), { recursive: true });
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(root, file), text);
  const disk = nodeFileSystem();
  const [source] = findSources(disk, root, Object.keys(texts), { migrations: null });
  if (source === undefined) throw new Error('The made-up migrations were not found.');
  let statements = 0;
  const samples = Array.from({ length: rounds }, () => {
    const parse = time(() => Object.entries(texts).forEach(([file, text]) => parseSql(file, text)));
    const fold = time(() => {
      statements = foldSource(disk, root, source).coverage.statements;
    });
    return { parse, fold };
  });
  return {
    files,
    statements,
    parse: median(samples.map(({ parse }) => parse)),
    fold: median(samples.map(({ fold }) => fold)),
    ratio: median(samples.map(({ parse, fold }) => fold / parse)),
  };
}

/** Every fourth makes a table; the others change the last one, as histories do. */
function migration(index: number): string {
  const table = `public.thing_${Math.floor(index / 4)}`;
  if (index % 4 === 0) return tableMigration(table);
  return [
    `alter table ${table} add column kind text not null default 'a', add constraint thing_kind check (kind in ('a', 'b', 'c'));
comment on column ${table}.kind is 'one of a, b, c';
`,
    `grant select, insert on ${table} to authenticated;
create index on ${table} (created_at desc) where note is not null;
`,
    `create or replace function public.touch_${index}() returns trigger language plpgsql as $$ begin new.created_at := now(); return new; end $$;
create trigger touch before update on ${table} for each row execute function public.touch_${index}();
`,
    `alter table ${table} add column payload jsonb not null default '{}', alter column note set default '';
update ${table} set note = 'none' where note is null;
`,
    `drop policy "own rows" on ${table};
create policy "own rows, and those of the team" on ${table} for select using (auth.uid() = user_id or exists (select 1 from public.members m where m.id = auth.uid()));
`,
    `do $$ begin
  alter table ${table} rename column note to remark;
end $$;
`,
  ][(index - Math.floor(index / 4) - 1) % 6] as string;
}

function tableMigration(table: string): string {
  return `create table ${table} (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  status text not null default 'open' check (status in ('open', 'done')),
  note text,
  created_at timestamptz not null default now()
);
create index on ${table} (user_id);
alter table ${table} enable row level security;
create policy "own rows" on ${table} using (auth.uid() = user_id) with check (auth.uid() = user_id);
`;
}

function time(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
