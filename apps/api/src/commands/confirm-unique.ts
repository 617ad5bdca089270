import type { UniqueKeys } from '@signalbox/runtime/bus/unique-keys';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import {
  isOfHold,
  isSameHold,
  toConfirmed,
  type UniqueHolder,
  type UniqueKey,
} from '@signalbox/shared/commands/unique-claim';
import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandBus } from './ports.ts';

const unsure = (): AppError =>
  new AppError(
    'bus.unavailable',
    'The message bus is too slow to tell whether the command still has its unique key. It may have run; ask again with the same Idempotency-Key.',
    { retryAfterMs: 2_000 },
  );

/**
 * Writes that a command was seen on the bus: from then on its key passes on only when it has ended.
 * @returns who has the key then, another command if it was passed on before
 * @throws AppError `bus.unavailable`
 */
export const confirmPublished = async (
  unique: UniqueKeys,
  key: UniqueKey,
  holder: UniqueHolder,
): Promise<UniqueHolder> => {
  let current = holder;
  while (isSameHold(current, holder) && !current.claim.isPublished)
    current = await unique.claim(key, toConfirmed(current), current);
  return current;
};

/**
 * Makes sure that a command that is on the bus keeps its key until it has ended.
 * @throws AppError `bus.unavailable` also if it has lost the key: workers drop it then, or it has ended just now
 */
export const requireHold = async (
  unique: UniqueKeys,
  key: UniqueKey,
  holder: UniqueHolder,
): Promise<void> => {
  if (!isSameHold(await confirmPublished(unique, key, holder), holder)) throw unsure();
};

export interface RequireContext {
  unique: UniqueKeys;
  bus: Pick<CommandBus, 'findQueuedAt'>;
}

/**
 * The same for a command that was found on the bus or in the history, where it has not ended.
 * @throws AppError `bus.unavailable` also if what was found is not what the key was taken for
 */
export const requireUnique = async (
  { unique, bus }: RequireContext,
  { id, name, uniqueKey }: Pick<CommandEnvelope, 'id' | 'name' | 'uniqueKey'>,
): Promise<void> => {
  if (uniqueKey === undefined) return;
  const key = { name, uniqueKey };
  const holder = await unique.find(key);
  if (holder?.claim.id !== id) throw unsure();
  const queued = await bus.findQueuedAt(holder.claim);
  if (!queued || !isOfHold(queued, holder)) throw unsure();
  await requireHold(unique, key, holder);
};
