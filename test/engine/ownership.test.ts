/** Whether what an entry writes is tied to who was verified: `bound` and `unbound` of the report. */
import type { EntryReport } from '@gatelint/engine';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { memoryFileSystem } from '../support/memory-file-system.js';

const manifest = JSON.stringify({
  dependencies: { next: '15.5.0', 'next-auth': '4.24.0', '@prisma/client': '6.16.0', 'drizzle-orm': '0.44.0', '@supabase/supabase-js': '2.57.0', pg: '8.16.0' },
});

const head = `import { getServerSession } from 'next-auth';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
async function signedIn() {
  const session = await getServerSession({});
  if (!session?.user) throw new Response('', { status: 401 });
  return session.user;
}
`;

function entriesOf(texts: Readonly<Record<string, string>>): readonly EntryReport[] {
  const files = Object.fromEntries(Object.entries({ 'package.json': manifest, ...texts }).map(([file, text]) => [`/project/${file}`, text]));
  return openFolder('/project', { files: memoryFileSystem(files) }).report().entries;
}

/** The entry of a route with the parameter `id`; `user` is verified, `body` what the caller sends. */
function route(body: string, more = '', before = head): EntryReport {
  const text = `${before}${more}
export async function POST(request, { params }) {
  const user = await signedIn();
  const { id } = await params;
  const body = await request.json();
  ${body}
  return Response.json({});
}`;
  const [entry] = entriesOf({ 'app/api/posts/[id]/route.ts': text });
  if (!entry) throw new Error('no entry');
  return entry;
}

const boundOf = (body: string, more = '', before = head): EntryReport['bound'] => route(body, more, before).bound;

describe('a filter', () => {
  it('that names who was verified ties the record', () => {
    expect(boundOf(`await prisma.post.update({ where: { id, userId: user.id }, data: { title: body.title } });`)).toBe('yes');
    expect(boundOf(`await prisma.post.deleteMany({ where: { AND: [{ id }, { author: { is: { email: user.email } } }] } });`)).toBe('yes');
  });

  it('of nothing but what the caller sends does not', () => {
    const entry = route(`await prisma.post.update({ where: { id }, data: { title: body.title, editedBy: user.id } });`);
    expect(entry).toMatchObject({
      bound: 'no',
      unbound: [
        {
          what: 'PrismaClient.post.update',
          bound: 'no',
          at: { file: 'app/api/posts/[id]/route.ts' },
          because: 'it is chosen by what the caller sends (params id) alone',
        },
      ],
    });
  });

  it('with alternatives, or with exceptions, is not known to', () => {
    expect(boundOf(`await prisma.post.updateMany({ where: { OR: [{ id }, { userId: user.id }] }, data: {} });`)).toBe('unknown');
    expect(boundOf(`await prisma.post.updateMany({ where: { id, userId: { not: user.id } }, data: {} });`)).toBe('unknown');
  });

  it('with a constant alone means the same record for everybody', () => {
    expect(route(`await prisma.setting.update({ where: { name: 'theme' }, data: { value: body.value } });`)).toMatchObject({
      bound: 'unknown',
      unbound: [{ because: 'it is the same record for every caller' }],
    });
  });

  it('with something that cannot be followed is not known to', () => {
    expect(boundOf(`await prisma.post.update({ where: { id: await pick(body) }, data: {} });`, `import { pick } from 'somewhere';`)).toBe('unknown');
  });

  it('with what may be a secret that was handed out is not known to be anybody else’s', () => {
    expect(boundOf(`await prisma.invite.delete({ where: { token: body.token } });`)).toBe('unknown');
  });
});

