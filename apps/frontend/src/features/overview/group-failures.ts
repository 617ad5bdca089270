import type { CommandView } from '@signalbox/shared/http/command-view';

/** Failures of one command with one code. */
export interface FailureGroup {
  code: string;
  name: string;
  message: string;
  count: number;
  lastId: string;
  lastMs: number;
}

const endOf = (command: CommandView): number => Date.parse(command.finishedAt ?? command.submittedAt);

/** Failed commands by command and code; the latest group first, with the latest message. */
export const groupFailures = (commands: readonly CommandView[]): FailureGroup[] => {
  const groups = new Map<string, FailureGroup>();
  for (const command of commands.toSorted((a, b) => endOf(b) - endOf(a))) {
    if (command.error === undefined) continue;
    const { code, message } = command.error;
    const key = `${command.name} ${code}`;
    const group = groups.get(key) ?? {
      code,
      name: command.name,
      message,
      count: 0,
      lastId: command.id,
      lastMs: endOf(command),
    };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()];
};
