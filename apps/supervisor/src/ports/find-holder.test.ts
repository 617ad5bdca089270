import { expect, test } from 'vitest';
import { parseListeners } from './find-holder.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:13BF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000000000000000 100 0 0 10 0
   1: 0100007F:13BF 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0000000000000000 100 0 0 10 0
`;

test('finds who listens, not who is connected', () => {
  expect(parseListeners(table, 5_055)).toEqual(['111']);
  expect(parseListeners(table, 80)).toEqual(['333']);
  expect(parseListeners(table, 81)).toEqual([]);
});
