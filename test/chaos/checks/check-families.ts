import type { CommandRow } from '@signalbox/shared/events/fold';
import { isTerminal } from '@signalbox/shared/status/status';

/** Parents that ended well with more or fewer children than they were to have, one sentence each. */
export const checkFamilies = (rows: Iterable<CommandRow>): string[] => {
  const all = [...rows];
  const families = Map.groupBy(all, ({ command }) => command?.parentId);
  const wrong: string[] = [];
  for (const { id, command, state } of all) {
    if (command?.name !== 'demo.fan_out') continue;
    const wanted = (command.input as { children: number }).children;
    const children = families.get(id)?.length ?? 0;
    const isWrong = state.status === 'completed' ? children !== wanted : children > wanted;
    if (isTerminal(state.status) && isWrong) wrong.push(`${id} has ${children} children, not ${wanted}`);
  }
  return wrong;
};
