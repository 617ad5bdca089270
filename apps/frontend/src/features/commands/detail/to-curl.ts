import type { CommandView } from '@signalbox/shared/http/command-view';

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A shell line that submits the same command again. */
export const toCurl = (
  command: Pick<CommandView, 'name' | 'input' | 'queue' | 'priority' | 'tags'>,
  apiUrl: string,
): string => {
  const { name, input, queue, priority, tags } = command;
  const body = {
    name,
    input,
    queue,
    ...(priority !== 'normal' && { priority }),
    ...(tags.length > 0 && { tags }),
  };
  const url = `${apiUrl.replace(/\/$/, '')}/v1/commands`;
  return `curl ${quote(url)} -H 'content-type: application/json' -d ${quote(JSON.stringify(body))}`;
};
