import { parseArgs } from 'node:util';

export interface ChaosSettings {
  minutes: number;
  seed: number;
  commands: number;
}

export const usage = 'Usage: npm run chaos -- [--minutes 10] [--seed 42] [--commands 60000]';

/** What two processors take besides being hurt, with room for bursts. */
const commandsPerMinute = 6_000;

const toNumber = (text: string, { name, least }: { name: string; least: number }): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least)
    throw new Error(`--${name} must be a number of at least ${least}, not ${text}`);
  return value;
};

/** Reads the command line; a text says what is wrong with it. */
export const readSettings = (args: readonly string[]): ChaosSettings | string => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string', default: '42' },
        commands: { type: 'string' },
      },
    });
    const minutes = toNumber(values.minutes, { name: 'minutes', least: 0.2 });
    const seed = Math.floor(toNumber(values.seed, { name: 'seed', least: 0 }));
    const commands = values.commands ?? String(Math.round(minutes * commandsPerMinute));
    return { minutes, seed, commands: toNumber(commands, { name: 'commands', least: 1 }) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
