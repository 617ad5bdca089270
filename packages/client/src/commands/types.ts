import type { CatalogDefinition, CommandName } from '@signalbox/shared/commands/catalog';
import type { CommandStatus } from '@signalbox/shared/status/status';
import type { Problem } from '@signalbox/shared/http/problem';
import type { CommandView, HistoryItem, ListQuery } from '@signalbox/shared/http/command-view';
import type { SubmitBody } from '@signalbox/shared/http/submit';
import type { z } from 'zod';
import type { QueryValue } from '../http/to-query.ts';

type DefinitionOf<Name extends CommandName> = Extract<CatalogDefinition, { name: Name }>;

/** What a command takes; fields with defaults may be left out. */
export type InputOf<Name extends CommandName> = z.input<DefinitionOf<Name>['input']>;

/** What a command gives when it completes. */
export type ResultOf<Name extends CommandName> = z.output<DefinitionOf<Name>['output']>;

export interface RequestOptions {
  signal?: AbortSignal | undefined;
}

/** A body without its type: for names that are known only at run time. */
export type AnySubmission = Omit<SubmitBody, 'name'> & { name: string };

export type SubmitOptions = Omit<SubmitBody, 'name' | 'input'> &
  RequestOptions & {
    /** The same key makes the same command once, however often it is sent; a new one is made unless given. */
    idempotencyKey?: string | undefined;
  };

export interface WaitOptions extends RequestOptions {
  /** For ever unless given. */
  timeoutMs?: number | undefined;
}

/** The query of `GET /v1/commands`; `input.<path>` compares a field of the input. */
export type ListFilter = Partial<Omit<ListQuery, 'status'>> & {
  status?: string | readonly CommandStatus[];
} & Record<`input.${string}`, QueryValue>;

export interface CommandPage {
  items: CommandView[];
  nextCursor?: string;
}

/** Which events `tail` hands on; each list is joined by or, the fields by and. */
export interface TailFilter {
  name?: readonly string[] | undefined;
  queue?: readonly string[] | undefined;
  type?: readonly HistoryItem['type'][] | undefined;
  id?: readonly string[] | undefined;
}

/** What became of one item of a batch. */
export type BatchItem =
  | { index: number; id: string; status: CommandStatus }
  | { index: number; problem: Problem };
