import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { RecordId } from 'surrealdb';
import type { Store } from './connect.ts';
import { toCommandRow, type RowDocument } from './row-document.ts';
import { firstIdAt } from './ulid-range.ts';

export interface CommandFilter {
  statuses?: readonly CommandStatus[];
  name?: string;
  queue?: string;
  tag?: string;
  traceId?: string;
  parentId?: string;
  fromMs?: number;
  toMs?: number;
  /** Text anywhere in input, error or result. */
  text?: string;
  /** Values inside the input, by path. */
  input?: readonly { path: string; value: string | number | boolean }[];
  sort: '-submittedAt' | 'submittedAt';
  limit: number;
  /** Only what comes after this command in the order asked for. */
  afterId?: string;
}

interface Conditions {
  clauses: string[];
  bindings: Record<string, unknown>;
}

const pathPattern = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

const inputClause = (path: string, index: number): string => {
  if (!pathPattern.test(path)) {
    throw new AppError(
      'request.invalid',
      `input.${path} is no path: use names of letters, digits and _ with dots between.`,
    );
  }
  const escaped = path.split('.').map((part) => `\`${part}\``);
  return `command.input.${escaped.join('.')} = $input${index}`;
};

const ulidEnd = 'ZZZZZZZZZZZZZZZZZZZZZZZZZZ';

/** The ids between which the answer lies: ids sort by time, so the table is never read as a whole. */
const toRange = ({ fromMs, toMs, afterId, sort }: CommandFilter): { from: string; to: string } => {
  const from = fromMs === undefined ? '0' : firstIdAt(fromMs);
  const to = toMs === undefined ? ulidEnd : firstIdAt(toMs);
  if (afterId === undefined) return { from, to };
  return sort === '-submittedAt' ? { from, to: afterId < to ? afterId : to } : { from: `${afterId}0`, to };
};

const textClause = [
  'string::lowercase(<string> command.input) CONTAINS $text',
  "string::lowercase(<string> (state.error ?? '')) CONTAINS $text",
  "string::lowercase(<string> (state.result ?? '')) CONTAINS $text",
].join(' OR ');

const toConditions = (filter: CommandFilter): Conditions => {
  const clauses: string[] = [];
  const bindings: Record<string, unknown> = {};
  const add = (clause: string, name: string, value: unknown): void => {
    if (value === undefined) return;
    clauses.push(clause);
    bindings[name] = value;
  };
  add('state.status IN $statuses', 'statuses', filter.statuses);
  add('command.name = $name', 'name', filter.name);
  add('command.queue = $queue', 'queue', filter.queue);
  add('command.tags CONTAINS $tag', 'tag', filter.tag);
  add('command.traceId = $traceId', 'traceId', filter.traceId);
  add('command.parentId = $parentId', 'parentId', filter.parentId);
  add(`(${textClause})`, 'text', filter.text?.toLowerCase());
  for (const [index, { path, value }] of (filter.input ?? []).entries())
    add(inputClause(path, index), `input${index}`, value);
  return { clauses, bindings };
};

/**
 * One page of commands, newest first unless asked otherwise.
 * @throws AppError `store.unavailable`, `request.invalid`
 */
export const listCommands = async (store: Store, filter: CommandFilter): Promise<CommandRow[]> => {
  const { from, to } = toRange(filter);
  const { clauses, bindings } = toConditions(filter);
  const where = ['id >= $from', 'id < $to', ...clauses].join(' AND ');
  const direction = filter.sort === '-submittedAt' ? 'DESC' : 'ASC';
  const [rows] = await store.query<[RowDocument[]]>(
    `SELECT * FROM command WHERE ${where} ORDER BY id ${direction} LIMIT ${filter.limit} TIMEOUT 1800ms`,
    { ...bindings, from: new RecordId('command', from), to: new RecordId('command', to) },
  );
  return rows.map(toCommandRow);
};
