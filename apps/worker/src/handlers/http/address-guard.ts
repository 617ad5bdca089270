import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { AppError } from '@signalbox/shared/errors/app-error';

/** Where cloud machines answer with their own credentials; no setting opens it. */
const metadata = new BlockList();
metadata.addSubnet('169.254.0.0', 16, 'ipv4');
metadata.addSubnet('fe80::', 10, 'ipv6');
metadata.addAddress('fd00:ec2::254', 'ipv6');

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(network, prefix, 'ipv4');
}
notPublic.addAddress('::', 'ipv6');
notPublic.addAddress('::1', 'ipv6');
notPublic.addSubnet('fc00::', 7, 'ipv6');
notPublic.addSubnet('ff00::', 8, 'ipv6');

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const resolve = async (host: string): Promise<string[]> => {
  if (isIP(host)) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw new AppError('http.unreachable', `The name ${host} cannot be resolved.`, { cause: error });
  }
};

/** @throws AppError `http.address_forbidden` if the host is, or resolves to, an address that is not allowed */
export const assertAllowedAddress = async (url: URL, allowPrivate: boolean): Promise<void> => {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  for (const address of await resolve(host)) {
    const family = familyOf(address);
    if (metadata.check(address, family) || (!allowPrivate && notPublic.check(address, family))) {
      throw new AppError(
        'http.address_forbidden',
        `${host} is at ${address}, which is not a public address. Set HTTP_REQUEST_PRIVATE_ADDRESSES=allow for services of your own network.`,
      );
    }
  }
};