describe('a new record', () => {
  it('that carries who was verified is theirs', () => {
    expect(boundOf(`await prisma.comment.create({ data: { postId: id, authorId: user.id, text: body.text } });`)).toBe('yes');
    expect(boundOf(`await prisma.comment.create({ data: { text: body.text, author: { connect: { id: user.id } } } });`)).toBe('yes');
  });

  it('that names another record, which the caller chooses, is not tied', () => {
    expect(boundOf(`await prisma.comment.create({ data: { postId: id, text: body.text } });`)).toBe('no');
    expect(boundOf(`await prisma.comment.create({ data: { text: body.text, post: { connect: { id } } } });`)).toBe('no');
  });

  it('that names nobody is asked for nothing beside others', () => {
    expect(boundOf(`await prisma.team.create({ data: { name: body.name } });`)).toBe('unknown');
    expect(
      boundOf(`const team = await prisma.team.create({ data: { name: body.name } });
  await prisma.member.create({ data: { teamId: team.id, userId: user.id } });`),
    ).toBe('yes');
  });

  it('is the caller’s own afterwards', () => {
    expect(
      boundOf(`const team = await prisma.team.create({ data: { name: body.name } });
  await prisma.team.update({ where: { id: team.id }, data: { ready: true } });`),
    ).toBe('yes');
  });
});

describe('a record that was looked up before', () => {
  it('is theirs if a field of it was compared with who they are, and others are refused', () => {
    const compared = `const post = await prisma.post.findUnique({ where: { id } });
  if (!post) return new Response('', { status: 404 });
  if (post.authorId !== user.id) return new Response('', { status: 403 });`;
    expect(boundOf(`${compared} await prisma.post.update({ where: { id }, data: {} });`)).toBe('yes');
    expect(boundOf(`${compared} await prisma.post.update({ where: { id: post.id }, data: {} });`)).toBe('yes');
    expect(boundOf(`${compared} await prisma.comment.deleteMany({ where: { postId: post.id } });`)).toBe('yes');
    // Another record than the one that was compared.
    expect(boundOf(`${compared} await prisma.comment.delete({ where: { id: body.commentId } });`)).toBe('no');
  });

  it('is theirs where it is written only on the side on which it is', () => {
    const side = (test: string): string => `const post = await prisma.post.findUnique({ where: { id } });
  if (${test}) await prisma.post.delete({ where: { id } });`;
    expect(boundOf(side('post && post.authorId === user.id'))).toBe('yes');
    expect(boundOf(side('post && post.authorId !== user.id'))).toBe('unknown');
  });

  it('is theirs if it was found by something of theirs', () => {
    const found = (write: string): string => `const post = await prisma.post.findFirst({ where: { id, userId: user.id } });
  if (!post) return new Response('', { status: 404 });
  ${write}`;
    expect(boundOf(found(`await prisma.post.update({ where: { id }, data: {} });`))).toBe('yes');
    expect(boundOf(found(`await prisma.post.update({ where: { id: post.id }, data: {} });`))).toBe('yes');
    expect(boundOf(`await prisma.post.findFirstOrThrow({ where: { id, userId: user.id } }); await prisma.post.update({ where: { id }, data: {} });`)).toBe(
      'yes',
    );
  });

  it('is nobody’s where nothing is asked of it', () => {
    expect(
      boundOf(`const post = await prisma.post.findUnique({ where: { id } });
  if (!post) return new Response('', { status: 404 });
  await prisma.post.update({ where: { id: post.id }, data: {} });`),
    ).toBe('no');
  });

  it('is theirs in a team that they are found to be in', () => {
    const member = `const member = await prisma.member.findUnique({ where: { userId_teamId: { userId: user.id, teamId: body.teamId } } });
  if (!member) return new Response('', { status: 403 });`;
    expect(boundOf(`${member} await prisma.post.update({ where: { id, teamId: body.teamId }, data: {} });`)).toBe('yes');
    expect(boundOf(`${member} await prisma.post.update({ where: { id, teamId: member.teamId }, data: {} });`)).toBe('yes');
    expect(boundOf(`${member} await prisma.post.update({ where: { id }, data: {} });`)).toBe('no');
  });

  it('is theirs if a part of it that was filtered by who they are is not empty', () => {
    const team = `const team = await prisma.team.findUnique({ where: { id }, include: { users: { where: { userId: user.id } } } });
  if (!team) return new Response('', { status: 404 });`;
    const write = `await prisma.team.update({ where: { id: team.id }, data: {} });`;
    expect(boundOf(`${team} if (team.users.length === 0) return new Response('', { status: 403 }); ${write}`)).toBe('yes');
    expect(boundOf(`${team} ${write}`)).not.toBe('yes');
  });

  it('is theirs if they are among the people in it', () => {
    const team = `const team = await prisma.team.findUnique({ where: { id }, include: { users: true } });
  if (!team) return new Response('', { status: 404 });`;
    const write = `await prisma.team.update({ where: { id }, data: {} });`;
    expect(boundOf(`${team} if (!team.users.some((one) => one.userId === user.id)) return new Response('', { status: 403 }); ${write}`)).toBe('yes');
    expect(boundOf(`${team} const me = team.users.find((one) => one.userId === user.id); if (!me) return new Response('', { status: 403 }); ${write}`)).toBe(
      'yes',
    );
  });
});

