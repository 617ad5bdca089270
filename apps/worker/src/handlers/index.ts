import type { CatalogDefinition, CommandName } from '@signalbox/shared/commands/catalog';
import { AppError } from '@signalbox/shared/errors/app-error';
import { analyzeData } from './analyze-data.ts';
import { block, crash, failThenWork, workSlowly } from './demo.ts';
import { hang } from './demo-hang.ts';
import { fanOut } from './demo-fan-out.ts';
import { workInSteps } from './demo-steps.ts';
import type { AnyHandler, Handler } from './handler.ts';
import { ping } from './ping.ts';
import { processText } from './process-text.ts';
import { pruneHistory } from './prune-history.ts';
import { sendHttpRequest } from './send-http-request.ts';

type Handlers = { [Name in CommandName]: Handler<Extract<CatalogDefinition, { name: Name }>> };

/** Every handler there is, by the name of its command; one that is missing does not compile. */
const handlers: Handlers = {
  'system.ping': ping,
  'system.prune': pruneHistory,
  'text.process': processText,
  'data.analyze': analyzeData,
  'http.request': sendHttpRequest,
  'demo.flaky': failThenWork,
  'demo.slow': workSlowly,
  'demo.block': block,
  'demo.crash': crash,
  'demo.steps': workInSteps,
  'demo.fan_out': fanOut,
  'demo.hang': hang,
};

const byName = new Map<string, AnyHandler>(
  // The input was parsed by the definition of the same name, which is what the handler's own type says.
  Object.entries(handlers).map(([name, handler]) => [name, handler as AnyHandler]),
);

export const handledCommands: readonly string[] = [...byName.keys()];

/** @throws AppError `command.no_handler` */
export const findHandler = (name: string): AnyHandler => {
  const handler = byName.get(name);
  if (!handler) throw new AppError('command.no_handler', `This worker has no handler for ${name}.`);
  return handler;
};
