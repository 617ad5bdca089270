import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../process/config-error.ts';
import { outlastPredecessor } from '../process/outlast-predecessor.ts';
import type { Settings } from '../process/settings.ts';
import { openEngine, type Engine } from './engine.ts';

/**
 * RocksDB and not SurrealKV, which is faster: of the latter's release in this engine a kill -9 after the first
 * rotation of its memory table lost some hundred rows of an acknowledged batch, every time it was tried.
 * `sync=every` puts each commit on disk before it is acknowledged.
 */
const storageUrl = 'rocksdb://.?sync=every';

/** The engine sizes its memory by the machine's; here it shares a machine, and a small log is read again quickly. */
const memoryLimits = {
  SURREAL_ROCKSDB_WRITE_BUFFER_SIZE: String(32 * 1_048_576),
  SURREAL_ROCKSDB_BLOCK_CACHE_SIZE: String(64 * 1_048_576),
};

const openFolder = async (folder: string): Promise<Engine> => {
  try {
    return await openEngine(storageUrl);
  } catch (error) {
    if (!(error instanceof Error) || !/lock file/i.test(error.message)) throw error;
    throw new ConfigError(
      `The folder ${folder} is in use by another process. Stop that process or set SIGNALBOX_DATA_DIR to another folder.`,
    );
  }
};

/**
 * Opens the embedded database where the settings say.
 * @throws ConfigError if another process has its folder open
 */
export const openDatabase = async ({ dataDir, surrealStorage }: Settings): Promise<Engine> => {
  // For tests of one writer: of updates that conflict this storage loses some, in a third of the rounds it was tried.
  if (surrealStorage === 'memory') return openEngine('mem://');
  const folder = join(dataDir, 'surreal');
  await mkdir(folder, { recursive: true });
  // The engine takes its path from a URL without decoding it: from inside the folder no character needs an escape.
  process.chdir(folder);
  for (const [variable, bytes] of Object.entries(memoryLimits)) process.env[variable] ??= bytes;
  return outlastPredecessor(() => openFolder(folder));
};
