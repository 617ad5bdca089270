import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { findNatsServer, type NatsServerBinary, type SourceReport } from './find-nats-server.ts';
import { cacheSource } from './nats/cache-source.ts';
import { debianSource } from './nats/debian-source.ts';
import { goSource } from './nats/go-source.ts';
import { pathSource } from './nats/path-source.ts';
import { createReleaseSource, toAssetName } from './nats/release-source.ts';

let real: NatsServerBinary;

beforeAll(async () => {
  real = await findNatsServer({ env: process.env });
}, 300_000);

const createFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-find-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const putScript = async (folder: string, name: string, script: string): Promise<void> => {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
};

/** Serves what a folder of a release would, on loopback. */
const serveRelease = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
};

/** The real binary in the form of the project's archive. */
const packRelease = async (): Promise<{ asset: string; archive: Buffer }> => {
  const binary = await readFile(real.path);
  const header = Buffer.alloc(512);
  header.write('nats-server/nats-server');
  header.write(`${binary.length.toString(8).padStart(11, '0')}\0`, 124);
  const padding = Buffer.alloc((512 - (binary.length % 512)) % 512);
  const tar = Buffer.concat([header, binary, padding, Buffer.alloc(1_024)]);
  return { asset: toAssetName(process.platform, process.arch), archive: gzipSync(tar, { level: 1 }) };
};

test('a binary on the PATH comes first', async () => {
  const folder = await createFolder();
  await symlink(real.path, join(folder, 'nats-server'));
  const found = await findNatsServer({
    env: { PATH: ['', '/nowhere', folder].join(delimiter), XDG_CACHE_HOME: folder },
  });
  expect(found).toEqual({ path: join(folder, 'nats-server'), version: real.version });
});

test('a binary on the PATH that is too old is passed over, and the cache answers', async () => {
  const folder = await createFolder();
  await putScript(folder, 'nats-server', 'echo nats-server: v2.9.9');
  const home = join(folder, 'signalbox', `nats-server-${real.version}`);
  await mkdir(home, { recursive: true });
  await cp(real.path, join(home, 'nats-server'));
  const reports: SourceReport[] = [];
  const found = await findNatsServer({
    env: { PATH: folder, XDG_CACHE_HOME: folder },
    report: (report) => void reports.push(report),
  });
  expect(found.path).toBe(join(home, 'nats-server'));
  expect(reports.map(({ step, outcome }) => `${step}: ${outcome}`)).toEqual(['PATH: absent', 'cache: found']);
  expect(reports[0]?.detail).toContain('2.9.9, older than 2.9.10');
});

test('a release with the right checksum is kept in the cache, by several processes at once', async () => {
  const folder = await createFolder();
  const { asset, archive } = await packRelease();
  const sums = `${createHash('sha256').update(archive).digest('hex')}  ${asset}\n`;
  const url = await serveRelease((request, response) => {
    response.end(request.url === '/SHA256SUMS' ? sums : archive);
  });
  const env = { XDG_CACHE_HOME: folder };
  const found = await Promise.all(
    [1, 2, 3].map(() => findNatsServer({ env, sources: [createReleaseSource(url)] })),
  );
  const path = join(folder, 'signalbox', `nats-server-${real.version}`, 'nats-server');
  expect(found).toEqual(Array.from({ length: 3 }, () => ({ path, version: real.version })));
  expect(await readdir(join(folder, 'signalbox'))).toEqual([`nats-server-${real.version}`]);
  expect(await findNatsServer({ env, sources: [cacheSource] })).toEqual({ path, version: real.version });
});

test('a release with another checksum is refused and leaves nothing behind', async () => {
  const folder = await createFolder();
  const { asset, archive } = await packRelease();
  const url = await serveRelease((request, response) => {
    response.end(request.url === '/SHA256SUMS' ? `${'0'.repeat(64)}  ${asset}\n` : archive);
  });
  const find = findNatsServer({ env: { XDG_CACHE_HOME: folder }, sources: [createReleaseSource(url)] });
  await expect(find).rejects.toThrow('does not have the checksum');
  expect(await readdir(folder)).toEqual([]);
});

test('a server that is silent is given up after three seconds', async () => {
  const url = await serveRelease(() => {});
  const startedAt = performance.now();
  const find = findNatsServer({
    env: { XDG_CACHE_HOME: await createFolder() },
    sources: [createReleaseSource(url)],
  });
  await expect(find).rejects.toThrow('no answer within 3 s');
  expect(performance.now() - startedAt).toBeLessThan(4_500);
});

test('where nothing works, the error names each source, its reason and the fix', async () => {
  const folder = await createFolder();
  const url = await serveRelease((_, response) => response.writeHead(404).end());
  await putScript(folder, 'dpkg', 'echo the shelf is empty >&2; exit 2');
  const find = findNatsServer({
    env: { PATH: folder, XDG_CACHE_HOME: folder },
    sources: [pathSource, cacheSource, createReleaseSource(url), debianSource, goSource],
  });
  const message = await find.then(String, String);
  for (const part of [
    'PATH: no nats-server on the PATH. To mend it: put nats-server 2.9.10 or newer on the PATH.',
    'cache: nothing in',
    'answered 404',
    process.platform === 'linux' ? 'Debian package: dpkg: the shelf is empty' : 'has no apt',
    'go install: go is not installed. To mend it: install Go',
    'NATS_URL',
  ]) {
    expect(message).toContain(part);
  }
});

test('a search that is called off ends', async () => {
  const controller = new AbortController();
  const url = await serveRelease(() => controller.abort());
  const find = findNatsServer({
    env: { XDG_CACHE_HOME: await createFolder() },
    signal: controller.signal,
    sources: [createReleaseSource(url), goSource],
  });
  await expect(find).rejects.toThrow('aborted');
});
