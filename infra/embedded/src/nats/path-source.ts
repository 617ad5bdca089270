import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { readVersion } from './read-version.ts';
import type { NatsServerSource } from './source.ts';
import { lowestNatsVersion } from './version.ts';

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

export const pathSource: NatsServerSource = {
  step: 'PATH',
  fix: `put nats-server ${lowestNatsVersion} or newer on the PATH`,
  find: async ({ env }) => {
    const file = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';
    for (const folder of (env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, file);
      if (folder !== '' && (await isExecutable(path))) return { path, version: await readVersion(path) };
    }
    throw new Error('no nats-server on the PATH');
  },
};
