import { readEnvironment } from '@signalbox/runtime/config/environment';
import { expect, test } from 'vitest';
import { toChildEnvironment } from './child-environment.ts';
import { toPorts } from './ports/choose-ports.ts';

const build = (env: NodeJS.ProcessEnv, ports = {}) => {
  const environment = readEnvironment(env);
  return toChildEnvironment({
    env,
    environment,
    ports: { ...toPorts(environment), ...ports },
    dataDir: '/data',
  });
};

test('every address follows the port that was chosen', () => {
  expect(build({}, { API_PORT: 5_060, EMBEDDED_NATS_PORT: 14_223, CONSOLE_PORT: 8_503 })).toMatchObject({
    API_PORT: '5060',
    INTERNAL_API_URL: 'http://127.0.0.1:5060',
    NATS_URL: 'nats://127.0.0.1:14223',
    CONSOLE_URL: 'http://127.0.0.1:8503',
    SIGNALBOX_DATA_DIR: '/data',
  });
});

test('what was given is kept', () => {
  const given = {
    NATS_URL: 'nats://bus.example:4222',
    INTERNAL_API_URL: 'http://api.example',
    LOG_FORMAT: 'pretty',
    HTTP_REQUEST_PRIVATE_ADDRESSES: 'deny',
  };
  expect(build(given)).toMatchObject(given);
});

test('a server that listens everywhere is reached by loopback', () => {
  expect(build({ API_HOST: '0.0.0.0' })['INTERNAL_API_URL']).toBe('http://127.0.0.1:5055');
});

test('what nobody has set is left to the children, but for the defaults of a laptop', () => {
  const { HTTP_REQUEST_PRIVATE_ADDRESSES, LOG_FORMAT, ...rest } = build({});
  expect({ HTTP_REQUEST_PRIVATE_ADDRESSES, LOG_FORMAT }).toEqual({
    HTTP_REQUEST_PRIVATE_ADDRESSES: 'allow',
    LOG_FORMAT: 'json',
  });
  expect(rest).not.toHaveProperty('WORKER_CONCURRENCY');
});
