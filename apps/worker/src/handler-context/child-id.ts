import { createHash } from 'node:crypto';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeLength = 10;
const randomLength = 16;

/**
 * The id of a child: the same whenever the same parent spawns under the same key, so that a repeated attempt cannot
 * spawn it twice. Its time is the parent's, its random part is made of parent and key.
 */
export const toChildId = (parentId: string, key: string): string => {
  const hash = createHash('sha256').update(`${parentId}\0${key}`).digest();
  const random = Array.from({ length: randomLength }, (_, n) =>
    letters.charAt(hash.readUInt8(n) % letters.length),
  );
  return parentId.slice(0, timeLength) + random.join('');
};
