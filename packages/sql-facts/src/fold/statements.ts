/** Which method folds which kind of statement. */
import { alterTable } from './alter-table.js';
import type { Context, Handler } from './context.js';
import { dropObjects, dropOwned } from './drops.js';
import { alterPublication, createExtension, createPublication } from './extensions.js';
import { alterEventTrigger, alterFunction, callProcedure, createEventTrigger, createFunction, doubtCalls } from './functions.js';
import { alterDefaultPrivileges, grantOrRevoke } from './grants.js';
import { createIndex } from './indexes.js';
import { field, type Node } from './nodes.js';
import { alterOwner, reassignOwned } from './owners.js';
import { alterPolicy, createPolicy } from './policies.js';
import { doBlock } from './procedural.js';
import { rename, setSchema } from './renames.js';
import { alterRole, createRole, dropRole, grantRole } from './roles.js';
import { alterSequence, createSequence } from './sequences.js';
import { comment, createSchema, importForeignSchema, setConfig, setVariable } from './session.js';
import { changeRows, insertRows, tellCalls } from './told.js';
import { createForeignTable, createTable, fromQuery } from './tables.js';
import { createTrigger } from './triggers.js';
import { alterDomain, alterEnum, createComposite, createDomain, createEnum, createRange, defineObject } from './types.js';
import { createTableAs, createView } from './views.js';

const select: Handler = (node, context) => {
  setConfig(node, context.state);
  const into = field(node, 'intoClause');
  if (into !== undefined) fromQuery(context, into, false);
  doubtCalls(context, node);
  tellCalls(node, context);
};

const handlers: Readonly<Record<string, Handler>> = {
  AlterDefaultPrivilegesStmt: alterDefaultPrivileges,
  AlterDomainStmt: alterDomain,
  AlterEnumStmt: alterEnum,
  AlterEventTrigStmt: alterEventTrigger,
  AlterFunctionStmt: alterFunction,
  AlterObjectSchemaStmt: setSchema,
  AlterOwnerStmt: alterOwner,
  AlterPolicyStmt: alterPolicy,
  AlterPublicationStmt: alterPublication,
  AlterRoleStmt: alterRole,
  AlterSeqStmt: alterSequence,
  AlterTableStmt: alterTable,
  CallStmt: callProcedure,
  CommentStmt: comment,
  CompositeTypeStmt: createComposite,
  CreateDomainStmt: createDomain,
  CreateEnumStmt: createEnum,
  CreateEventTrigStmt: createEventTrigger,
  CreateExtensionStmt: createExtension,
  CreateForeignTableStmt: createForeignTable,
  CreateFunctionStmt: createFunction,
  CreatePolicyStmt: createPolicy,
  CreatePublicationStmt: createPublication,
  CreateRangeStmt: createRange,
  CreateRoleStmt: createRole,
  CreateSchemaStmt: createSchema,
  CreateStmt: createTable,
  CreateSeqStmt: createSequence,
  CreateTableAsStmt: createTableAs,
  CreateTrigStmt: createTrigger,
  DefineStmt: defineObject,
  DeleteStmt: changeRows,
  DoStmt: doBlock,
  DropOwnedStmt: dropOwned,
  DropRoleStmt: dropRole,
  DropStmt: dropObjects,
  GrantRoleStmt: grantRole,
  GrantStmt: grantOrRevoke,
  ImportForeignSchemaStmt: importForeignSchema,
  IndexStmt: createIndex,
  InsertStmt: insertRows,
  ReassignOwnedStmt: reassignOwned,
  RenameStmt: rename,
  SelectStmt: select,
  UpdateStmt: changeRows,
  VariableSetStmt: setVariable,
  ViewStmt: createView,
};

/** Statements that change nothing of what a Schema says: data, settings, what is stored where. */
const withoutEffect: ReadonlySet<string> = new Set([
  'AlterCollationStmt',
  'AlterDatabaseSetStmt',
  'AlterDatabaseStmt',
  'AlterExtensionContentsStmt',
  'AlterExtensionStmt',
  'AlterFdwStmt',
  'AlterForeignServerStmt',
  'AlterObjectDependsStmt',
  'AlterOpFamilyStmt',
  'AlterOperatorStmt',
  'AlterRoleSetStmt',
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
  'CreateFdwStmt',
  'CreateForeignServerStmt',
  'CreateOpClassStmt',
  'CreateOpFamilyStmt',
  'CreatePLangStmt',
  'CreateStatsStmt',
  'CreateSubscriptionStmt',
  'CreateTableSpaceStmt',
  'CreateTransformStmt',
  'CreateUserMappingStmt',
  'CreatedbStmt',
  'DeallocateStmt',
  'DiscardStmt',
  'DropSubscriptionStmt',
  'DropTableSpaceStmt',
  'DropUserMappingStmt',
  'DropdbStmt',
  'ExplainStmt',
  'FetchStmt',
  'ListenStmt',
  'LoadStmt',
  'LockStmt',
  'MergeStmt',
  'NotifyStmt',
  'PrepareStmt',
  'RefreshMatViewStmt',
  'ReindexStmt',
  'ReplicaIdentityStmt',
  'RuleStmt',
  'SecLabelStmt',
  'TransactionStmt',
  'TruncateStmt',
  'UnlistenStmt',
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
