/** The browser's half of a made-up feature: pages, forms, tables, hooks. About half of the files, as in applications that exist. */
import type { Feature } from './feature.js';

type File = readonly [path: string, text: string];

export function componentFiles({ area, name, type }: Feature): readonly File[] {
  const folder = `apps/web/components/${area}/${name}`;
  const list = (part: string, body: string): File => [
    `${folder}/${part}.tsx`,
    `'use client';

import { useMemo, useState } from 'react';
import { Button, Card } from '@/components/ui';
import type { ${type}Item } from './types';

${body}`,
  ];
  return [
    [
      `${folder}/types.ts`,
      `export interface ${type}Item {
  id: string;
  title: string;
  status: 'open' | 'done' | 'archived';
  amount: number;
  createdAt: string;
}
`,
    ],
    [
      `${folder}/use-${name}.ts`,
      `'use client';

import { useEffect, useState } from 'react';
import type { ${type}Item } from './types';

export function use${type}() {
  const [items, setItems] = useState<${type}Item[]>([]);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    fetch('/api/${area}/${name}', { signal: controller.signal })
      .then((response) => response.json())
      .then(({ rows }) => setItems(rows))
      .catch((reason: Error) => setError(reason.message));
    return () => controller.abort();
  }, []);
  return { items, error };
}
`,
    ],
    [
      `${folder}/${name}-form.tsx`,
      `'use client';

import { useActionState } from 'react';
import { add${type} } from '@/app/(main)/${area}/${name}/actions';
import { Button } from '@/components/ui';

export function ${type}Form() {
  const [, submit, pending] = useActionState(async (_: null, form: FormData) => {
    await add${type}(form);
    return null;
  }, null);
  return (
    <form action={submit}>
      <label>
        Title <input name="title" required maxLength={120} />
      </label>
      <label>
        Amount <input name="amount" type="number" min={0} />
      </label>
      <Button disabled={pending}>{pending ? 'Saving' : 'Save'}</Button>
    </form>
  );
}
`,
    ],
    list(
      `${name}-table`,
      `export function ${type}Table({ items }: { items: ${type}Item[] }) {
  const [sort, setSort] = useState<keyof ${type}Item>('createdAt');
  const rows = useMemo(() => [...items].sort((a, b) => String(a[sort]).localeCompare(String(b[sort]))), [items, sort]);
  return (
    <Card title="${type}">
      <Button onClick={() => setSort('title')}>By title</Button>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            {row.title}: {row.status === 'done' ? 'done' : row.amount}
          </li>
        ))}
      </ul>
    </Card>
  );
}
`,
    ),
    list(
      `${name}-filter`,
      `export function ${type}Filter({ items, onChange }: { items: ${type}Item[]; onChange: (items: ${type}Item[]) => void }) {
  const [text, setText] = useState('');
  const found = useMemo(() => items.filter((item) => item.title.toLowerCase().includes(text.toLowerCase())), [items, text]);
  return (
    <Card title="Filter">
      <input value={text} onChange={(event) => setText(event.target.value)} />
      <Button onClick={() => onChange(found)}>Show {found.length}</Button>
    </Card>
  );
}
`,
    ),
    list(
      `${name}-summary`,
      `export function ${type}Summary({ items }: { items: ${type}Item[] }) {
  const [shown, setShown] = useState(false);
  const total = useMemo(() => items.reduce((sum, { amount }) => sum + amount, 0), [items]);
  return (
    <Card title="Summary">
      <Button onClick={() => setShown(!shown)}>{shown ? 'Hide' : 'Show'}</Button>
      {shown && <p>{items.filter(({ status }) => status === 'open').length} open, {total / 100} in all</p>}
    </Card>
  );
}
`,
    ),
    [
      `${folder}/index.ts`,
      `export * from './types';
export * from './use-${name}';
export { ${type}Form } from './${name}-form';
export { ${type}Filter } from './${name}-filter';
export { ${type}Summary } from './${name}-summary';
export { ${type}Table } from './${name}-table';
`,
    ],
    [
      `apps/web/app/(main)/${area}/${name}/page.tsx`,
      `import { ensureSignedIn } from '@/lib/auth';
import { list${type} } from '@/lib/${area}/${name}';
import { ${type}Form, ${type}Summary } from '@/components/${area}/${name}';
import { ${type}View } from './view';

export const metadata = { title: '${type}' };

export default async function Page() {
  const user = await ensureSignedIn('/${area}/${name}');
  const rows = await list${type}(user.id);
  const items = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  return (
    <main>
      <h1>${type}</h1>
      <${type}Summary items={items} />
      <${type}Form />
      <${type}View />
    </main>
  );
}
`,
    ],
    [
      `apps/web/app/(main)/${area}/${name}/view.tsx`,
      `'use client';

import { useState } from 'react';
import { ${type}Filter, ${type}Table, use${type}, type ${type}Item } from '@/components/${area}/${name}';

export function ${type}View() {
  const { items, error } = use${type}();
  const [shown, setShown] = useState<${type}Item[] | null>(null);
  if (error) return <p role="alert">{error}</p>;
  return (
    <>
      <${type}Filter items={items} onChange={setShown} />
      <${type}Table items={shown ?? items} />
    </>
  );
}
`,
    ],
  ];
}

/** A file that nothing hangs on, to make a number of files come out even. */
export function iconFile(index: number): File {
  return [
    `apps/web/components/icons/icon-${index}.tsx`,
    `export function Icon${index}({ size = 16 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M${index % 16} 2 L14 ${(index * 7) % 16} L2 14 Z" fill="currentColor" />
    </svg>
  );
}
`,
  ];
}
