/** The process that serves the embedded database on loopback. */
import { claimPort } from './process/claim-port.ts';
import { tellParent } from './process/parent-channel.ts';
import { runEmbedded, type EmbeddedServer, type EmbeddedStart } from './process/run-embedded.ts';
import { openDatabase } from './surreal/open-database.ts';
import { ensureRootUser } from './surreal/root-user.ts';
import { serveEngine } from './surreal/serve.ts';

const start = async ({ settings, log }: EmbeddedStart): Promise<EmbeddedServer> => {
  await claimPort(settings.surrealPort, 'EMBEDDED_SURREAL_PORT');
  const engine = await openDatabase(settings);
  await ensureRootUser(engine, { user: settings.surrealUser, password: settings.surrealPassword });
  const server = await serveEngine(engine, settings.surrealPort);
  const url = `ws://127.0.0.1:${server.port}/rpc`;
  log(`${server.version} serves ${url}`);
  tellParent({ type: 'ready', url, port: server.port, version: server.version });
  return {
    stop: async () => {
      await server.close();
      await engine.close();
      return 0;
    },
  };
};

await runEmbedded('surreal-server', start);
