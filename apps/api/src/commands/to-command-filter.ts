import { AppError, type FieldProblem } from '@signalbox/shared/errors/app-error';
import { listQuerySchema, type ListQuery } from '@signalbox/shared/http/command-view';
import { commandStatuses, commandStatusSchema, type CommandStatus } from '@signalbox/shared/status/status';
import { describeProblems } from '../validation/describe-problems.ts';
import { parseOrThrow } from '../validation/parse-or-throw.ts';
import { decodeCursor } from './cursor.ts';
import { nearNames } from './near-names.ts';
import type { CommandFilter, InputFilter } from './ports.ts';

type RawQuery = Readonly<Record<string, unknown>>;

const inputPrefix = 'input.';
const knownParameters = Object.keys(listQuerySchema.shape);

const refuse = (errors: FieldProblem[]): never => {
  throw new AppError('request.invalid', describeProblems(errors), { errors });
};

const explainUnknown = (name: string): FieldProblem => {
  const near = nearNames(name, knownParameters);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : `known are ${knownParameters.join(', ')} and input.<path>`;
  return { pointer: `/query/${name}`, detail: `is no parameter of this list: ${hint}` };
};

const refuseUnknown = (query: RawQuery): void => {
  const unknown = Object.keys(query).filter(
    (name) => !knownParameters.includes(name) && !name.startsWith(inputPrefix),
  );
  if (unknown.length > 0) refuse(unknown.map(explainUnknown));
};

const inputPath = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** 123 and true are a number and a truth, as in JSON; in quotes they are text, and so is all else. */
const toValue = (text: string): string | number | boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : text;
  } catch {
    return text;
  }
};

const readInputFilters = (query: RawQuery): InputFilter[] =>
  Object.entries(query)
    .filter(([name]) => name.startsWith(inputPrefix))
    .map(([name, value]) => {
      const path = name.slice(inputPrefix.length);
      if (typeof value !== 'string')
        return refuse([{ pointer: `/query/${name}`, detail: 'must be given once' }]);
      if (inputPath.test(path)) return { path, value: toValue(value) };
      return refuse([
        {
          pointer: `/query/${name}`,
          detail: 'must be a path of field names with dots between, such as input.user.id',
        },
      ]);
    });

const readStatuses = (list: string): CommandStatus[] =>
  list.split(',').map((word) => {
    const status = commandStatusSchema.safeParse(word.trim());
    if (status.success) return status.data;
    const detail = `must be one or more of ${commandStatuses.join(', ')} with commas between; ${JSON.stringify(word)} is none`;
    return refuse([{ pointer: '/query/status', detail }]);
  });

const toTimes = ({ from, to }: ListQuery) => ({
  ...(from !== undefined && { fromMs: Date.parse(from) }),
  ...(to !== undefined && { toMs: Date.parse(to) }),
});

const toExact = ({ name, queue, tag, traceId }: ListQuery) => ({
  ...(name !== undefined && { name }),
  ...(queue !== undefined && { queue }),
  ...(tag !== undefined && { tag }),
  ...(traceId !== undefined && { traceId }),
});

const toOrigin = ({ parentId, scheduleId, fingerprint }: ListQuery) => ({
  ...(parentId !== undefined && { parentId }),
  ...(scheduleId !== undefined && { scheduleId }),
  ...(fingerprint !== undefined && { fingerprint }),
});

const refuseReversed = ({ from, to }: ListQuery): void => {
  if (from === undefined || to === undefined || Date.parse(from) <= Date.parse(to)) return;
  refuse([{ pointer: '/query/to', detail: 'must not be before from' }]);
};

/**
 * Reads the query of `GET /v1/commands`.
 * @throws AppError `request.invalid` naming each parameter that is unknown or wrong
 */
export const toCommandFilter = (raw: RawQuery): CommandFilter => {
  refuseUnknown(raw);
  const query = parseOrThrow(listQuerySchema, raw, '/query');
  const input = readInputFilters(raw);
  refuseReversed(query);
  const list = {
    ...toExact(query),
    ...toOrigin(query),
    ...toTimes(query),
    ...(query.status !== undefined && { statuses: readStatuses(query.status) }),
    ...(query.q !== undefined && { text: query.q }),
    ...(input.length > 0 && { input }),
    sort: query.sort,
  };
  return {
    ...list,
    ...(query.cursor !== undefined && { afterId: decodeCursor(query.cursor, list) }),
    limit: query.limit,
  };
};
