const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeLength = 10;

/** When a command was submitted, in epoch ms: its ULID begins with that. */
export const toSubmittedMs = (id: string): number =>
  Array.from(id.slice(0, timeLength)).reduce(
    (total, character) => total * 32 + alphabet.indexOf(character),
    0,
  );
