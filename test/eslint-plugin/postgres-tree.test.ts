/** The tree of an SQL file: names, ranges, what becomes a node and what stays data. */
import { describe, expect, it } from 'vitest';
import { isNode, sqlTree, type SqlNode } from '../../packages/eslint-plugin/src/postgres-tree.js';

interface Seen {
  readonly type: string;
  readonly text: string;
}

/** Every node with the text it stands for, in the order of the walk. */
function seen(text: string): readonly Seen[] {
  const { root, visitorKeys } = sqlTree(text);
  const walk = (node: SqlNode): Seen[] => [
    { type: node.type, text: text.slice(...node.range) },
    ...(visitorKeys[node.type] ?? []).flatMap((key) => [node[key]].flat().filter(isNode).flatMap(walk)),
  ];
  return walk(root);
}

const textsOf = (text: string, type: string): readonly string[] =>
  seen(text)
    .filter((node) => node.type === type)
    .map((node) => node.text);

describe('sqlTree', () => {
  it('names statements and what is in them as PostgreSQL does', () => {
    const types = seen("create table app.users (id int primary key, role text default 'x');").map((node) => node.type);
    expect(types.slice(0, 3)).toEqual(['Root', 'CreateStmt', 'RangeVar']);
    expect(types).toEqual(expect.arrayContaining(['ColumnDef', 'TypeName', 'Constraint', 'A_Const']));
  });

  it('knows kinds that the parser leaves unsaid', () => {
    expect(textsOf('drop policy p on t; create policy p on app.t for all to "Me" using (true);', 'RangeVar')).toEqual(['app']);
    expect(textsOf('alter table t owner to me;', 'RoleSpec')).toEqual(['me']);
  });

  it('counts in UTF-16, whatever the parser counts in', () => {
    const text = '\uFEFFselect \'é😀\' as "größe"; create table t (a int);'.slice(1);
    expect(textsOf(text, 'CreateStmt')).toEqual(['create table t (a int)']);
    expect(textsOf(text, 'A_Const')).toEqual(["'é😀'"]);
    expect(textsOf(text, 'ColumnDef')).toEqual(['a int']);
  });

  it('gives a node without a place the range of what is around it', () => {
    expect(textsOf('alter table a enable row level security', 'AlterTableCmd')).toEqual(['alter table a enable row level security']);
  });

  it('keeps a broken statement as a node among the others', () => {
    const { root } = sqlTree('create table a (id int);\ncrate table b;\ncreate table c (id int);');
    expect(root.body.map((node) => node.type)).toEqual(['CreateStmt', 'Broken', 'CreateStmt']);
    expect(root.errors).toEqual([{ message: expect.stringContaining('crate') as string, range: [25, 30] }]);
  });

  it('leaves rows of data alone', () => {
    expect(textsOf("insert into t values (1, 'a'), (2, 'b')", 'A_Const')).toEqual([]);
    expect(textsOf('insert into t select 1', 'A_Const')).toEqual(['1']);
  });

  it('reads a chain that is deeper than the stack', () => {
    const text = `select ${Array.from({ length: 4_000 }, (_, at) => `x${at}`).join(' || ')}`;
    expect(seen(text).length).toBeGreaterThan(400);
  });

  it.each(['', ' \n', '\0', ';;;', "'", '/*', '$$', '\\connect x', 'COPY t FROM stdin;\n1\t2\n\\.\nselect 1;', '\ud800'])('takes %j', (text) => {
    const { root } = sqlTree(text);
    expect(root.range).toEqual([0, text.length]);
  });

  it('takes the marks off comments', () => {
    expect(sqlTree('-- a\n/* b\n /* c */ */ select 1 --').root.comments.map(({ type, value }) => [type, value])).toEqual([
      ['Line', ' a'],
      ['Block', ' b\n /* c */ '],
      ['Line', ''],
    ]);
  });
});
