import {
  processListSchema,
  processLogLineSchema,
  processLogsSchema,
  processViewSchema,
} from '@signalbox/shared/http/processes';
import type { ProcessList, ProcessLogLine, ProcessView } from '@signalbox/shared/http/processes';
import { z } from 'zod';
import type { InstanceState } from '../instance/state-file.ts';
import { ControlError } from './control-error.ts';

const problemSchema = z.object({ detail: z.string() });

const fail = async (response: Response): Promise<never> => {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
  throw new ControlError(
    response.status,
    problem.data?.detail ?? `the supervisor answers ${response.status}`,
  );
};

/** Speaks to the supervisor that a state file tells of. */
export class ControlClient {
  readonly #control: InstanceState['control'];

  constructor({ control }: InstanceState) {
    this.#control = control;
  }

  async list(): Promise<ProcessList> {
    return processListSchema.parse(await this.#json('GET', '/processes'));
  }

  async tell(name: string, verb: 'start' | 'stop' | 'restart'): Promise<ProcessView> {
    return processViewSchema.parse(
      await this.#json('POST', `/processes/${encodeURIComponent(name)}/${verb}`),
    );
  }

  async shutDown(): Promise<void> {
    await this.#json('POST', '/shutdown');
  }

  async tail(name: string, count: number): Promise<ProcessLogLine[]> {
    const body = await this.#json('GET', `/processes/${encodeURIComponent(name)}/logs?tail=${count}`);
    return processLogsSchema.parse(body).items;
  }

  /** The last `count` lines and then every new one, until the supervisor ends or `signal` does. */
  async *follow(name: string, count: number, signal?: AbortSignal): AsyncGenerator<ProcessLogLine> {
    const path = `/processes/${encodeURIComponent(name)}/logs?tail=${count}&follow=true`;
    const response = await this.#fetch('GET', path, signal);
    let rest = '';
    for await (const text of (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(
      new TextDecoderStream(),
    )) {
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) yield processLogLineSchema.parse(JSON.parse(data));
      }
    }
  }

  async #json(method: string, path: string): Promise<unknown> {
    return (await this.#fetch(method, path)).json();
  }

  async #fetch(method: string, path: string, signal?: AbortSignal): Promise<Response> {
    const { url, token } = this.#control;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: signal ?? null,
    });
    return response.ok ? response : fail(response);
  }
}
