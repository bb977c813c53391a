/** Which method folds which kind of statement. */
import { alterTable } from './alter-table.js';
import type { Context, Handler } from './context.js';
import { dropObjects, dropOwned } from './drops.js';
import { alterFunction, callProcedure, createEventTrigger, createFunction, doubtCalls } from './functions.js';
import { grantOrRevoke } from './grants.js';
import { field, type Node } from './nodes.js';
import { alterPolicy, createPolicy } from './policies.js';
import { doBlock } from './procedural.js';
import { rename, setSchema } from './renames.js';
import { comment, createSchema, importForeignSchema, setConfig, setVariable } from './session.js';
import { createForeignTable, createIndex, createTable, createTableAs, createView, fromQuery } from './tables.js';
import { alterDomain, alterEnum, createComposite, createDomain, createEnum, createRange, defineObject } from './types.js';

const select: Handler = (node, context) => {
  setConfig(node, context.state);
  const into = field(node, 'intoClause');
  if (into !== undefined) fromQuery(context, into, false);
  doubtCalls(context, node);
};

const handlers: Readonly<Record<string, Handler>> = {
  AlterDomainStmt: alterDomain,
  AlterEnumStmt: alterEnum,
  AlterFunctionStmt: alterFunction,
  AlterObjectSchemaStmt: setSchema,
  AlterPolicyStmt: alterPolicy,
  AlterTableStmt: alterTable,
  CallStmt: callProcedure,
  CommentStmt: comment,
  CompositeTypeStmt: createComposite,
  CreateDomainStmt: createDomain,
  CreateEnumStmt: createEnum,
  CreateEventTrigStmt: createEventTrigger,
  CreateForeignTableStmt: createForeignTable,
  CreateFunctionStmt: createFunction,
  CreatePolicyStmt: createPolicy,
  CreateRangeStmt: createRange,
  CreateSchemaStmt: createSchema,
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  DefineStmt: defineObject,
  DoStmt: doBlock,
  DropOwnedStmt: dropOwned,
  DropStmt: dropObjects,
  GrantStmt: grantOrRevoke,
  ImportForeignSchemaStmt: importForeignSchema,
  IndexStmt: createIndex,
  RenameStmt: rename,
  SelectStmt: select,
  VariableSetStmt: setVariable,
  ViewStmt: createView,
};

/** Statements that change nothing of what a Schema says: data, owners, triggers, sequences, publications, settings of the storage. */
const withoutEffect: ReadonlySet<string> = new Set([
  'AlterCollationStmt',
  'AlterDatabaseSetStmt',
  'AlterDatabaseStmt',
  'AlterDefaultPrivilegesStmt',
  'AlterEventTrigStmt',
  'AlterExtensionContentsStmt',
  'AlterExtensionStmt',
  'AlterFdwStmt',
  'AlterForeignServerStmt',
  'AlterObjectDependsStmt',
  'AlterOpFamilyStmt',
  'AlterOperatorStmt',
  'AlterOwnerStmt',
  'AlterPublicationStmt',
  'AlterRoleSetStmt',
  'AlterRoleStmt',
  'AlterSeqStmt',
  'AlterStatsStmt',
  'AlterSubscriptionStmt',
  'AlterSystemStmt',
  'AlterTSConfigurationStmt',
  'AlterTSDictionaryStmt',
  'AlterTableMoveAllStmt',
  'AlterTableSpaceOptionsStmt',
  'AlterTypeStmt',
  'AlterUserMappingStmt',
  'CheckPointStmt',
  'ClusterStmt',
  'ConstraintsSetStmt',
  'CopyStmt',
  'CreateAmStmt',
  'CreateCastStmt',
  'CreateConversionStmt',
  'CreateExtensionStmt',
  'CreateFdwStmt',
  'CreateForeignServerStmt',
  'CreateOpClassStmt',
  'CreateOpFamilyStmt',
  'CreatePLangStmt',
  'CreatePublicationStmt',
  'CreateRoleStmt',
  'CreateSeqStmt',
  'CreateStatsStmt',
  'CreateSubscriptionStmt',
  'CreateTableSpaceStmt',
  'CreateTransformStmt',
  'CreateTrigStmt',
  'CreateUserMappingStmt',
  'CreatedbStmt',
  'DeallocateStmt',
  'DeleteStmt',
  'DiscardStmt',
  'DropRoleStmt',
  'DropSubscriptionStmt',
  'DropTableSpaceStmt',
  'DropUserMappingStmt',
  'DropdbStmt',
  'ExplainStmt',
  'FetchStmt',
  'GrantRoleStmt',
  'InsertStmt',
  'ListenStmt',
  'LoadStmt',
  'LockStmt',
  'MergeStmt',
  'NotifyStmt',
  'PrepareStmt',
  'ReassignOwnedStmt',
  'RefreshMatViewStmt',
  'ReindexStmt',
  'ReplicaIdentityStmt',
  'RuleStmt',
  'SecLabelStmt',
  'TransactionStmt',
  'TruncateStmt',
  'UnlistenStmt',
  'UpdateStmt',
  'VacuumStmt',
  'VariableShowStmt',
]);

/** Folds one statement; false when its kind is not modelled and may change the schema. */
export function foldStatement(kind: string, node: Node, context: Context): boolean {
  const handler = handlers[kind];
  if (handler === undefined) return withoutEffect.has(kind);
  handler(node, context);
  return true;
}
