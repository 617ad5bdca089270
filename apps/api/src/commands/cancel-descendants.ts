import { AppError } from '@signalbox/shared/errors/app-error';
import { isTerminal } from '@signalbox/shared/status/status';
import type { CancelRequest, CommandView } from './ports.ts';

interface DescendantsContext {
  view: Pick<CommandView, 'list'>;
}

/** A larger family is ended by the workers alone. */
const maxFamily = 10_000;
const pageSize = 200;
const atOnce = 20;

interface Child {
  id: string;
  isOpen: boolean;
}

async function* readChildren({ view }: DescendantsContext, parentId: string): AsyncGenerator<Child[]> {
  let afterId: string | undefined;
  for (;;) {
    const rows = await view.list({
      parentId,
      sort: 'submittedAt',
      limit: pageSize,
      ...(afterId !== undefined && { afterId }),
    });
    yield rows.map(({ id, state }) => ({ id, isOpen: !isTerminal(state.status) }));
    if (rows.length < pageSize) return;
    afterId = rows.at(-1)?.id;
  }
}

/** Who ended meanwhile needs nothing; the rest of the family is tried whatever becomes of one. */
const cancelAll = async (
  ids: readonly string[],
  cancel: (id: string) => Promise<unknown>,
): Promise<unknown[]> => {
  const errors: unknown[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    const outcomes = await Promise.allSettled(ids.slice(start, start + atOnce).map((id) => cancel(id)));
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      const { reason } = outcome as { reason: unknown };
      if (!(reason instanceof AppError && reason.code === 'command.already_ended')) errors.push(reason);
    }
  }
  return errors;
};

/**
 * Cancels what comes from a command and is recorded, generation by generation; children of an ended child too.
 * @throws AggregateError with what went wrong; AppError `store.unavailable` if the family cannot be read
 */
export const cancelDescendants = async (
  ctx: DescendantsContext,
  { id, reason }: CancelRequest,
  cancel: (child: CancelRequest) => Promise<unknown>,
): Promise<void> => {
  const inherited = `Command ${id}, from which this one comes, was canceled: ${reason}`;
  const family = [id];
  const errors: unknown[] = [];
  // Grows while it is walked through.
  for (const parentId of family) {
    for await (const page of readChildren(ctx, parentId)) {
      const open = page.filter(({ isOpen }) => isOpen).map((child) => child.id);
      errors.push(...(await cancelAll(open, (childId) => cancel({ id: childId, reason: inherited }))));
      family.push(...page.map((child) => child.id));
      if (family.length > maxFamily) errors.push(new Error(`the family is larger than ${maxFamily}`));
    }
    if (family.length > maxFamily) break;
  }
  if (errors.length > 0) throw new AggregateError(errors, `not all that comes from ${id} was canceled`);
};
