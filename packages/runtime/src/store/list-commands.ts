import { AppError } from '@signalbox/shared/errors/app-error';
import type { CommandRow } from '@signalbox/shared/events/fold';
import type { CommandStatus } from '@signalbox/shared/status/status';
import { RecordId } from 'surrealdb';
import type { Store } from './connect.ts';
import { toCommandRow, type StoredRow } from './row-document.ts';
import { afterAllIds, firstIdAt } from './ulid-range.ts';

export interface CommandFilter {
  statuses?: readonly CommandStatus[];
  name?: string;
  queue?: string;
  tag?: string;
  traceId?: string;
  parentId?: string;
  scheduleId?: string;
  /** Failed, with this cause. */
  fingerprint?: string;
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

/** Where to look, and how the row is reached from there. */
interface Source {
  table: 'command' | 'command_open' | 'command_failed' | 'command_child';
  /** Before every column of the row. */
  prefix: '' | 'row.';
  selected: '*' | 'id, row.*';
  /** The first part of its ids, where they have two. */
  parentId?: string;
}

type Found = StoredRow | { row: StoredRow };

const allCommands: Source = { table: 'command', prefix: '', selected: '*' };
const openCommands: Source = { table: 'command_open', prefix: 'row.', selected: 'id, row.*' };
const failedCommands: Source = { table: 'command_failed', prefix: 'row.', selected: 'id, row.*' };

const isFailed = (status: CommandStatus): boolean => status === 'failed' || status === 'canceled';

const childrenOf = (parentId: string): Source => ({
  table: 'command_child',
  prefix: 'row.',
  selected: 'id, row.*',
  parentId,
});

/** Most commands are completed; the others are found by their marks, however many completed ones lie between. */
const toSources = ({ statuses, parentId, fingerprint }: CommandFilter): Source[] => {
  if (fingerprint !== undefined) return [failedCommands];
  if (parentId !== undefined) return [childrenOf(parentId)];
  if (!statuses || statuses.includes('completed')) return [allCommands];
  return [
    ...(statuses.some((status) => !isFailed(status)) ? [openCommands] : []),
    ...(statuses.some(isFailed) ? [failedCommands] : []),
  ];
};

const pathPattern = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

const inputClause = ({ prefix }: Source, path: string, index: number): string => {
  if (!pathPattern.test(path)) {
    throw new AppError(
      'request.invalid',
      `input.${path} is no path: use names of letters, digits and _ with dots between.`,
    );
  }
  const escaped = path.split('.').map((part) => `\`${part}\``);
  return `encoding::cbor::decode(${prefix}input).${escaped.join('.')} = $input${index}`;
};

/** The ids between which the answer lies: ids sort by time, so the table is never read as a whole. */
const toRange = ({ fromMs, toMs, afterId, sort }: CommandFilter): { from: string; to: string } => {
  const from = fromMs === undefined ? '0' : firstIdAt(fromMs);
  const to = toMs === undefined ? afterAllIds : firstIdAt(toMs);
  if (afterId === undefined) return { from, to };
  return sort === '-submittedAt' ? { from, to: afterId < to ? afterId : to } : { from: `${afterId}0`, to };
};

/** The outcome is JSON, in which quotes and line breaks have a backslash. */
const toJsonText = (text: string): string => JSON.stringify(text).slice(1, -1);

const toTextClause = ({ prefix }: Source): string =>
  `string::lowercase(<string> encoding::cbor::decode(${prefix}input)) CONTAINS $text OR string::lowercase(${prefix}outcome ?? '') CONTAINS $jsonText`;

const toConditions = (filter: CommandFilter, source: Source): Conditions => {
  const clauses: string[] = [];
  const bindings: Record<string, unknown> = {};
  const add = (clause: string, name: string, value: unknown): void => {
    if (value === undefined) return;
    clauses.push(clause);
    bindings[name] = value;
  };
  const { prefix } = source;
  // A mark may be out of date: whatever has a cause now has failed.
  const statuses = filter.statuses ?? (filter.fingerprint === undefined ? undefined : ['failed']);
  add(`${prefix}status IN $statuses`, 'statuses', statuses);
  add(`${prefix}name = $name`, 'name', filter.name);
  add(`${prefix}queue = $queue`, 'queue', filter.queue);
  add(`${prefix}tags CONTAINS $tag`, 'tag', filter.tag);
  add(`${prefix}command CONTAINS $traceId`, 'traceId', filter.traceId && `"traceId":"${filter.traceId}"`);
  add(`${prefix}scheduleId = $scheduleId`, 'scheduleId', filter.scheduleId);
  if (source.parentId === undefined) add(`${prefix}parentId = $parentId`, 'parentId', filter.parentId);
  add('fingerprint = $fingerprint', 'fingerprint', filter.fingerprint);
  const text = filter.text?.toLowerCase();
  add(`(${toTextClause(source)})`, 'text', text);
  if (text !== undefined) bindings['jsonText'] = toJsonText(text);
  for (const [index, { path, value }] of (filter.input ?? []).entries())
    add(inputClause(source, path, index), `input${index}`, value);
  return { clauses, bindings };
};

/** What to read, and which part of it. */
const toFrom = ({ table, parentId }: Source): string =>
  parentId === undefined
    ? `${table} WHERE id >= $from AND id < $to`
    : // Only a range is found without reading all marks; only around it the order may be reversed.
      `(SELECT id, row FROM type::record('${table}', [$parentId, $from]..[$parentId, $to])) WHERE true`;

const toEnds = ({ table, parentId }: Source, { from, to }: { from: string; to: string }) =>
  parentId === undefined
    ? { from: new RecordId(table, from), to: new RecordId(table, to) }
    : { parentId, from, to };

const selectFrom = async <Row>(
  store: Store,
  filter: CommandFilter,
  { source, selected }: { source: Source; selected: string },
): Promise<Row[]> => {
  const { clauses, bindings } = toConditions(filter, source);
  const where = [toFrom(source), ...clauses].join(' AND ');
  const direction = filter.sort === '-submittedAt' ? 'DESC' : 'ASC';
  const [found] = await store.query<[Row[]]>(
    `SELECT ${selected} FROM ${where} ORDER BY id ${direction} LIMIT ${filter.limit} TIMEOUT 1800ms`,
    { ...bindings, ...toEnds(source, toRange(filter)) },
  );
  return found;
};

const listFrom = async (store: Store, filter: CommandFilter, source: Source): Promise<CommandRow[]> => {
  const found = await selectFrom<Found>(store, filter, { source, selected: source.selected });
  return found.map((entry) => toCommandRow('row' in entry ? entry.row : entry));
};

const listIdsFrom = async (store: Store, filter: CommandFilter, source: Source): Promise<string[]> => {
  type Marked = { id: RecordId<string, string | [string, string]> };
  const found = await selectFrom<Marked>(store, filter, { source, selected: 'id' });
  return found.map(({ id: { id } }) => (typeof id === 'string' ? id : id[1]));
};

/**
 * The ids of one page of commands, oldest first whatever the filter asks: for counting, where rows would be too much.
 * @throws AppError `store.unavailable`, `request.invalid`
 */
export const listCommandIds = async (store: Store, filter: CommandFilter): Promise<string[]> => {
  const upward: CommandFilter = { ...filter, sort: 'submittedAt' };
  const found = await Promise.all(toSources(filter).map((source) => listIdsFrom(store, upward, source)));
  return found.flat().toSorted().slice(0, filter.limit);
};

/**
 * One page of commands, newest first unless asked otherwise.
 * @throws AppError `store.unavailable`, `request.invalid`
 */
export const listCommands = async (store: Store, filter: CommandFilter): Promise<CommandRow[]> => {
  const found = await Promise.all(toSources(filter).map((source) => listFrom(store, filter, source)));
  const up = filter.sort === '-submittedAt' ? -1 : 1;
  return found
    .flat()
    .toSorted((left, right) => (left.id < right.id ? -up : up))
    .slice(0, filter.limit);
};
