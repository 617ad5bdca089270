import type { HeldKey, IdempotencyEntry, IdempotencyKeys } from '@signalbox/runtime/bus/idempotency-keys';
import type { CommandEnvelope } from '@signalbox/shared/commands/envelope';
import { AppError } from '@signalbox/shared/errors/app-error';
import { toPosition, type CommandEvent, type StateEvent } from '@signalbox/shared/events/command-event';
import { mergeRows, toRow, type CommandRow } from '@signalbox/shared/events/fold';
import type { HistoryItem } from '@signalbox/shared/http/command-view';
import type { ErrorGroup } from '@signalbox/shared/http/error-groups';
import { toHistoryItem } from '@signalbox/shared/http/to-history-item';
import type {
  CommandBus,
  CommandFilter,
  CommandPlace,
  CommandView,
  EventLog,
  LoggedLine,
  LogQuery,
  Results,
  TraceContext,
} from '../commands/ports.ts';

export const busAway = () => new AppError('bus.unavailable', 'The bus is away.', { retryAfterMs: 2_000 });
export const storeAway = () =>
  new AppError('store.unavailable', 'The database is away.', { retryAfterMs: 2_000 });

/** A bus in memory: keeps what is published until it is taken. */
export class MemoryBus implements CommandBus {
  readonly queued = new Map<string, { command: CommandEnvelope; trace: TraceContext }>();
  readonly published: CommandEnvelope[] = [];
  failure: AppError | undefined;
  isRecorded = true;
  onPublish: (command: CommandEnvelope) => void = () => undefined;
  onWait: () => void = () => undefined;

  async publish(command: CommandEnvelope, trace: TraceContext): Promise<void> {
    if (this.failure) throw this.failure;
    this.published.push(command);
    this.queued.set(command.id, { command, trace });
    this.onPublish(command);
  }

  async findQueued(id: string): Promise<CommandEnvelope | undefined> {
    if (this.failure) throw this.failure;
    return this.queued.get(id)?.command;
  }

  findQueuedAt({ id }: CommandPlace): Promise<CommandEnvelope | undefined> {
    return this.findQueued(id);
  }

  async removeQueued({ id }: CommandPlace): Promise<void> {
    this.queued.delete(id);
  }

  async listQueues(): Promise<readonly string[]> {
    return ['default', 'demo', 'http', 'special'];
  }

  async waitUntilRecorded(): Promise<boolean> {
    this.onWait();
    return this.isRecorded;
  }
}

/** The recorded commands in memory, folded from events by the real fold. */
export class MemoryView implements CommandView {
  readonly rows = new Map<string, CommandRow>();
  readonly items: HistoryItem[] = [];
  readonly filters: CommandFilter[] = [];
  readonly lines: (LoggedLine & { id: string })[] = [];
  readonly groups: ErrorGroup[] = [];
  failure: AppError | undefined;

  record(event: StateEvent, sequence: number, index = 0): void {
    const row = toRow(event, toPosition(sequence, index));
    const known = this.rows.get(event.id);
    this.rows.set(event.id, known ? mergeRows(known, row) : row);
    this.items.push(toHistoryItem(event, toPosition(sequence, index)));
  }

  async find(id: string): Promise<CommandRow | undefined> {
    if (this.failure) throw this.failure;
    return this.rows.get(id);
  }

  async list(filter: CommandFilter): Promise<CommandRow[]> {
    if (this.failure) throw this.failure;
    this.filters.push(filter);
    const newestFirst = [...this.rows.values()].toSorted((left, right) => (left.id < right.id ? 1 : -1));
    const { afterId, parentId } = filter;
    return newestFirst
      .filter((row) => parentId === undefined || row.command?.parentId === parentId)
      .filter((row) => afterId === undefined || row.id < afterId)
      .slice(0, filter.limit);
  }

  async listIds(filter: CommandFilter): Promise<string[]> {
    const rows = [...this.rows.values()].filter(
      ({ id, state }) => (filter.statuses?.includes(state.status) ?? true) && id > (filter.afterId ?? ''),
    );
    return rows
      .map(({ id }) => id)
      .toSorted()
      .slice(0, filter.limit);
  }

  async history(id: string): Promise<HistoryItem[]> {
    if (this.failure) throw this.failure;
    return this.items.filter((item) => item.id === id).toSorted((left, right) => left.seq - right.seq);
  }

  async log({ id, after, limit }: LogQuery): Promise<LoggedLine[]> {
    if (this.failure) throw this.failure;
    const own = this.lines.filter((line) => line.id === id);
    const start = own.findIndex(({ place }) => JSON.stringify(place) === JSON.stringify(after)) + 1;
    return own.slice(start, start + limit);
  }

  async countChildren(id: string) {
    if (this.failure) throw this.failure;
    const children = [...this.rows.values()].filter(({ command }) => command?.parentId === id);
    const countOf = (status: string) => children.filter(({ state }) => state.status === status).length;
    return children.length === 0
      ? undefined
      : {
          total: children.length,
          completed: countOf('completed'),
          failed: countOf('failed'),
          canceled: countOf('canceled'),
        };
  }

  async errorGroups(): Promise<ErrorGroup[]> {
    if (this.failure) throw this.failure;
    return this.groups;
  }
}

/** The object store in memory. */
export class MemoryResults implements Results {
  readonly stored = new Map<string, string>();

  async stream(key: string): Promise<ReadableStream<Uint8Array> | undefined> {
    const json = this.stored.get(key);
    return json === undefined ? undefined : (new Response(json).body ?? undefined);
  }
}

export class MemoryEventLog implements EventLog {
  readonly appended: { queue: string; event: CommandEvent }[] = [];
  onAppend: (event: CommandEvent) => void = () => undefined;

  async append(queue: string, event: CommandEvent): Promise<void> {
    this.appended.push({ queue, event });
    this.onAppend(event);
  }
}

export class MemoryKeys implements IdempotencyKeys {
  readonly entries = new Map<string, IdempotencyEntry>();
  #revision = 0;
  readonly #revisions = new Map<string, number>();

  async claim(key: string, entry: IdempotencyEntry): Promise<HeldKey> {
    const known = this.entries.get(key);
    if (!known) this.#write(key, entry);
    return { entry: known ?? entry, revision: this.#revisions.get(key) ?? 0, isNew: !known };
  }

  async settle(key: string, entry: IdempotencyEntry, revision: number): Promise<boolean> {
    const isAsItWas = (this.#revisions.get(key) ?? 0) === revision;
    if (isAsItWas) this.#write(key, entry);
    return isAsItWas;
  }

  async markPublished(key: string, entry: IdempotencyEntry): Promise<void> {
    this.#write(key, { ...entry, isPublished: true });
  }

  #write(key: string, entry: IdempotencyEntry): void {
    this.#revision += 1;
    this.entries.set(key, entry);
    this.#revisions.set(key, this.#revision);
  }
}
