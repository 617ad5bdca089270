/** The colour family of a state; see `[data-tone]` in base.css. */
export type Tone = 'ok' | 'warn' | 'bad' | 'run' | 'wait' | 'none';
