/** What an embedded server tells the process that started it. */
export type ParentMessage =
  | { type: 'ready'; url: string; port: number; version: string; monitorPort?: number }
  | { type: 'progress'; step: string; outcome: string; detail: string };

/** Sends to the parent where there is one that listens; a parent that is just gone is noticed elsewhere. */
export const tellParent = (message: ParentMessage): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
};
