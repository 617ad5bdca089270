const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeLength = 10;

/** The least ULID of a moment (epoch ms). */
export const firstIdAt = (ms: number): string => {
  let rest = Math.max(0, Math.floor(ms));
  let time = '';
  for (let place = 0; place < timeLength; place += 1) {
    time = (alphabet[rest % 32] ?? '0') + time;
    rest = Math.floor(rest / 32);
  }
  return `${time}0000000000000000`;
};

/** Sorts after every ULID. */
export const afterAllIds = 'ZZZZZZZZZZZZZZZZZZZZZZZZZZ';
