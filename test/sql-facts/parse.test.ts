import { offsetOf, parseSql, type Statement } from '@gatelint/sql-facts';
import { describe, expect, it } from 'vitest';

const cut = (text: string) => parseSql('a.sql', text).statements.map((one) => `${one.kind}: ${text.slice(one.at.start, one.at.end)}`);

describe('cutting a script into statements', () => {
  it.each<[string, string, string[]]>([
    ['semicolons', 'select 1; ;select 2', ['SelectStmt: select 1', 'SelectStmt: select 2']],
    ['a semicolon in a string', "select ';', E'\\';', 'it''s;'; select 2", ["SelectStmt: select ';', E'\\';', 'it''s;'", 'SelectStmt: select 2']],
    ['a semicolon in an identifier', 'select 1 as ";"; select 2', ['SelectStmt: select 1 as ";"', 'SelectStmt: select 2']],
    ['a semicolon in a comment', 'select 1 -- ; no\n; /* ; /* ; */ ; */ select 2', ['SelectStmt: select 1', 'SelectStmt: select 2']],
    [
      'dollar quotes within dollar quotes',
      'do $a$ begin perform $$;$$; end $a$; select $1',
      ['DoStmt: do $a$ begin perform $$;$$; end $a$', 'SelectStmt: select $1'],
    ],
    ['a dollar sign in an identifier', 'select a$b$c from t; select 2', ['SelectStmt: select a$b$c from t', 'SelectStmt: select 2']],
    [
      'a BEGIN ATOMIC body',
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      ['CreateFunctionStmt: create function f() returns int begin atomic select case when true then 1 end; select 2; end', 'SelectStmt: select 3'],
    ],
    [
      'a rule of two commands',
      'create rule r as on insert to t do (delete from a; delete from b); select 1',
      ['RuleStmt: create rule r as on insert to t do (delete from a; delete from b)', 'SelectStmt: select 1'],
    ],
    [
      'psql commands',
      '\\connect app\nselect 1 \\gexec\nselect 2;\n\\restrict abc',
      ['Meta: \\connect app', 'SelectStmt: select 1', 'SelectStmt: select 2', 'Meta: \\restrict abc'],
    ],
    ['COPY data', "copy t (a) from stdin;\nit's; a\n\\.\nselect 1;", ['CopyStmt: copy t (a) from stdin', "CopyData: it's; a\n\\.", 'SelectStmt: select 1']],
    ['a breakpoint without a semicolon', 'select 1\n--> statement-breakpoint\nselect 2', ['SelectStmt: select 1', 'SelectStmt: select 2']],
    ['a byte order mark and CRLF', '\ufeffselect 1;\r\nselect 2;\r\n', ['SelectStmt: select 1', 'SelectStmt: select 2']],
    ['nothing', ' -- only a comment', []],
  ])('%s', (_name, text, expected) => expect(cut(text)).toEqual(expected));

  it('keeps every comment with its place', () => {
    const text = '-- one\nselect /* two */ 1; -- three';
    const { comments } = parseSql('a.sql', text);
    expect(comments.map((one) => [one.kind, one.text, text.slice(one.at.start, one.at.end)])).toEqual([
      ['line', ' one', '-- one'],
      ['block', ' two ', '/* two */'],
      ['line', ' three', '-- three'],
    ]);
  });
});

describe('broken text costs its own statement', () => {
  const ok = (text: string) => parseSql('a.sql', text).statements.map((one) => one.kind);
  it.each<[string, string, string[]]>([
    ['a typo', 'create tabel t (a int); select 1', ['Broken', 'SelectStmt']],
    ['an open parenthesis', 'create table t (a int; select 1', ['Broken', 'SelectStmt']],
    ['an open quote', "insert into t values ('it's);\ncreate table u (a text default 'x');\nselect 1;", ['Broken', 'CreateStmt', 'SelectStmt']],
    [
      'an open quote, an even number in all',
      "insert into t values ('it's);\ncreate table u (a text default 'x');\nselect 'y;",
      ['Broken', 'CreateStmt', 'Broken'],
    ],
    ['an open dollar quote', 'do $$ begin perform 1; end;\n\ncreate table u (a int);', ['Broken', 'CreateStmt']],
    ['an open comment', 'select 1 /* never closed;\nselect 2;', ['Broken', 'SelectStmt']],
    ['an endless BEGIN ATOMIC', 'create function f() returns int begin atomic select 1;\nselect 2;', ['Broken', 'SelectStmt']],
    [
      'a body that is fine in a statement that is not',
      'create function f() returns int langage sql as $$\nselect 1;\nselect 2;\n$$; select 3',
      ['Broken', 'SelectStmt'],
    ],
    ['a placeholder', 'grant select on t to ${role}; select 1', ['Broken', 'SelectStmt']],
  ])('%s', (_name, text, expected) => expect(ok(text)).toEqual(expected));

  it('places the error at the token, in UTF-16, beyond characters of two units and of several bytes', () => {
    const text = "select '😀é'; select '😀é', from t;";
    const { errors } = parseSql('a.sql', text);
    expect(errors.map((one) => [one.message, text.slice(one.at.start, one.at.end)])).toEqual([['syntax error at or near "from"', 'from']]);
  });

  it('names the offset of a NUL, which the parser would take for the end', () => {
    const { statements, errors } = parseSql('a.sql', 'select 1;\nselect 2\0; select 3');
    expect(statements.map((one) => one.kind)).toEqual(['SelectStmt', 'Broken', 'SelectStmt']);
    expect(errors).toEqual([{ message: 'NUL character at offset 18', at: { file: 'a.sql', start: 18, end: 19 } }]);
  });

  it('survives nesting that exhausts the parser', () => {
    expect(ok(`select ${'('.repeat(50_000)}1${')'.repeat(50_000)}; select 2`)).toEqual(['Broken', 'SelectStmt']);
  });
});

it('maps byte offsets of nodes to UTF-16 offsets of the script', () => {
  const text = 'select 1; create table täble😀 (näme text);';
  const statement = parseSql('a.sql', text).statements[1] as Statement;
  const columns = statement.node!['tableElts'] as { ColumnDef: { location: number } }[];
  expect(text.slice(offsetOf(text, statement, columns[0]!.ColumnDef.location)).startsWith('näme')).toBe(true);
});