describe('helpers', () => {
  it('that look up, compare and throw tie what follows', () => {
    const own = `async function ownPost(id, user) {
  const post = await prisma.post.findUnique({ where: { id } });
  if (post?.authorId !== user.id) throw new Response('', { status: 403 });
  return post;
}`;
    expect(boundOf(`await ownPost(id, user); await prisma.post.update({ where: { id }, data: {} });`, own)).toBe('yes');
    expect(boundOf(`const post = await ownPost(id, user); await prisma.post.update({ where: { id: post.id }, data: {} });`, own)).toBe('yes');
  });

  it('that answer yes or no tie where they are asked', () => {
    const may = `async function mayEdit(id, user) {
  const post = await prisma.post.findUnique({ where: { id } });
  if (!post) return false;
  if (post.authorId === user.id) return true;
  const member = await prisma.member.findFirst({ where: { teamId: post.teamId, userId: user.id } });
  return !!member;
}`;
    expect(
      boundOf(`if (!(await mayEdit(id, user))) return new Response('', { status: 403 }); await prisma.post.update({ where: { id }, data: {} });`, may),
    ).toBe('yes');
    expect(boundOf(`await mayEdit(id, user); await prisma.post.update({ where: { id }, data: {} });`, may)).toBe('unknown');
  });

  it('that write get the tie of their caller', () => {
    const save = `async function save(id, title) { await prisma.post.update({ where: { id }, data: { title } }); }`;
    const check = `const post = await prisma.post.findUnique({ where: { id } }); if (post?.authorId !== user.id) return new Response('', { status: 403 });`;
    expect(boundOf(`${check} await save(id, body.title);`, save)).toBe('yes');
    expect(boundOf(`await save(id, body.title);`, save)).toBe('no');
    expect(boundOf(`${check} await save(id, body.title); await save(body.other, body.title);`, save)).not.toBe('yes');
  });

  it('of packages that nothing is known of may refuse by themselves', () => {
    expect(boundOf(`await assertMay(user.id, id); await prisma.post.update({ where: { id }, data: {} });`, `import { assertMay } from 'somewhere';`)).toBe(
      'unknown',
    );
  });
});

describe('what somebody is', () => {
  const write = `await prisma.post.update({ where: { id }, data: {} });`;
  it('a role that is asked for lets them touch any record', () => {
    expect(boundOf(`if (user.role !== 'admin') return new Response('', { status: 403 }); ${write}`)).toBe('yes');
    expect(boundOf(`if (!user.isAdmin) return new Response('', { status: 403 }); ${write}`)).toBe('yes');
  });

  it('or their own record does', () => {
    expect(
      boundOf(`const post = await prisma.post.findUnique({ where: { id } });
  if (post?.authorId !== user.id && user.role !== 'admin') return new Response('', { status: 403 }); ${write}`),
    ).toBe('yes');
  });

  it('another trait says nothing for sure', () => {
    expect(boundOf(`if (user.plan === 'free') return new Response('', { status: 402 }); ${write}`)).toBe('unknown');
    expect(boundOf(`if (user.role === 'guest') return new Response('', { status: 403 }); ${write}`)).toBe('unknown');
  });
});

