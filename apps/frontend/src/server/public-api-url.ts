import type { ConsoleConfig } from './config.ts';

/** What a request says about the address under which the browser sees this console. */
export interface RequestOrigin {
  host: string | undefined;
  forwardedProto: string | undefined;
  scheme: 'http' | 'https';
}

const defaultApiPort = '5055';
const maxHostLength = 253;

const isSafeHost = (host: string): boolean =>
  (host.length <= maxHostLength && /^[a-z0-9.-]+$/i.test(host)) || /^\[[0-9a-f:.]+\]$/i.test(host);

/** The host without its port; anything a browser would not send becomes localhost. */
const toHostName = (host: string | undefined): string => {
  const name = (host ?? '').replace(/:\d*$/, '');
  return isSafeHost(name) ? name : 'localhost';
};

const toScheme = ({ forwardedProto, scheme }: RequestOrigin): string => {
  const first = forwardedProto?.split(',')[0]?.trim().toLowerCase();
  return first === 'http' || first === 'https' ? first : scheme;
};

/**
 * The API's address as the browser can reach it: what is configured, else the console's own host with the API's port.
 */
export const resolvePublicApiUrl = (
  config: Pick<ConsoleConfig, 'internalApiUrl' | 'publicApiUrl'>,
  origin: RequestOrigin,
): string => {
  if (config.publicApiUrl !== undefined) return config.publicApiUrl;
  const port = config.internalApiUrl.port || defaultApiPort;
  return `${toScheme(origin)}://${toHostName(origin.host)}:${port}`;
};
