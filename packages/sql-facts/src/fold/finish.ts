/** The folded schema as it is handed out: sorted, and with the names that types have in the end. */
import type {
  Column,
  DefaultPrivileges,
  EventTrigger,
  Extension,
  FunctionDef,
  Grant,
  Named,
  Publication,
  Role,
  Schema,
  SchemaDef,
  Sequence,
  Table,
  Told,
  TypeDef,
  View,
} from '../schema.js';

import { accessByDefault } from './access.js';

interface Parts {
  readonly tables: Iterable<Table>;
  readonly views: Iterable<View>;
  readonly types: Iterable<TypeDef>;
  readonly functions: Iterable<FunctionDef>;
  readonly sequences: Iterable<Sequence>;
  readonly schemas: Iterable<SchemaDef>;
  readonly roles: Iterable<Role>;
  readonly extensions: Iterable<Extension>;
  readonly publications: Iterable<Publication>;
  readonly eventTriggers: Iterable<EventTrigger>;
  readonly defaultPrivileges: Iterable<DefaultPrivileges>;
  readonly grants: Iterable<Grant>;
  readonly told: Iterable<Told>;
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
const byQualifiedName = <T extends Named>(all: Iterable<T>): T[] => [...all].sort((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name));
const byName = <T extends { readonly name: string }>(all: Iterable<T>): T[] => [...all].sort((a, b) => compare(a.name, b.name));

/** `typesMoved`: whether a type has changed its name since something was printed with it. */
export function finishSchema(parts: Parts, typesMoved: boolean, { doubts, partial }: Pick<Schema, 'doubts' | 'partial'>): Schema {
  const columns = (all: readonly Column[]): readonly Column[] => (typesMoved ? all.map(printedAnew) : all);
  return {
    tables: byQualifiedName(parts.tables).map((table) => ({
      ...table,
      columns: columns(table.columns),
      policies: byName(table.policies),
      triggers: byName(table.triggers),
    })),
    views: byQualifiedName(parts.views),
    types: byQualifiedName(parts.types).map((type) =>
      typesMoved ? { ...type, base: printed(type.base, type.baseRef), attributes: type.attributes.map(printedAnew) } : type,
    ),
    functions: byQualifiedName([...parts.functions].map((one) => (typesMoved ? withTypes(one) : one)).sort((a, b) => compare(a.args.join(), b.args.join()))),
    sequences: byQualifiedName(parts.sequences),
    schemas: byName(parts.schemas),
    roles: byName(parts.roles),
    extensions: byName(parts.extensions),
    publications: byName(parts.publications),
    eventTriggers: byName(parts.eventTriggers),
    defaultPrivileges: [...parts.defaultPrivileges]
      .filter(saysSomething)
      .sort((a, b) => compare(a.role, b.role) || compare(a.schema ?? '', b.schema ?? '') || compare(a.on, b.on)),
    grants: [...parts.grants],
    told: [...parts.told],
    doubts,
    partial,
  };
}

/** Defaults that are what PostgreSQL gives anyway say nothing. */
function saysSomething({ schema, on, access }: DefaultPrivileges): boolean {
  return JSON.stringify(access) !== JSON.stringify(schema === null ? accessByDefault(on) : []);
}

const printedAnew = <T extends { readonly type: string; readonly typeRef: Named | null }>(one: T): T =>
  one.typeRef === null ? one : { ...one, type: printed(one.type, one.typeRef)! };

const withTypes = (one: FunctionDef): FunctionDef => ({
  ...one,
  args: one.args.map((arg, index) => printed(arg, one.argRefs[index] ?? null)!),
  returns: printed(one.returns, one.returnRef),
});

function printed(type: string | null, ref: Named | null): string | null {
  return type === null || ref === null ? type : `${ref.schema}.${ref.name}${type.endsWith('[]') ? '[]' : ''}`;
}
