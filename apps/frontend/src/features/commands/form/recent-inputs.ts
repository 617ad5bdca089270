const mostKept = 5;
const longestKept = 20_000;

const toKey = (name: string): string => `signalbox.recent.${name}`;

const parseList = (text: string | null): unknown[] => {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
};

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** The inputs last submitted for a command in this browser, the latest first. */
export const readRecent = (store: Store, name: string): unknown[] => parseList(store.getItem(toKey(name)));

/** Puts an input on top of the recent ones; the same input is kept once, a very large one not at all. */
export const rememberRecent = (store: Store, name: string, input: unknown): void => {
  const text = JSON.stringify(input);
  if (text.length > longestKept) return;
  const others = readRecent(store, name).filter((other) => JSON.stringify(other) !== text);
  try {
    store.setItem(toKey(name), JSON.stringify([input, ...others].slice(0, mostKept)));
  } catch {
    // A full or forbidden storage costs a convenience and nothing else.
  }
};
