import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from './connect.ts';

interface Migration {
  version: number;
  name: string;
  up: string;
  down: string;
  checksum: string;
}

export interface MigrateOptions {
  /** Folder of `NNN_name.up.surql` and `NNN_name.down.surql`. */
  directory: string;
  /** The version to reach, up or down; the newest there is if left out. */
  to?: number;
}

const upPattern = /^(\d{3})_([a-z_]+)\.up\.surql$/;

const readMigrations = async (directory: string): Promise<Migration[]> => {
  const names = (await readdir(directory)).toSorted();
  const migrations: Migration[] = [];
  for (const file of names) {
    const [, version, name] = upPattern.exec(file) ?? [];
    if (version === undefined || name === undefined) continue;
    const up = await readFile(join(directory, file), 'utf8');
    const down = await readFile(join(directory, `${version}_${name}.down.surql`), 'utf8');
    const checksum = createHash('sha256').update(up).digest('hex');
    migrations.push({ version: Number(version), name, up, down, checksum });
  }
  return migrations;
};

const readVersions = async (store: Store): Promise<Map<number, string>> => {
  await store.execute('DEFINE TABLE IF NOT EXISTS _migration SCHEMALESS');
  const [rows] = await store.query<[{ version: number; checksum: string }[]]>(
    'SELECT version, checksum FROM _migration',
  );
  return new Map(rows.map(({ version, checksum }) => [version, checksum]));
};

const run = async (
  store: Store,
  { file, statements }: { file: string; statements: string },
): Promise<void> => {
  try {
    await store.execute(`BEGIN TRANSACTION; ${statements}; COMMIT TRANSACTION;`, undefined, 300_000);
  } catch (error) {
    throw new Error(`Migration ${file} failed and was rolled back: ${String(error)}`, { cause: error });
  }
};

const migrateUp = (store: Store, { version, name, up, checksum }: Migration): Promise<void> =>
  run(store, {
    file: `${String(version).padStart(3, '0')}_${name}.up.surql`,
    statements: `${up}; UPSERT _migration:${version} CONTENT { version: ${version}, name: '${name}', checksum: '${checksum}', appliedAt: time::now() }`,
  });

const migrateDown = (store: Store, { version, name, down }: Migration): Promise<void> =>
  run(store, {
    file: `${String(version).padStart(3, '0')}_${name}.down.surql`,
    statements: `${down}; DELETE _migration:${version}`,
  });

const assertKnown = (migrations: Migration[], applied: Map<number, string>): void => {
  const newest = migrations.at(-1)?.version ?? 0;
  const unknown = [...applied.keys()].filter((version) => version > newest);
  if (unknown.length > 0) {
    throw new Error(
      `The database is at version ${Math.max(...unknown)}, newer than this release (${newest}). Deploy the newer release, or migrate down with it first.`,
    );
  }
  for (const { version, name, checksum } of migrations) {
    const found = applied.get(version);
    if (found !== undefined && found !== checksum) {
      throw new Error(
        `Migration ${version} (${name}) was changed after it had been applied. Add a new migration instead.`,
      );
    }
  }
};

/**
 * Brings the schema to a version, each migration in a transaction of its own, and returns the version reached.
 * Two processes may do so at once: a migration that the other one has applied meanwhile is found to be applied.
 * @throws Error that names the file and the statement's error; nothing of that migration is kept
 */
export const migrate = async (store: Store, { directory, to }: MigrateOptions): Promise<number> => {
  const migrations = await readMigrations(directory);
  const target = to ?? migrations.at(-1)?.version ?? 0;
  assertKnown(migrations, await readVersions(store));
  const isApplied = async (version: number): Promise<boolean> => (await readVersions(store)).has(version);
  for (const migration of migrations.filter(({ version }) => version <= target)) {
    if (await isApplied(migration.version)) continue;
    await migrateUp(store, migration).catch(async (error: unknown) => {
      if (!(await isApplied(migration.version))) throw error;
    });
  }
  for (const migration of migrations.toReversed().filter(({ version }) => version > target)) {
    if (await isApplied(migration.version)) await migrateDown(store, migration);
  }
  return target;
};
