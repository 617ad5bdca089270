/** `@signalbox/client`: speaks with the API of Signalbox, from Node or a browser. */
export { createClient, type Client } from './create-client.ts';
export { ApiProblem } from './api-problem.ts';
export { toQuery } from './http/to-query.ts';
export { CommandCanceled, CommandFailed, CommandTimeout } from './command-errors.ts';
export type {
  AnySubmission,
  BatchItem,
  CommandPage,
  InputOf,
  ListFilter,
  ResultOf,
  SubmitOptions,
  TailFilter,
  WaitOptions,
} from './commands/types.ts';
