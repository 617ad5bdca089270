/** The process that runs nats-server for the embedded default and ends it with its own parent. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findNatsServer } from './find-nats-server.ts';
import { awaitJetStream } from './nats/await-jetstream.ts';
import { toConfigFile } from './nats/config-file.ts';
import { spawnNatsServer, type NatsChild } from './nats/spawn-nats-server.ts';
import { claimPort } from './process/claim-port.ts';
import { tellParent } from './process/parent-channel.ts';
import { runEmbedded, type EmbeddedServer, type EmbeddedStart } from './process/run-embedded.ts';
import type { Settings } from './process/settings.ts';

interface Ports {
  port: number;
  monitorPort: number | undefined;
}

const claimPorts = async ({ natsPort, natsMonitorPort }: Settings): Promise<Ports> => ({
  port: await claimPort(natsPort, 'EMBEDDED_NATS_PORT'),
  monitorPort:
    natsMonitorPort === undefined
      ? undefined
      : await claimPort(natsMonitorPort, 'EMBEDDED_NATS_MONITOR_PORT'),
});

const writeConfig = async (dataDir: string, ports: Ports): Promise<string> => {
  const storeDir = join(dataDir, 'nats');
  await mkdir(storeDir, { recursive: true });
  const configPath = join(storeDir, 'nats-server.conf');
  await writeFile(configPath, toConfigFile({ ...ports, storeDir }));
  return configPath;
};

interface Watched {
  child: NatsChild;
  ports: Ports;
  version: string;
}

const announce = async ({ ports, version }: Watched, ended: AbortSignal): Promise<void> => {
  await awaitJetStream(ports.port, ended);
  if (ended.aborted) return;
  const { port, monitorPort } = ports;
  const url = `nats://127.0.0.1:${port}`;
  tellParent({ type: 'ready', url, port, version, ...(monitorPort !== undefined && { monitorPort }) });
};

/** Says so once JetStream answers; a child that ends by itself ends this process too, never with success. */
const watch = async (watched: Watched, asked: AbortSignal): Promise<void> => {
  const ended = new AbortController();
  void announce(watched, ended.signal);
  const { code } = await watched.child.exited;
  ended.abort();
  if (!asked.aborted) process.exit(code === 0 ? 1 : code);
};

const start = async ({ settings, signal, log }: EmbeddedStart): Promise<EmbeddedServer> => {
  const ports = await claimPorts(settings);
  const binary = await findNatsServer({
    env: process.env,
    signal,
    report: (report) => {
      log(`${report.step}: ${report.outcome}: ${report.detail}`);
      tellParent({ type: 'progress', ...report });
    },
  });
  const child = spawnNatsServer(binary.path, await writeConfig(settings.dataDir, ports));
  void watch({ child, ports, version: binary.version }, signal);
  return {
    stop: async () => {
      await child.stop();
      return 0;
    },
  };
};

await runEmbedded('nats-server', start);
