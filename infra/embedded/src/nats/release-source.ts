import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { setGlobalProxyFromEnv } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { keepBinary, withWorkDir } from './cache.ts';
import type { NatsServerSource } from './source.ts';
import { readTarFile } from './tar.ts';
import { pinnedNatsVersion } from './version.ts';

/** A machine cut off from GitHub must not wait longer than a person notices. */
const silenceMs = 3_000;

const architectures: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'arm7',
  ia32: '386',
};

const officialUrl = `https://github.com/nats-io/nats-server/releases/download/v${pinnedNatsVersion}`;

/**
 * The name of the release's archive for a platform.
 * @throws Error if the project releases none for it
 */
export const toAssetName = (platform: string, arch: string): string => {
  const architecture = architectures[arch];
  if ((platform !== 'linux' && platform !== 'darwin') || architecture === undefined) {
    throw new Error(`no archive is known for ${platform} on ${arch}`);
  }
  return `nats-server-v${pinnedNatsVersion}-${platform}-${architecture}.tar.gz`;
};

/** The checksum that a SHA256SUMS file has for a name. @throws Error if it has none */
export const findChecksum = (sums: string, name: string): string => {
  for (const line of sums.split('\n')) {
    const [checksum, file] = line.trim().split(/\s+\*?/);
    if (file === name && checksum !== undefined && /^[0-9a-f]{64}$/i.test(checksum))
      return checksum.toLowerCase();
  }
  throw new Error(`SHA256SUMS has no line for ${name}`);
};

/** Downloads; gives up as soon as nothing at all has come for `silenceMs`. */
const download = async (url: string, ended: AbortSignal): Promise<Uint8Array> => {
  const controller = new AbortController();
  const silence = new Error(`no answer within ${silenceMs / 1_000} s`);
  let timer = setTimeout(() => controller.abort(silence), silenceMs);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([controller.signal, ended]) });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(silence), silenceMs);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`${new URL(url).host}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
};

const fetchBinary = async (releaseUrl: string, asset: string, ended: AbortSignal): Promise<Uint8Array> => {
  const sums = new TextDecoder().decode(await download(`${releaseUrl}/SHA256SUMS`, ended));
  const checksum = findChecksum(sums, asset);
  const archive = await download(`${releaseUrl}/${asset}`, ended);
  if (createHash('sha256').update(archive).digest('hex') !== checksum) {
    throw new Error(`${asset} does not have the checksum that SHA256SUMS says`);
  }
  return readTarFile(gunzipSync(archive), 'nats-server');
};

/** The project's own release. `releaseUrl` is the folder that holds SHA256SUMS and the archives. */
export const createReleaseSource = (releaseUrl = officialUrl): NatsServerSource => ({
  step: 'GitHub release',
  fix: `let this machine reach ${new URL(releaseUrl).origin} (HTTPS_PROXY is honoured)`,
  find: async ({ cacheDir, env, signal, trying }) => {
    const asset = toAssetName(process.platform, process.arch);
    trying(`downloading ${asset}`);
    const restoreProxy = setGlobalProxyFromEnv(env);
    try {
      const binary = await fetchBinary(releaseUrl, asset, signal);
      return await withWorkDir(cacheDir, async (workDir) => {
        const candidate = join(workDir, 'nats-server');
        await writeFile(candidate, binary);
        return keepBinary(cacheDir, candidate);
      });
    } finally {
      restoreProxy();
    }
  },
});
