import { connectStore, type Store, type StoreOptions } from '@signalbox/runtime/store/connect';
import { AppError } from '@signalbox/shared/errors/app-error';

/** A database that may come later than the process. */
export interface LateStore {
  /** @throws AppError `store.unavailable` while it cannot be reached, or nobody has set it up */
  ask<Answer>(question: (store: Store) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

const unavailable = (message: string, cause?: unknown): AppError =>
  new AppError('store.unavailable', message, { retryAfterMs: 2_000, cause });

const isMissingTable = (error: unknown): boolean =>
  error instanceof Error && /^The table '\w+' does not exist/.test(error.message);

/** Connects in the background: commands are accepted without a database. */
export const openLateStore = (options: StoreOptions): LateStore => {
  let store: Store | undefined;
  let isClosed = false;
  const connect = async (): Promise<void> => {
    store = await connectStore(options);
    if (isClosed) await store.close();
  };
  void connect();
  return {
    async ask(question) {
      if (!store)
        throw unavailable('The database has not answered yet; what is accepted is safe on the bus.');
      try {
        return await question(store);
      } catch (error) {
        if (!isMissingTable(error)) throw error;
        throw unavailable('The database has no tables yet; the recorder makes them when it starts.', error);
      }
    },
    async close() {
      isClosed = true;
      await store?.close();
    },
  };
};
