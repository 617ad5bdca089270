import { command } from './command.ts';
import { common } from './common.ts';
import { form } from './form.ts';
import { health } from './health.ts';
import { list } from './list.ts';
import { overview } from './overview.ts';

/** English. Rules for its words: cause, since when, effect, next action; one word for one thing. */
export const en = { ...common, ...overview, ...health, ...list, ...command, ...form };
