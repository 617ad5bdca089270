interface ConfigFileOptions {
  port: number;
  monitorPort: number | undefined;
  /** Absolute. */
  storeDir: string;
}

/** Streams carry at most 512 kB a message; twice that and its envelope still fit. */
const maxPayloadBytes = 2 * 1_048_576;

/** The nats-server configuration of the embedded default: JetStream on disk, loopback only. */
export const toConfigFile = ({ port, monitorPort, storeDir }: ConfigFileOptions): string =>
  [
    'server_name: signalbox-embedded',
    `listen: "127.0.0.1:${port}"`,
    ...(monitorPort === undefined ? [] : [`http: "127.0.0.1:${monitorPort}"`]),
    `max_payload: ${maxPayloadBytes}`,
    `jetstream { store_dir: ${JSON.stringify(storeDir)} }`,
    '',
  ].join('\n');