describe('builders and statements', () => {
  const drizzle = `${head}import { drizzle } from 'drizzle-orm/node-postgres';
import { and, eq, or } from 'drizzle-orm';
import { posts } from './schema';
const db = drizzle(process.env.DATABASE_URL);
`;
  it('Drizzle: by all conditions of a statement', () => {
    expect(boundOf(`await db.update(posts).set({ title: body.title }).where(and(eq(posts.id, id), eq(posts.userId, user.id)));`, '', drizzle)).toBe('yes');
    expect(boundOf(`await db.delete(posts).where(eq(posts.id, id)).returning();`, '', drizzle)).toBe('no');
    expect(boundOf(`await db.delete(posts).where(or(eq(posts.id, id), eq(posts.userId, user.id)));`, '', drizzle)).toBe('unknown');
    expect(boundOf(`await db.insert(posts).values({ title: body.title, userId: user.id });`, '', drizzle)).toBe('yes');
    expect(
      boundOf(
        `const [post] = await db.select().from(posts).where(eq(posts.id, id)); if (post.userId !== user.id) return new Response('', { status: 403 });
  await db.delete(posts).where(eq(posts.id, id));`,
        '',
        drizzle,
      ),
    ).toBe('yes');
  });

  const supabase = `${head}import { createClient } from '@supabase/supabase-js';
const supabase = createClient(process.env.URL, process.env.ANON_KEY);
`;
  it('Supabase: by its filters, else the policies of the tables decide', () => {
    expect(boundOf(`await supabase.from('posts').update({ title: body.title }).eq('id', id).eq('user_id', user.id);`, '', supabase)).toBe('yes');
    expect(route(`await supabase.from('posts').update({ title: body.title, editor: user.id }).eq('id', id);`, '', supabase)).toMatchObject({
      bound: 'unknown',
      unbound: [{ because: 'the policies of its tables decide, where the client acts for the caller' }],
    });
    expect(boundOf(`await supabase.from('posts').insert({ title: body.title, user_id: user.id });`, '', supabase)).toBe('yes');
  });

  const pg = `${head}import { Pool } from 'pg';
const pool = new Pool();
`;
  it('SQL: by the parameters of its condition', () => {
    expect(boundOf(`await pool.query('update posts set title = $1 where id = $2 and user_id = $3', [body.title, id, user.id]);`, '', pg)).toBe('yes');
    expect(boundOf(`await pool.query('update posts set title = $1, editor = $3 where id = $2', [body.title, id, user.id]);`, '', pg)).toBe('no');
    expect(boundOf(`await pool.query('insert into posts (title, user_id) values ($1, $2)', [body.title, user.id]);`, '', pg)).toBe('yes');
  });
});

describe('no answer', () => {
  it('where nothing is written, or no guard stands', () => {
    expect(boundOf(`await prisma.post.findMany();`)).toBeNull();
    const [open] = entriesOf({
      'app/api/a/route.ts': `${head} export async function POST(request) { await prisma.post.delete({ where: { id: (await request.json()).id } }); }`,
    });
    expect(open).toMatchObject({ bound: null, unbound: [] });
  });

  it('where a machine with a secret of the project’s own calls: it acts for everybody', () => {
    const [entry] = entriesOf({
      'app/api/cron/route.ts': `${head} export async function POST(request) {
  if (!process.env.CRON_SECRET || request.headers.get('authorization') !== 'Bearer ' + process.env.CRON_SECRET) return new Response('', { status: 401 });
  await prisma.post.delete({ where: { id: (await request.json()).id } });
}`,
    });
    expect(entry).toMatchObject({ auth: { state: 'enforced' }, bound: null, unbound: [] });
  });
});
