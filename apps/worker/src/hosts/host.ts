import type { AppError } from '@signalbox/shared/errors/app-error';
import type { FromHost, ToHost } from './protocol.ts';

/** A thread or a process in which handlers run, as the worker sees it. */
export interface Host {
  /** What comes after its end is dropped. */
  tell(told: ToHost): void;
  /** Ends it whatever it does; resolves when it is gone. */
  end(): Promise<void>;
}

interface HostListener {
  hear: (said: FromHost) => void;
  /** Called once. @param error what a handler at work there has failed with */
  ended: (error: AppError) => void;
}

export type OpenHost = (listener: HostListener) => Host;

/** What it needs to know besides what it is told for each handler. */
export interface HostSettings {
  instance: string;
  logLevel: string;
}
