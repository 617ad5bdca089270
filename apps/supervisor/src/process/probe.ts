import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { z } from 'zod';
import type { Readiness } from './process-spec.ts';

export type ProbeResult = { passed: true } | { passed: false; reason: string };

/** A connection of its own for each probe, and never through a proxy from the environment. */
const agent = new Agent({ keepAlive: false });

const describe = (error: NodeJS.ErrnoException): string =>
  error.code === 'ECONNREFUSED' ? 'it does not listen yet' : error.message;

const maxReasonLength = 300;
const maxBodyLength = 4_000;

/** The word of our own services about what holds them back. */
const readinessSchema = z.object({ reason: z.string() });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The body of a refused readiness says why; one line of it is enough. */
export const summarizeAnswer = (status: number, body: string): string => {
  const data = readinessSchema.safeParse(parseJson(body)).data;
  const reason = data?.reason ?? body.replaceAll(/\s+/g, ' ').trim();
  return `answers ${status}: ${reason.slice(0, maxReasonLength)}`;
};

const probeHttp = (url: string, timeoutMs: number): Promise<ProbeResult> =>
  new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (error: Error) =>
      resolve({
        passed: false,
        reason: signal.aborted ? `${url}: no answer within ${timeoutMs} ms` : `${url}: ${describe(error)}`,
      });
    const request = get(url, { agent, signal }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('error', fail);
      response.on('data', (chunk: string) => {
        if (body.length < maxBodyLength) body += chunk;
      });
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve({ passed: true });
        else resolve({ passed: false, reason: `${url} ${summarizeAnswer(status, body)}` });
      });
    });
    request.on('error', fail);
  });

const probeTcp = ({ host, port }: { host: string; port: number }, timeoutMs: number): Promise<ProbeResult> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (result: ProbeResult) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeoutMs, () =>
      settle({ passed: false, reason: `${host}:${port}: no connection within ${timeoutMs} ms` }),
    );
    socket.on('connect', () => settle({ passed: true }));
    socket.on('error', (error) => settle({ passed: false, reason: `${host}:${port}: ${describe(error)}` }));
  });

/** Asks a process once whether it is ready; never throws. */
export const probe = async (readiness: Readiness, timeoutMs: number): Promise<ProbeResult> => {
  switch (readiness.kind) {
    case 'http':
      return probeHttp(readiness.url, timeoutMs);
    case 'tcp':
      return probeTcp(readiness, timeoutMs);
    case 'ipc':
      return { passed: false, reason: 'it has not said that it is ready' };
    default:
      return readiness satisfies never;
  }
};
