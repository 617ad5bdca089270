import type { ProcessState } from '@signalbox/shared/http/processes';
import { paint } from './terminal.ts';

type Colour = 'gray' | 'yellow' | 'green' | 'red' | 'cyan';

interface Appearance {
  icon: string;
  word: string;
  /** What is said of a process in a sentence, after its name. */
  phrase: string;
  colour: Colour;
}

/** How a state looks to a person: never by colour alone. */
export const appearances: Readonly<Record<ProcessState, Appearance>> = {
  pending: { icon: '○', word: 'waiting', phrase: 'has not started', colour: 'gray' },
  starting: { icon: '◔', word: 'starting', phrase: 'starts', colour: 'cyan' },
  running: { icon: '◑', word: 'not ready yet', phrase: 'is not ready yet', colour: 'cyan' },
  ready: { icon: '●', word: 'ready', phrase: 'is ready', colour: 'green' },
  unready: { icon: '◐', word: 'unready', phrase: 'is not ready any more', colour: 'yellow' },
  stopping: { icon: '◔', word: 'stopping', phrase: 'stops', colour: 'cyan' },
  stopped: { icon: '○', word: 'stopped', phrase: 'has stopped', colour: 'gray' },
  exited: { icon: '✓', word: 'done', phrase: 'is done', colour: 'green' },
  backoff: {
    icon: '↻',
    word: 'restarts soon',
    phrase: 'has ended and is started again soon',
    colour: 'yellow',
  },
  crashlooping: { icon: '↻', word: 'crash loop', phrase: 'is in a crash loop', colour: 'red' },
  fatal: { icon: '✗', word: 'failed', phrase: 'has failed for good', colour: 'red' },
  skipped: { icon: '–', word: 'skipped', phrase: 'is skipped', colour: 'gray' },
};

/** Width of the longest word. */
const wordWidth = Math.max(...Object.values(appearances).map(({ word }) => word.length));

export const showIcon = (state: ProcessState): string =>
  paint(appearances[state].colour, appearances[state].icon);

export const showWord = (state: ProcessState): string =>
  paint(appearances[state].colour, appearances[state].word.padEnd(wordWidth));
