import * as z from 'zod/mini';
import * as account from '#shared/protocol/account.ts';
import * as accountApi from '#shared/protocol/account-api.ts';
import * as administration from '#shared/protocol/administration.ts';
import * as audit from '#shared/protocol/audit.ts';
import * as blob from '#shared/protocol/blob.ts';
import * as errors from '#shared/protocol/errors.ts';
import * as ids from '#shared/protocol/ids.ts';
import * as ownAccount from '#shared/protocol/own-account.ts';
import * as push from '#shared/protocol/push.ts';
import * as ringTest from '#shared/protocol/ring-test.ts';
import * as room from '#shared/protocol/room.ts';

/** Whose schemas are known by name in the description; any other is written out where it is used. */
const MODULES = [account, accountApi, administration, audit, blob, errors, ids, ownAccount, push, ringTest, room];

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The wire's schemas by the names that they are exported under: `accountId` is `AccountId`. */
export const schemaNames = z.registry<{ id: string }>();
for (const [name, value] of MODULES.flatMap((module) => Object.entries(module)))
  if (value instanceof z.ZodMiniType) schemaNames.add(value, { id: capitalised(name) });
